import Foundation

extension Bench {
  /// The join alone: points in memory, in random order, asked in turn with GEOS and S2.
  func join() throws {
    let points = try city.points(sizes.whole)
    let answers = scratch("join.own")
    for round in 0..<rounds(3) {
      for threads in Set([1, cores]).sorted() {
        ledger.measure("join", Bench.own(threads), round: round) {
          try joined(["--areas", city.table, "--answers", answers], points, threads: threads, single: nil)
        }
        ledger.measure("join", "\(Bench.own(threads)), five levels", round: round) {
          try joined(
            ["--database", "\(databases)/city.db"], points, threads: threads, single: threads == 1 ? 1_000_000 : nil)
        }
      }
      for library in ["geos", "s2"] {
        ledger.measure("join", Bench.libraries[library]!, round: round) {
          let theirs = scratch("join.\(library)")
          let text = try launch.output(
            [joinLibraries, library, city.table, points, "\(sizes.part)", theirs], cores: 1)
          var figures = try Bench.figures(text)
          figures["rate"] = (figures["points"] ?? 0) / (figures["pass"] ?? 1)
          if round == 0 { figures["differing"] = Double(try AnswerNumbers.differing(answers, theirs)) }
          return Ledger.Outcome(figures)
        }
      }
    }
  }

  static func own(_ threads: Int) -> String { threads == 1 ? "OneGrid, one core" : "OneGrid, \(threads) cores" }
  static let libraries = ["geos": "GEOS, tree and prepared polygons", "s2": "S2, MutableS2ShapeIndex"]

  /// - Parameter source: `--areas FILE` or `--database FILE`.
  func joined(
    _ source: [String], _ points: String, threads: Int, single: Int?, passes: Int = 5
  ) throws -> Ledger.Outcome {
    var arguments = [joinOnly, "--points", points, "--threads", "\(threads)", "--passes", "\(passes)"] + source
    if let single { arguments += ["--single", "\(min(single, sizes.whole))"] }
    var figures = try Bench.figures(try launch.output(arguments, cores: threads))
    figures["rate"] = (figures["points"] ?? 0) / (figures["pass"] ?? 1)
    return Ledger.Outcome(figures)
  }

  static func figures(_ json: String) throws -> [String: Double] {
    try JSONDecoder().decode([String: Double].self, from: Data(json.utf8))
  }
}
