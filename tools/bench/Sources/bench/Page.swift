import Foundation

/// The page that is published: made from the figures, never typed.
struct Page {
  let bench: Bench
  let facts: [(String, String)]
  private var ledger: Ledger { bench.ledger }

  init(_ bench: Bench) {
    self.bench = bench
    facts = Machine.facts(bench)
  }

  /// Writes `assignment-speed.md`, `.svg` and `.json`, and `city-model-speed.md`, into the folder for the page: each where
  /// something of it was measured.
  func write() throws {
    let model = cityModel
    if !model.isEmpty {
      try model.write(toFile: "\(bench.options.page)/city-model-speed.md", atomically: true, encoding: .utf8)
      Progress.say("written: \(bench.options.page)/city-model-speed.md")
    }
    guard !ledger.subjects("join").isEmpty else { return }
    let base = "\(bench.options.page)/assignment-speed"
    let parts = [
      head, exactness, endToEnd, join, starts, steadiness, ladder, stress, checks, method, leftOut,
    ]
    let text = parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    try text.write(toFile: base + ".md", atomically: true, encoding: .utf8)
    try Plot(bench, day: facts[0].1).svg.write(toFile: base + ".svg", atomically: true, encoding: .utf8)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let figures = Published(facts: Dictionary(uniqueKeysWithValues: facts), figures: ledger.entries)
    try (encoder.encode(figures) + Data("\n".utf8)).write(to: URL(fileURLWithPath: base + ".json"))
    Progress.say("written: \(base).md, .svg, .json")
    for line in Goals(bench).lines { print(line) }
  }

  private struct Published: Encodable {
    var facts: [String: String]
    var figures: [Ledger.Entry]
  }

  private var head: String {
    let size = whole(bench.sizes.whole)
    return """
      # How fast events find their grids

      <!-- Made by tools/bench/run; do not edit. -->

      Measured on \(facts[0].1) on \(facts[1].1), all programs in turn in one run, each held to the same cores. Medians;
      a single figure depends on the machine and its neighbours, a ratio hardly. The city is generated and of Guangzhou's
      size: 19,657 grids of 34 to 176 vertices on 7,434 km², \(size) events in random order, clustered as real ones are, 2 %
      outside, one in a thousand exactly on a border. The figures of every run: [assignment-speed.json](assignment-speed.json).

      ![Million rows a second of each program, from CSV to CSV and in memory](assignment-speed.svg)
      """
  }

  private var endToEnd: String {
    var text = """
      ## From CSV to CSV

      The whole process: reads the events, writes id and grid code (`--levels grid --columns id --no-names`), the smallest
      code on a border. The areas are loaded beforehand as each program can keep them: OneGrid its database and index,
      PostGIS and SpatiaLite their tables and spatial indexes, DuckDB a table. Every row is compared with OneGrid's.
      """
    for (size, cores) in bench.settings {
      let section = Bench.section(size, cores)
      guard let own = ledger.median(section, "OneGrid", "wall") else { continue }
      let order =
        ["OneGrid"]
        + ledger.subjects(section).filter { $0 != "OneGrid" }
        .sorted { (ledger.median(section, $0, "wall") ?? 0) < (ledger.median(section, $1, "wall") ?? 0) }
      let rows = order.compactMap { subject -> [String]? in
        guard let wall = ledger.median(section, subject, "wall") else { return nil }
        let differing = ledger.figures(section, subject, "differing").last.map { whole(Int($0)) } ?? "–"
        return [
          subject, short(wall), short(Double(size) / wall / 1e6), "× \(short(wall / own))",
          // Of PostGIS only the client would be seen.
          subject == "PostGIS" ? "–" : short(ledger.median(section, subject, "processor") ?? .nan),
          subject == "PostGIS" ? "–" : short(ledger.figures(section, subject, "memory").max() ?? .nan), differing,
          "\(ledger.figures(section, subject, "wall").count)",
        ]
      }
      text += "\n\n### \(section.dropFirst("end to end, ".count))\n\n"
      text += table(
        ["program", "s", "M rows/s", "time", "processor s", "peak MiB", "rows that differ", "runs"], rows)
    }
    return text
  }

  private var join: String {
    let subjects = ledger.subjects("join").sorted {
      (ledger.median("join", $0, "rate") ?? 0) > (ledger.median("join", $1, "rate") ?? 0)
    }
    guard !subjects.isEmpty else { return "" }
    let own = ledger.median("join", Bench.own(1), "rate")
    let rows = subjects.map { subject -> [String] in
      let rate = ledger.median("join", subject, "rate") ?? .nan
      return [
        subject, short(rate / 1e6), short(1e9 / rate),
        own.map { "× \(short($0 / rate))" } ?? "–",
        short(ledger.median("join", subject, "ready") ?? .nan),
        ledger.figures("join", subject, "differing").last.map { whole(Int($0)) } ?? "–",
      ]
    }
    return """
      ## The join alone

      Points in memory in random order; the answers are in memory, too. OneGrid answers \(whole(bench.sizes.whole)) points and
      settles those on borders exactly within the time; the libraries are asked the first \(whole(bench.sizes.part)), on one core.
      “Five levels” answers city, district, street, community and grid in the same look-up, from the index beside the
      database. S2 takes edges for geodesics, hence its other answers.


      """
        + table(
          [
            "library", "M points/s", "ns a point", "time to OneGrid on one core", "s until ready",
            "answers that differ",
          ],
          rows)
  }

  private var steadiness: String {
    let rows = ledger.subjects("steadiness").map { place -> [String] in
      let values = ledger.figures("steadiness", place, "wall")
      let steady = Steadiness(values)
      let rate = Double(bench.sizes.whole) / (values.median ?? .nan) / 1e6
      return [
        place, "\(values.count)", short(steady.sorted.first ?? .nan), short(values.median ?? .nan),
        short(steady.sorted.last ?? .nan), short(rate), "`\(steady.bars)`",
        "\(steady.isUnimodal ? "one group" : "two groups"), widest gap \(short(steady.widestGap * 100)) %",
      ]
    }
    guard !rows.isEmpty else { return "" }
    return """
      ## The same run over and over

      \(whole(bench.sizes.whole)) events, CSV to CSV. Two groups would be three or more runs on either side of a gap wider than
      15 % of the median.


      """
        + table(
          ["cores", "runs", "least s", "median s", "greatest s", "M rows/s", "from least to greatest", "groups"], rows)
  }

  private var leftOut: String {
    guard !ledger.failures.isEmpty else { return "" }
    let lines = ledger.failures.map { "- \($0.section): \($0.subject): \($0.reason)" }
    return "## Left out\n\n" + lines.joined(separator: "\n")
  }

  func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head, head.indices.map { $0 == 0 ? "---" : "---:" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}
