import Foundation

extension Bench {
  /// A city of houses read and imported: the whole of `cim import`, into a database that is not there yet, beside cjio, which
  /// loads the file into memory, and cjdb, which imports it into PostgreSQL.
  func models() throws {
    let houses = sizes.whole / 200
    let folder = "\(output)/models-\(houses)"
    if !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.createDirectory(atPath: folder + ".part", withIntermediateDirectories: true)
      _ = try launch.output([python, "\(root)/tools/bench/data/models.py", "\(houses)", folder + ".part"])
      try FileManager.default.moveItem(atPath: folder + ".part", toPath: folder)
    }
    let (whole, sequence) = ("\(folder)/city.city.json", "\(folder)/city.city.jsonl")
    for round in 0..<rounds(3) {
      for (name, file) in [("CityJSON", whole), ("CityJSONSeq", sequence)] {
        for threads in Set([1, cores]).sorted() {
          let subject = "OneGrid, \(name) into the database, \(threads == 1 ? "one core" : "\(threads) cores")"
          measureModel(subject, file, round: round) {
            let database = scratch("models.db")
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + ending) }
            let command = [
              program, "--db", database, "cim", "import", file, "--threads", "\(threads)", "--force", "-q",
            ]
            return try launch.measured(command, cores: threads)
          }
        }
      }
      measureModel(Bench.cjio, whole, round: round) {
        try launch.measured([python, "\(root)/tools/bench/peers/cjio_load.py", whole], cores: 1)
      }
      measureModel(Bench.cjdb, sequence, round: round) {
        let script = ["bash", "\(root)/tools/bench/peers/cjdb.sh"]
        _ = try launch.measured(script + ["begin"], cores: cores)
        defer { _ = try? launch.measured(script + ["end"], cores: cores) }
        let tool = URL(fileURLWithPath: python).deletingLastPathComponent().path + "/cjdb"
        return try launch.measured(script + [sequence, tool], cores: cores)
      }
    }
  }

  static let cjio = "cjio, CityJSON into memory, one core"
  static let cjdb = "cjdb, CityJSONSeq into PostgreSQL"

  private func measureModel(_ subject: String, _ file: String, round: Int, _ work: () throws -> Run) {
    ledger.measure("models", subject, round: round) {
      let run = try work()
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
      return Ledger.Outcome(run.figures.merging(["megabytes": Double(size) / 1e6]) { $1 })
    }
  }
}
