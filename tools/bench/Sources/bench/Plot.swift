import Foundation

/// The picture beside the tables: bars on a logarithmic scale, readable on light and on dark ground.
struct Plot {
  /// One bar: millions a second.
  struct Bar {
    var name: String
    var rate: Double
    /// Stands behind the rate.
    var remark = ""
    var isOwn: Bool { name.hasPrefix("OneGrid") }
  }

  struct Panel {
    var title: String
    var bars: [Bar]
  }

  private let panels: [Panel]
  private let caption: String

  private static let width = 900.0
  private static let left = 250.0
  private static let right = 720.0
  private static let row = 25.0
  private static let bar = 15.0
  private static let heading = 54.0

  init(_ bench: Bench, day: String) {
    var panels: [Panel] = []
    // Of the smaller file one core is enough: it is there for those that are too slow for the larger one.
    for (size, cores) in bench.settings where size == bench.sizes.whole || cores == 1 {
      let bars = Plot.bars(bench.ledger, Bench.section(size, cores), "OneGrid") { subject, ledger, section in
        ledger.median(section, subject, "wall").map { Double(size) / $0 / 1e6 }
      }
      let title = Bench.section(size, cores).dropFirst("end to end, ".count)
      panels.append(Panel(title: "CSV to CSV, \(title): million rows a second", bars: bars))
    }
    let join = Plot.bars(bench.ledger, "join", Bench.own(1)) { subject, ledger, section in
      ledger.median(section, subject, "rate").map { $0 / 1e6 }
    }
    panels.append(Panel(title: "The join alone, in memory: million points a second", bars: join))
    self.panels = panels.filter { !$0.bars.isEmpty }
    caption =
      "19,657 grids, \(whole(bench.sizes.whole)) events; medians, \(day). Each line is ten times the one before."
  }

  private static func bars(
    _ ledger: Ledger, _ section: String, _ own: String, _ rate: (String, Ledger, String) -> Double?
  ) -> [Bar] {
    let reference = rate(own, ledger, section)
    return ledger.subjects(section).compactMap { subject -> Bar? in
      guard let value = rate(subject, ledger, section) else { return nil }
      let isOwn = subject.hasPrefix("OneGrid")
      let remark = isOwn ? "" : reference.map { "1 : \(short($0 / value))" } ?? ""
      return Bar(
        name: subject.replacingOccurrences(of: ", five levels with names", with: ""), rate: value, remark: remark)
    }.sorted { $0.rate > $1.rate }
  }

  var svg: String {
    let decades = scale
    var y = 20.0
    var body = ""
    for panel in panels {
      body += text(16, y + 14, panel.title, "title")
      let top = y + 26
      let bottom = top + Double(panel.bars.count) * Plot.row
      for decade in decades.low...decades.high {
        let x = place(pow(10, Double(decade)), decades)
        body += "<line class=\"grid\" x1=\"\(n(x))\" y1=\"\(n(top))\" x2=\"\(n(x))\" y2=\"\(n(bottom))\"/>\n"
        body += text(
          x, bottom + 14,
          decade < 0
            ? "0." + String(repeating: "0", count: -decade - 1) + "1" : "1" + String(repeating: "0", count: decade),
          "tick")
      }
      for (number, bar) in panel.bars.enumerated() {
        let middle = top + (Double(number) + 0.5) * Plot.row
        let end = max(place(bar.rate, decades), Plot.left + 1)
        body += text(Plot.left - 10, middle + 4, bar.name, bar.isOwn ? "name own-name" : "name")
        body +=
          "<rect class=\"\(bar.isOwn ? "own" : "rival")\" x=\"\(n(Plot.left))\" y=\"\(n(middle - Plot.bar / 2))\" "
          + "width=\"\(n(end - Plot.left))\" height=\"\(n(Plot.bar))\" rx=\"2\"/>\n"
        let remark = bar.remark.isEmpty ? "" : "  <tspan class=\"remark\" dx=\"8\">\(escaped(bar.remark))</tspan>"
        body += "<text class=\"value\" x=\"\(n(end + 8))\" y=\"\(n(middle + 4))\">\(short(bar.rate))\(remark)</text>\n"
      }
      y = bottom + Plot.heading - 20
    }
    body += text(16, y + 6, caption, "caption")
    let height = y + 22
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(Plot.width)) \(n(height))" width="\(n(Plot.width))" \
      height="\(n(height))" role="img" aria-label="Bars of speed on a logarithmic scale">
      <style>
      text { font: 13px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: #3d444d; }
      .title { font-size: 14px; font-weight: 600; fill: #1f2328; }
      .name { text-anchor: end; } .own-name { font-weight: 600; }
      .tick { text-anchor: middle; font-size: 11px; fill: #6e7781; } .caption { font-size: 12px; fill: #6e7781; }
      .remark { fill: #6e7781; }
      .grid { stroke: #8c959f; stroke-opacity: 0.3; } .own { fill: #1f7a5c; } .rival { fill: #9aa4af; }
      @media (prefers-color-scheme: dark) {
      text { fill: #c9d1d9; } .title { fill: #f0f6fc; } .tick, .caption, .remark { fill: #9198a1; }
      .own { fill: #3fb68b; } .rival { fill: #6e7681; }
      }
      </style>
      \(body)</svg>

      """
  }

  /// The powers of ten that enclose all bars.
  private var scale: (low: Int, high: Int) {
    let rates = panels.flatMap { $0.bars.map(\.rate) }.filter { $0 > 0 }
    let low = Int(floor(log10(rates.min() ?? 0.01) - 0.05))
    return (low, max(low + 1, Int(ceil(log10(rates.max() ?? 100)))))
  }

  private func place(_ rate: Double, _ decades: (low: Int, high: Int)) -> Double {
    let share = (log10(rate) - Double(decades.low)) / Double(decades.high - decades.low)
    return Plot.left + share * (Plot.right - Plot.left)
  }

  private func text(_ x: Double, _ y: Double, _ words: String, _ style: String) -> String {
    "<text class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\">\(escaped(words))</text>\n"
  }

  private func n(_ value: Double) -> String { String(format: value == value.rounded() ? "%.0f" : "%.1f", value) }

  private func escaped(_ words: String) -> String {
    words.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }
}
