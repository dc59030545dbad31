import Foundation

/// What was measured: a line of JSON each, written as soon as it is known, so that a run that was broken off goes on
/// where it stopped. One file a program: figures of two builds never meet.
final class Ledger {
  /// Figures by name, in seconds, mebibytes, or as the name says; and a word about them.
  struct Outcome {
    var figures: [String: Double]
    var note: String?

    init(_ figures: [String: Double], note: String? = nil) {
      self.figures = figures
      self.note = note
    }
  }

  struct Entry: Codable {
    var section: String
    var subject: String
    var round: Int
    var figures: [String: Double]
    var note: String?
  }

  private(set) var entries: [Entry] = []
  /// What could not be measured, and why; tried again the next time.
  private(set) var failures: [(section: String, subject: String, reason: String)] = []
  private let path: String

  init(path: String) {
    self.path = path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    entries = text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }
  }

  /// Measures, unless that was done before or has just failed; then says so in one line.
  func measure(_ section: String, _ subject: String, round: Int = 0, _ work: () throws -> Outcome) {
    guard !entries.contains(where: { $0.section == section && $0.subject == subject && $0.round == round }),
      !failures.contains(where: { $0.section == section && $0.subject == subject })
    else { return }
    do {
      let outcome = try work()
      let entry = Entry(
        section: section, subject: subject, round: round, figures: outcome.figures, note: outcome.note)
      entries.append(entry)
      append(entry)
      let figures = outcome.figures.sorted { $0.key < $1.key }.map { "\($0.key) \(short($0.value))" }
      Progress.say("\(section)  \(subject)  \(figures.joined(separator: "  "))")
    } catch {
      leaveOut(section, subject, because: error)
    }
  }

  /// Does what is needed for a measurement; where that fails, what depends on it is left out, and the rest goes on.
  func attempt(_ section: String, _ subject: String, _ work: () throws -> Void) {
    do { try work() } catch { leaveOut(section, subject, because: error) }
  }

  private func leaveOut(_ section: String, _ subject: String, because error: any Error) {
    let reason = (error as? Failure)?.reason ?? "\(error)"
    failures.append((section, subject, reason))
    Progress.say("\(section)  \(subject)  left out: \(reason)")
  }

  func figures(_ section: String, _ subject: String, _ figure: String) -> [Double] {
    entries.filter { $0.section == section && $0.subject == subject }.compactMap { $0.figures[figure] }
  }

  func median(_ section: String, _ subject: String, _ figure: String) -> Double? {
    figures(section, subject, figure).median
  }

  func note(_ section: String, _ subject: String) -> String? {
    entries.last { $0.section == section && $0.subject == subject && $0.note != nil }?.note
  }

  /// The subjects of a section in the order in which they were first measured.
  func subjects(_ section: String) -> [String] {
    var found: [String] = []
    for entry in entries where entry.section == section && !found.contains(entry.subject) {
      found.append(entry.subject)
    }
    return found
  }

  private func append(_ entry: Entry) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(entry) else { return }
    if !FileManager.default.fileExists(atPath: path) { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    guard let file = FileHandle(forWritingAtPath: path) else { return }
    file.seekToEndOfFile()
    file.write(line + Data("\n".utf8))
    try? file.close()
  }
}

/// Why something could not be measured.
struct Failure: Error {
  var reason: String
  init(_ reason: String) { self.reason = reason }
}
