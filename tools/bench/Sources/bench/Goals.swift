import Foundation

/// What the project set out to reach, beside what this run shows: for the terminal, not for the page.
struct Goals {
  let bench: Bench
  private var ledger: Ledger { bench.ledger }

  init(_ bench: Bench) { self.bench = bench }

  var lines: [String] {
    let (wholeSize, part) = (Bench.section(bench.sizes.whole, 1), Bench.section(bench.sizes.part, 1))
    let million = Double(bench.sizes.whole) / 1e6
    var lines = ["", "goal                                            asked     shown"]
    func line(_ name: String, _ asked: String, _ shown: Double?) {
      let text = shown.map { short($0) } ?? "not measured"
      lines.append(
        name.padding(toLength: 46, withPad: " ", startingAt: 0)
          + asked.padding(toLength: 12, withPad: " ", startingAt: 0)
          + text)
    }
    func ratio(_ section: String, _ rival: String, _ own: String = "OneGrid") -> Double? {
      guard let a = ledger.median(section, rival, "wall"), let b = ledger.median(section, own, "wall") else {
        return nil
      }
      return a / b
    }
    let all = "\(bench.cores) cores"
    line("join alone, one core, M points/s", "≥ 45", ledger.median("join", Bench.own(1), "rate").map { $0 / 1e6 })
    line("index, bytes a grid", "≤ 1500", ledger.median("index", "grids, one core", "bytes").map { $0 / 19_657 })
    line("DuckDB, one core", "≥ × 45", ratio(wholeSize, "DuckDB spatial"))
    line("SedonaDB, one core", "≥ × 45", ratio(wholeSize, "SedonaDB"))
    line("geopandas, one core", "≥ × 75", ratio(wholeSize, "geopandas"))
    line("PostGIS, one core", "≥ × 350", ratio(part, "PostGIS"))
    line("SpatiaLite SQL, one core", "≥ × 500", ratio(part, "SpatiaLite SQL"))
    for (place, asked) in [("one core", "≥ 20"), (all, "≥ 35")] {
      line("M rows/s, \(place)", asked, ledger.median("steadiness", place, "wall").map { million / $0 })
    }
    line(
      "cold from GeoJSON, DuckDB, one core", "≥ × 12",
      ratio("cold", "DuckDB spatial from GeoJSON, one core", "OneGrid from GeoJSON, one core"))
    line("index built from the database, \(all), s", "≤ 0.5", ledger.median("index", "city, \(all)", "wall"))
    line("one event, ms", "≤ 20", ledger.median("one event", "OneGrid", "wall").map { $0 * 1000 })
    line("one event, MiB", "≤ 30", ledger.median("one event", "OneGrid", "memory"))
    line("one look-up, ns", "≤ 200", ledger.median("join", "\(Bench.own(1)), five levels", "single"))
    line("pipe, MiB", "≤ 80", ledger.figures("pipe", all, "memory").max())
    line("near-degenerate points wrong", "0", ledger.median("near-degenerate", "OneGrid, CSV to CSV", "wrong"))
    for (rival, asked) in [
      ("shapely, coverage_is_valid", "≥ × 1"), ("geopandas overlay", "≥ × 10"), ("PostGIS", "≥ × 10"),
    ] {
      line("check, \(rival)", asked, ratio("check, damaged", rival, "OneGrid, one core"))
    }
    line("check, five levels, s", "≤ 60", ledger.median("check, five levels", "OneGrid, \(all)", "wall"))
    let slowest = ledger.subjects("stress").compactMap { ledger.median("stress", $0, "rate") }.min()
    if let slowest, let common = ledger.median("stress", Bench.common, "rate") {
      line("slowest stress areas, times the common case", "≤ 10", common / slowest)
    }
    return lines
  }
}
