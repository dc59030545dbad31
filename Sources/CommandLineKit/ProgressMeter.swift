import Diagnostics
import JSONWriting

/// Shows progress on standard error: a bar for people, one JSON object a line for machines.
struct ProgressMeter: Sendable {
  private let mode: Console.Settings.Progress
  private let language: Language
  private let send: @Sendable (String) -> Void
  private let begun: ContinuousClock.Instant
  private var stage: Text?
  private var stageBegun: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant?
  private var isDrawn = false

  init(
    _ mode: Console.Settings.Progress, language: Language, now: ContinuousClock.Instant = .now,
    send: @escaping @Sendable (String) -> Void = StandardError.write
  ) {
    self.mode = mode
    self.language = language
    self.send = send
    begun = now
    stageBegun = now
  }

  /// Shows at most ten reports a second, and a bar only once the run has lasted a second: quick work stays silent.
  mutating func show(_ report: ProgressReport, now: ContinuousClock.Instant = .now) {
    guard mode != .none else { return }
    if report.stage != stage {
      stage = report.stage
      stageBegun = now
      shown = nil
    }
    let isLast = report.done == report.total
    if let shown, now - shown < .milliseconds(100), !isLast { return }
    let seconds = (now - stageBegun) / .seconds(1)
    let rate = seconds > 0 ? Double(report.done) / seconds : nil
    let left = report.total.flatMap { total in
      rate.flatMap { $0 > 0 ? Double(max(0, total - report.done)) / $0 : nil }
    }
    switch mode {
    case .none: return
    case .json:
      let object: JSONValue = [
        "stage": .string(report.stage.english), "done": JSONValue(report.done), "total": JSONValue(report.total),
        "unit": .string(report.unit), "per_second": JSONValue(rate?.rounded()),
        "seconds_left": JSONValue(left?.rounded()),
      ]
      send(JSONValue.object([JSONValue.Member(key: "progress", value: object)]).text + "\n")
    case .bar:
      guard now - begun >= .seconds(1) else { return }
      send("\r" + line(report, rate: rate, left: left) + "\u{1B}[K")
      isDrawn = true
    }
    shown = now
  }

  /// Takes the bar away, so that other words can be printed.
  mutating func clear() {
    guard isDrawn else { return }
    send("\r\u{1B}[K")
    isDrawn = false
  }

  private func line(_ report: ProgressReport, rate: Double?, left: Double?) -> String {
    var parts = [report.stage(language)]
    if let total = report.total, total > 0 {
      let share = min(1, Double(report.done) / Double(total))
      let filled = Int(share * 24)
      parts.append("[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled) + "]")
      parts.append("\(Int(share * 100))%")
    } else {
      parts.append(amount(Double(report.done), report.unit))
    }
    if let rate, rate > 0 { parts.append(amount(rate, report.unit) + "/s") }
    if let left {
      let seconds = Int(left.rounded(.up))
      let padded = seconds % 60 < 10 ? "0\(seconds % 60)" : "\(seconds % 60)"
      parts.append(language == .chinese ? "剩余 \(seconds / 60):\(padded)" : "ETA \(seconds / 60):\(padded)")
    }
    return parts.joined(separator: " ")
  }

  private func amount(_ value: Double, _ unit: String) -> String {
    unit == "bytes" ? "\((value / 100_000).rounded() / 10) MB" : "\(Int(value)) \(unit)"
  }
}
