import Foundation

extension Bench {
  /// Points within a few ulps of vertices, edges and their extensions: who answers wrongly, by GEOS and by fractions.
  func exactness() throws {
    let base = "\(city.folder)/near-\(sizes.near)"
    if !FileManager.default.fileExists(atPath: "\(base).truth") {
      Progress.say("making near-degenerate points, judged by GEOS")
      _ = try launch.output([python, "\(root)/tools/bench/data/near_degenerate.py", city.folder, base, "\(sizes.near)"])
    }
    ledger.measure("judge", "GEOS against fractions") {
      let sample = options.isQuick ? "2000" : "20000"
      return Ledger.Outcome(
        try Bench.figures(
          launch.output([python, "\(root)/tools/bench/data/rational.py", city.table, base, sample])))
    }
    let truth = try AnswerTable(path: "\(base).truth.csv", count: sizes.near)
    let out = scratch("near.csv")
    ledger.measure("near-degenerate", "OneGrid, CSV to CSV") {
      _ = try launch.output(assign("\(base).csv", out, threads: cores))
      return try judged(out, truth)
    }
    ledger.measure("near-degenerate", "OneGrid, join only") {
      let answers = scratch("near.own")
      _ = try joined(
        ["--areas", city.table, "--answers", answers], "\(base).xy", threads: cores, single: nil, passes: 1)
      return Ledger.Outcome(["wrong": Double(try AnswerNumbers.differing("\(base).truth", answers))])
    }
    for rival in Contender.all {
      ledger.measure("near-degenerate", rival.name) {
        _ = try rival.run(self, events: "\(base).csv", output: out, cores: cores)
        return try judged(out, truth)
      }
    }
    for (library, name) in Bench.libraries.sorted(by: { $0.key < $1.key }) {
      ledger.measure("near-degenerate", name) {
        let answers = scratch("near.\(library)")
        _ = try launch.output([joinLibraries, library, city.table, "\(base).xy", "\(sizes.near)", answers])
        return Ledger.Outcome(["wrong": Double(try AnswerNumbers.differing("\(base).truth", answers))])
      }
    }
    try sameBytes()
  }

  private func judged(_ output: String, _ truth: AnswerTable) throws -> Ledger.Outcome {
    let answers = try AnswerTable(path: output, count: sizes.near)
    return Ledger.Outcome(["wrong": Double(answers.differing(from: truth)), "rows": Double(answers.rows)])
  }

  /// One thread and eight, a file and a pipe: the same bytes.
  private func sameBytes() throws {
    let events = try city.events(sizes.part)
    ledger.measure("same bytes", "OneGrid") {
      let all = ["1", "8"].flatMap { threads in
        [(threads, events, "file"), (threads, "-", "pipe")]
      }
      let digests = try all.map { threads, source, _ in
        let command = assign(source, "-", threads: Int(threads)!, []).map { "'\($0)'" }.joined(separator: " ")
        return try launch.output(["sh", "-c", "\(command) < '\(events)' | sha256sum"])
      }
      return Ledger.Outcome(["different": Double(Set(digests).count - 1)], note: digests[0])
    }
  }
}
