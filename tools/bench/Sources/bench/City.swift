import Foundation

/// The files of a generated city, and others made from them.
struct City {
  var folder: String

  var grids: String { "\(folder)/grids.geojson" }
  /// Code first, WKB last, in the order of the codes.
  var table: String { "\(folder)/grids.wkb.csv" }

  /// The first `count` events as CSV.
  func events(_ count: Int) throws -> String {
    let path = "\(folder)/events-\(count).csv"
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/events.csv"), options: .alwaysMapped)
    let end = data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Int? in
      var lines = 0
      for position in bytes.indices where bytes[position] == 10 {
        lines += 1
        if lines == count + 1 { return position + 1 }
      }
      return lines == count + 1 ? bytes.count : nil
    }
    guard let end else { throw Failure("\(folder)/events.csv has fewer than \(count) events") }
    try data.prefix(end).write(to: URL(fileURLWithPath: path), options: .atomic)
    return path
  }

  /// The places of the first `count` events: all longitudes, then all latitudes, as doubles.
  func points(_ count: Int) throws -> String {
    let path = "\(folder)/events-\(count).xy"
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    var x: [Double] = []
    var y: [Double] = []
    // One more byte, a zero, where `strtod` stops.
    let data = try Data(contentsOf: URL(fileURLWithPath: try events(count))) + [0]
    data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      var position = (bytes.firstIndex(of: 10) ?? 0) + 1
      while x.count < count {
        for _ in 0..<3 {
          while bytes[position] != 44 { position += 1 }
          position += 1
        }
        let start = bytes.baseAddress! + position
        var end: UnsafeMutablePointer<CChar>?
        x.append(strtod(start.assumingMemoryBound(to: CChar.self), &end))
        y.append(strtod(UnsafePointer(end! + 1), &end))
        while bytes[position] != 10, bytes[position] != 0 { position += 1 }
        position += 1
      }
    }
    let values = (x + y).withUnsafeBytes { Data($0) }
    try values.write(to: URL(fileURLWithPath: path), options: .atomic)
    return path
  }
}

extension Bench {
  /// The levels that the generated city has, from the top; `unit` covers one community only.
  private static let levels = ["city", "district", "street", "community", "grid"]

  /// Makes what is not there yet: the city, its databases.
  func prepare() throws {
    if !FileManager.default.fileExists(atPath: city.table) {
      Progress.say("making the city in \(city.folder)")
      let command = ["env", "PYTHON=\(python)", "\(root)/tools/bench/make-city", city.folder]
      _ = try Launch.output(command + ["\(Sizes.full.whole)"], launch.environment)
    }
    try load("city", Bench.levels.map { ($0, file($0)) })
    try load("grids", [("grid", city.grids)])
  }

  func file(_ level: String) -> String { level == "grid" ? city.grids : "\(city.folder)/\(level).geojson" }

  /// All six levels, the lowest in one community.
  func loadSixLevels() throws { try load("six", (Bench.levels + ["unit"]).map { ($0, file($0)) }) }

  /// Two editions, the second in force from the middle of the events' time.
  func loadTwoEditions() throws {
    try load(
      "editions", Bench.levels.map { ($0, file($0)) } + [("grid", city.grids)],
      validFrom: ["2026-01-01", "2026-05-01"])
  }

  /// Imports files into a database and puts them into force; one that is there stays.
  func load(_ name: String, _ files: [(level: String, path: String)], validFrom: [String] = []) throws {
    let path = "\(databases)/\(name).db"
    guard !FileManager.default.fileExists(atPath: path) else { return }
    Progress.say("loading \(name).db")
    let part = "\(databases)/\(name).part.db"
    try removeLeftovers()
    for (number, file) in files.enumerated() {
      var arguments = [program, "--db", part, "import", file.path, "--level", file.level, "--crs", "EPSG:4490", "-q"]
      // The last file of an edition puts it into force.
      let edition = number - (files.count - validFrom.count)
      if edition >= 0, edition < validFrom.count { arguments += ["--valid-from", validFrom[edition]] }
      if number >= files.count - max(1, validFrom.count) { arguments.append("--activate") }
      _ = try launch.output(arguments)
    }
    for ending in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: part + ending) {
      try FileManager.default.moveItem(atPath: part + ending, toPath: path + ending)
    }
    try removeLeftovers()
    // Else the first run that is measured would do it.
    _ = try? launch.output([program, "--db", path, "index", "build", "-q"])
  }

  private func removeLeftovers() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: databases) where name.contains(".part.") {
      try FileManager.default.removeItem(atPath: "\(databases)/\(name)")
    }
  }
}
