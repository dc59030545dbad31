import Foundation

extension Bench {
  /// Cold starts, the index by itself, and one event alone.
  func start() throws {
    let events = try city.events(sizes.part)
    let one = try city.events(1)
    for round in 0..<rounds(3) {
      for threads in Set([1, cores]).sorted() {
        let place = threads == 1 ? "one core" : "\(threads) cores"
        ledger.measure("cold", "OneGrid from GeoJSON, \(place)", round: round) {
          let arguments = [program, "assign", events, "--areas", city.grids, "-o", scratch(), "--force", "-q"]
          return Ledger.Outcome(
            try launch.measured(arguments + ["--threads", "\(threads)"] + Bench.least, cores: threads).figures)
        }
        ledger.measure("cold", "DuckDB spatial from GeoJSON, \(place)", round: round) {
          Ledger.Outcome(
            try Contender.all[0].run(
              self, events: events, output: scratch(), cores: threads, with: ["GRIDS": city.grids]
            ).figures)
        }
        try index(round, threads, place, one: one)
      }
      ledger.measure("cold", "geopandas from GeoJSON, one core", round: round) {
        Ledger.Outcome(
          try Contender.all[3].run(
            self, events: events, output: scratch(), cores: 1, with: ["GRIDS": city.grids]
          ).figures)
      }
    }
    _ = try? launch.output([program, "--db", "\(databases)/city.db", "index", "build", "-q"])
    for round in 0..<rounds(21) {
      ledger.measure("one event", "OneGrid", round: round) {
        Ledger.Outcome(try launch.measured(assign(one, scratch(), threads: 1), cores: 1).figures)
      }
      guard round < 3 else { continue }
      ledger.measure("one event", "DuckDB spatial", round: round) {
        Ledger.Outcome(try Contender.all[0].run(self, events: one, output: scratch(), cores: 1).figures)
      }
    }
  }

  /// Builds the index anew by itself, and as the first run of a command that finds none.
  private func index(_ round: Int, _ threads: Int, _ place: String, one: String) throws {
    for database in ["city", "grids"] {
      let command = [program, "--db", "\(databases)/\(database).db", "index"]
      ledger.measure("index", "\(database), \(place)", round: round) {
        _ = try? launch.output(command + ["drop", "-q"])
        var figures = try launch.measured(command + ["build", "-q"], cores: threads).figures
        figures["bytes"] = Double(besideDatabase(database))
        return Ledger.Outcome(figures)
      }
    }
    ledger.measure("cold", "OneGrid from the database without an index, one event, \(place)", round: round) {
      _ = try launch.output([program, "--db", "\(databases)/city.db", "index", "drop", "-q"])
      return Ledger.Outcome(try launch.measured(assign(one, scratch(), threads: threads), cores: threads).figures)
    }
  }

  /// The bytes of the files that a database has beside it, without those of SQLite itself.
  private func besideDatabase(_ name: String) -> Int {
    let own = ["\(name).db", "\(name).db-wal", "\(name).db-shm", "\(name).db-journal"]
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: databases)) ?? []
    return names.filter { $0.hasPrefix("\(name).") && !own.contains($0) }.reduce(0) { sum, name in
      let facts = try? FileManager.default.attributesOfItem(atPath: "\(databases)/\(name)")
      return sum + (facts?[.type] as? FileAttributeType == .typeRegular ? facts?[.size] as? Int ?? 0 : 0)
    }
  }
}
