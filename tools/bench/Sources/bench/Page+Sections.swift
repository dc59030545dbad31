import Foundation

extension Page {
  private var ledger: Ledger { bench.ledger }

  var exactness: String {
    let subjects = ledger.subjects("near-degenerate")
    guard !subjects.isEmpty else { return "" }
    let section = Bench.section(bench.sizes.whole, 1)
    let part = Bench.section(bench.sizes.part, 1)
    let rows = subjects.map { subject -> [String] in
      let name = subject.hasPrefix("OneGrid") ? "OneGrid" : subject
      var normal = "–"
      if let count = ledger.figures(section, name, "differing").last {
        normal = "\(whole(Int(count))) of \(whole(bench.sizes.whole))"
      } else if let count = ledger.figures(part, name, "differing").last
        ?? ledger.figures("join", name, "differing").last
      {
        normal = "\(whole(Int(count))) of \(whole(bench.sizes.part))"
      } else if name == "OneGrid", let count = ledger.figures(section, "shapely, tuned", "differing").last {
        normal = "\(whole(Int(count))) of \(whole(bench.sizes.whole)), by shapely"
      }
      return [subject, whole(Int(ledger.median("near-degenerate", subject, "wrong") ?? -1)), normal]
    }
    let judge = ["asked", "borders", "wrong"].map {
      whole(Int(ledger.median("judge", "GEOS against fractions", $0) ?? -1))
    }
    let same = ledger.median("same bytes", "OneGrid", "different") == 0
    return """
      ## Whether the answers are right

      Speed is worth nothing without this. \(whole(bench.sizes.near)) points where rounding decides: vertices, points of edges,
      middles of edges, points on the lines on which edges lie beyond their ends, points level with vertices, points on the
      borders of index cells; nearly all moved by up to four ulps either way. The judge is GEOS on the same doubles; it was
      judged itself by arithmetic with fractions on \(judge[0]) of them (\(judge[1]) exactly on a border): \(judge[2]) wrong.
      One thread and eight, a file and a pipe: \(same ? "the same bytes" : "not compared").


      """ + table(["program", "wrong near-degenerate points", "wrong events"], rows)
  }

  var starts: String {
    let cold = ledger.subjects("cold").map { subject in
      [
        subject, short(ledger.median("cold", subject, "wall") ?? .nan),
        short(ledger.median("cold", subject, "memory") ?? .nan),
      ]
    }
    let one = ledger.subjects("one event").map { subject in
      [
        subject, short((ledger.median("one event", subject, "wall") ?? .nan) * 1000),
        short(ledger.median("one event", subject, "memory") ?? .nan),
      ]
    }
    let index = ledger.subjects("index").map { subject -> [String] in
      let bytes = ledger.median("index", subject, "bytes") ?? 0
      return [
        subject.replacingOccurrences(of: "grids", with: "grids alone").replacingOccurrences(
          of: "city", with: "five levels"),
        short((ledger.median("index", subject, "wall") ?? .nan) * 1000), short(bytes / 1e6), short(bytes / 19_657),
      ]
    }
    let pipes = ledger.subjects("pipe").map { subject in
      [
        subject, short(ledger.median("pipe", subject, "wall") ?? .nan),
        short(ledger.figures("pipe", subject, "memory").max() ?? .nan),
      ]
    }
    let single = ledger.median("join", "\(Bench.own(1)), five levels", "single")
    var text = ""
    if !cold.isEmpty {
      text += """
        ## Beginning from nothing

        From the GeoJSON of the grids to \(whole(bench.sizes.part)) answered events, and from the city's database without an index
        to the first answer (which leaves the index behind).


        """ + table(["start", "s", "peak MiB"], cold)
    }
    if !index.isEmpty {
      text += "\n\n### The index by itself\n\n" + table(["index", "build ms", "MB", "bytes a grid"], index)
    }
    if !one.isEmpty {
      text += "\n\n### One event, the whole process\n\n" + table(["program", "ms", "peak MiB"], one)
      if let single {
        text += "\n\nFrom an open library, warm, one random point after the other: \(short(single)) ns each."
      }
    }
    if !pipes.isEmpty {
      text += """


        ### Through a pipe

        \(whole(bench.sizes.whole)) events from standard input to standard output.


        """ + table(["cores", "s", "peak MiB"], pipes)
    }
    return text.trimmingCharacters(in: .newlines)
  }

  var ladder: String {
    guard let plain = ledger.median("ladder", Bench.plain, "wall") else { return "" }
    let each = 1e9 / Double(bench.sizes.ladder)
    let rows = ledger.subjects("ladder").map { step -> [String] in
      let wall = ledger.median("ladder", step, "wall") ?? .nan
      return [
        step, short(wall * each), "× \(short(wall / plain))", short(ledger.median("ladder", step, "memory") ?? .nan),
      ]
    }
    return """
      ## What each difficulty costs

      \(whole(bench.sizes.ladder)) events on one core, each difficulty by itself, in turn with the plain run; the whole process.


      """ + table(["run", "ns a row", "time", "peak MiB"], rows)
  }

  var stress: String {
    guard let common = ledger.median("stress", Bench.common, "rate") else { return "" }
    let rows = ledger.subjects("stress").map { name -> [String] in
      let rate = ledger.median("stress", name, "rate") ?? .nan
      return [
        name, short(rate / 1e6), "× \(short(common / rate))", short(ledger.median("stress", name, "ready") ?? .nan),
        ledger.figures("stress", name, "wrong").max().map { whole(Int($0)) } ?? "–",
      ]
    }
    return """
      ## Areas that are hard

      The join alone, one core, \(whole(bench.sizes.part)) points. Wrong: of the first 5,000 to 20,000, by GEOS.


      """ + table(["areas", "M points/s", "time", "s until ready", "wrong"], rows)
  }

  var method: String {
    let lines = facts.map { "| \($0.0) | \($0.1) |" }.joined(separator: "\n")
    let quick = bench.options.isQuick ? " --quick" : ""
    return """
      ## How it was measured

      | | |
      | --- | --- |
      \(lines)

      ```
      tools/bench/setup-peers FOLDER
      tools/bench/run assign --work FOLDER\(quick) --page docs
      ```

      Each run is a process of its own, held to core 0 or to all cores; wall and processor time and the greatest resident
      memory are the system's. Files are in the page cache. PostGIS: a cluster of its own with fsync off, its server held to
      the same cores; starting it is not counted. DuckDB, SedonaDB and PostGIS are told the number of threads.
      What each rival is asked: [tools/bench/peers](../tools/bench/peers).
      """
  }
}
