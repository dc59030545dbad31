import Foundation

/// A program that can do the whole job: CSV in, CSV with id and grid code out.
struct Contender {
  var name: String
  /// In `peers/`. One that ends in `.sh` is told to `begin` before, and may keep what it needs in `$STORE`.
  var script: String
  /// Whether it has a server to be stopped.
  var isServer = false
  /// How often it runs: slow ones less, and some only on the smaller file.
  var rounds: Rounds

  struct Rounds {
    var whole: Int
    var part: Int
    var wholeAllCores: Int
    var partAllCores: Int

    init(whole: Int = 0, part: Int = 0, wholeAllCores: Int = 0, partAllCores: Int = 0) {
      self.whole = whole
      self.part = part
      self.wholeAllCores = wholeAllCores
      self.partAllCores = partAllCores
    }
  }

  static let all = [
    Contender(
      name: "DuckDB spatial", script: "duckdb_spatial.py",
      rounds: Rounds(whole: 3, part: 3, wholeAllCores: 2, partAllCores: 3)),
    Contender(
      name: "SedonaDB", script: "sedona_db.py",
      rounds: Rounds(whole: 3, part: 3, wholeAllCores: 2, partAllCores: 3)),
    Contender(name: "shapely, tuned", script: "shapely_tuned.py", rounds: Rounds(whole: 1, part: 3)),
    Contender(name: "geopandas", script: "geopandas_sjoin.py", rounds: Rounds(whole: 2, part: 3)),
    Contender(
      name: "PostGIS", script: "postgis.sh", isServer: true, rounds: Rounds(part: 2, partAllCores: 1)),
    Contender(name: "SpatiaLite SQL", script: "spatialite.sh", rounds: Rounds(part: 1)),
  ]

  /// The command, to be run with `$CITY` and `$STORE`.
  func arguments(_ bench: Bench, events: String, output: String, cores: Int) -> [String] {
    [script.hasSuffix(".sh") ? "bash" : bench.python, "\(bench.root)/tools/bench/peers/\(script)", events, output]
      + ["\(cores)"]
  }

  /// One run, with what must stand ready before and be put away after.
  func run(
    _ bench: Bench, events: String, output: String, cores: Int, with extra: [String: String] = [:]
  ) throws -> Run {
    let path = "\(bench.root)/tools/bench/peers/\(script)"
    if script.hasSuffix(".sh") { _ = try bench.launch.measured(["bash", path, "begin"], cores: cores) }
    defer { if isServer { _ = try? bench.launch.measured(["bash", path, "end"], cores: cores) } }
    return try bench.launch.measured(
      arguments(bench, events: events, output: output, cores: cores), cores: cores, with: extra)
  }
}
