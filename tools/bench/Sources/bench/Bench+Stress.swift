import Foundation

extension Bench {
  /// Areas of every awkward kind, in turn with the common case: points a second, and whether any is wrong.
  func stress() throws {
    let folder = "\(options.work)/stress-\(sizes.part)"
    if !FileManager.default.fileExists(atPath: "\(folder)/done") {
      Progress.say("making the stress areas, judged by GEOS")
      let shared = ProcessInfo.processInfo.environment["ONEGRID_SHARED_DATA"] ?? "\(root)/../shared/data"
      _ = try launch.output(
        [python, "\(root)/tools/bench/data/stress.py", folder, "\(sizes.part)", "\(shared)/world"])
    }
    let cases = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".areas.csv") }.map { String($0.dropLast(10)) }.sorted()
    let common = try city.points(sizes.part)
    for round in 0..<rounds(3) {
      ledger.measure("stress", Bench.common, round: round) {
        try joined(["--areas", city.table], common, threads: 1, single: nil, passes: 3)
      }
      for name in cases {
        let base = "\(folder)/\(name)"
        ledger.measure("stress", name, round: round) {
          let answers = scratch("stress.own")
          var outcome = try joined(
            ["--areas", "\(base).areas.csv", "--answers", answers], "\(base).xy", threads: 1, single: nil, passes: 3)
          // The judge was asked about the first points only.
          outcome.figures["wrong"] = Double(try AnswerNumbers.differing("\(base).truth", answers))
          return outcome
        }
      }
    }
  }

  static let common = "the city, for comparison"
}
