import Foundation

extension Bench {
  /// A city of houses read and imported: read alone beside cjio, which loads it into memory; the whole of `cim import`, into a
  /// database that is not there yet, beside cjdb, which imports it into PostgreSQL; and one of a gigabyte.
  func models() throws {
    let houses = sizes.whole / 200
    let folder = try housesFolder(houses)
    let (whole, sequence) = ("\(folder)/city.city.json", "\(folder)/city.city.jsonl")
    for round in 0..<rounds(3) {
      for (name, file) in [("CityJSON", whole), ("CityJSONSeq", sequence)] {
        for threads in Set([1, cores]).sorted() {
          measureModel("reading", Bench.own(threads, name), file, round: round) {
            try launch.measured([modelsOnly, file, "\(threads)"], cores: threads)
          }
          measureModel("importing", Bench.own(threads, name), file, round: round) {
            try imported(file, threads: threads)
          }
        }
      }
      for (name, folder) in Bench.cjio {
        measureModel("reading", name, whole, round: round) {
          let python = "\(options.work)/\(folder)/bin/python"
          return try launch.measured([python, "\(root)/tools/bench/peers/cjio_load.py", whole], cores: 1)
        }
      }
    }
    // A tenth of them: it takes a minute for four megabytes.
    let tenth = try housesFolder(houses / 10) + "/city.city.jsonl"
    measureModel("importing", Bench.cjdb, tenth, round: 0) {
      let script = ["bash", "\(root)/tools/bench/peers/cjdb.sh"]
      _ = try launch.measured(script + ["begin"], cores: cores)
      defer { _ = try? launch.measured(script + ["end"], cores: cores) }
      return try launch.measured(script + [tenth, "\(options.work)/peers-cjdb/bin/cjdb"], cores: cores)
    }
    // 1.06 GB of them where all is measured.
    let large = try housesFolder(sizes.whole / 50 * 7, "sequence") + "/city.city.jsonl"
    measureModel("large", Bench.own(cores, "CityJSONSeq"), large, round: 0) { try imported(large, threads: cores) }
  }

  /// cjio by its versions, and where each is installed: the older makes objects, the newer keeps the JSON as it is.
  static let cjio = [("cjio 0.9, `load`", "peers-cjdb"), ("cjio 0.10, `reader`", "peers")]
  static let cjdb = "cjdb, CityJSONSeq into PostgreSQL"

  static func own(_ threads: Int, _ format: String) -> String {
    "OneGrid, \(format), \(threads == 1 ? "one core" : "\(threads) cores")"
  }

  private var modelsOnly: String { URL(fileURLWithPath: joinOnly).deletingLastPathComponent().path + "/models-only" }

  private func housesFolder(_ count: Int, _ kind: String...) throws -> String {
    let folder = ([output + "/models-\(count)"] + kind).joined(separator: "-")
    guard !FileManager.default.fileExists(atPath: folder) else { return folder }
    try FileManager.default.createDirectory(atPath: folder + ".part", withIntermediateDirectories: true)
    let script = "\(root)/tools/bench/data/models.py"
    _ = try launch.output([python, script, "\(count)", folder + ".part"] + kind)
    try FileManager.default.moveItem(atPath: folder + ".part", toPath: folder)
    return folder
  }

  private func imported(_ file: String, threads: Int) throws -> Run {
    let database = scratch("models.db")
    func clear() {
      for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + ending) }
    }
    clear()
    defer { clear() }
    let command = [program, "--db", database, "cim", "import", file, "--threads", "\(threads)", "--force", "-q"]
    return try launch.measured(command, cores: threads)
  }

  private func measureModel(
    _ what: String, _ subject: String, _ file: String, round: Int, _ work: () throws -> Run
  ) {
    ledger.measure("models, \(what)", subject, round: round) {
      let run = try work()
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
      return Ledger.Outcome(run.figures.merging(["megabytes": Double(size) / 1e6]) { $1 })
    }
  }
}
