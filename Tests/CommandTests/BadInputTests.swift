import Foundation
import SpatialDatabase
import TestSupport
import Testing

/// Bad input: one clear error, the right exit status, nothing written.
@Suite struct BadInputTests {
  struct BadCase: Sendable, CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    var status: Int32
    var code: String
    /// Without a database: none may be made.
    var withoutDatabase = false
    var prepare: @Sendable (SampleCity) throws -> Void = { _ in }

    var testDescription: String { name }
  }

  private static let grids = ["--level", "grid"]

  static let cases: [BadCase] = [
    BadCase(name: "missing file", arguments: ["import", "none.shp"] + grids, status: 66, code: "missing-file"),
    BadCase(
      name: "missing file, no database", arguments: ["import", "none.shp"] + grids, status: 66, code: "missing-file",
      withoutDatabase: true),
    BadCase(name: "directory", arguments: ["import", "geodata"] + grids, status: 66, code: "is-directory"),
    BadCase(name: "empty file", arguments: ["import", "e.geojson"] + grids, status: 65, code: "empty-file") {
      try write("", $0.file("e.geojson"))
    },
    BadCase(name: "truncated .dbf", arguments: ["import", "g.shp"] + grids, status: 65, code: "cut-dbf") {
      try copyShapefile($0)
      try truncate($0.file("g.dbf"))
    },
    BadCase(name: ".shp without .shx", arguments: ["import", "g.shp"] + grids, status: 66, code: "missing-part") {
      try copyShapefile($0)
      try FileManager.default.removeItem(atPath: $0.file("g.shx"))
    },
    BadCase(name: "truncated .shp", arguments: ["import", "g.shp"] + grids, status: 65, code: "cut-shp") {
      try copyShapefile($0)
      try truncate($0.file("g.shp"))
    },
    BadCase(
      name: "wrong geometry type", arguments: ["import", "p.geojson"] + grids, status: 65, code: "wrong-geometry-type"
    ) {
      let point =
        #"{"type":"Feature","properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[112.9,22.6]}}"#
      try write(#"{"type":"FeatureCollection","features":[\#(point)]}"#, $0.file("p.geojson"))
    },
    BadCase(name: "GeoJSON cut", arguments: ["import", "c.geojson"] + grids, status: 65, code: "cut-json") {
      let whole = try Data(contentsOf: URL(fileURLWithPath: $0.file("geodata/grid.geojson")))
      try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: $0.file("c.geojson")))
    },
    BadCase(
      name: "CSV without WKT", arguments: ["import", "t.csv", "--crs", "EPSG:4490"] + grids, status: 65,
      code: "no-geometry"
    ) {
      try write("code,name\n1,a\n", $0.file("t.csv"))
    },
    BadCase(
      name: "bytes of no encoding", arguments: ["import", "x.csv", "--crs", "EPSG:4490"] + grids, status: 65,
      code: "bad-bytes"
    ) {
      var bytes = Data("code,name,wkt\n1,".utf8)
      bytes += [0x81, 0xFF, 0x8D, 0x90, 0xFF]
      bytes += Data(",\"POLYGON((112 22,113 22,113 23,112 22))\"\n".utf8)
      try bytes.write(to: URL(fileURLWithPath: $0.file("x.csv")))
    },
    BadCase(
      name: "no database", arguments: ["info"], status: 66, code: "missing-database", withoutDatabase: true),
    BadCase(
      name: "a database that is none", arguments: ["info", "--db", "geodata/grid.geojson"], status: 66,
      code: "not-a-database"),
    BadCase(
      name: "another program's database", arguments: ["info", "--db", "geodata/district.gpkg"], status: 66,
      code: "not-a-city-database"),
    BadCase(
      name: "import into no database",
      arguments: ["import", "geodata/grid.geojson", "--db", "geodata/grid.geojson"] + grids,
      status: 66, code: "not-a-database"),
    BadCase(
      name: "folder that cannot be written", arguments: ["backup", "/proc/none/copy.db"], status: 73,
      code: "cannot-open-database"),
    BadCase(
      name: "folder under a file", arguments: ["init", "--db", "geodata/grid.geojson/new.db"], status: 73,
      code: "cannot-open-database"),
    BadCase(name: "existing output", arguments: ["backup", "city.db"], status: 73, code: "output-exists"),
    BadCase(
      name: "unknown level", arguments: ["import", "geodata/grid.geojson", "--level", "village"], status: 64,
      code: "bad-value"),
    BadCase(name: "unknown edition", arguments: ["edition", "show", "99"], status: 64, code: "unknown-edition"),
    BadCase(
      name: "unknown scheme", arguments: ["area", "list", "--scheme", "police"], status: 64, code: "unknown-scheme"),
    BadCase(name: "no draft", arguments: ["edition", "activate"], status: 64, code: "unknown-edition"),
    BadCase(name: "discard what is in force", arguments: ["edition", "discard", "1"], status: 65, code: "not-a-draft"),
    BadCase(name: "unknown area", arguments: ["area", "show", "nowhere"], status: 64, code: "unknown-area"),
    BadCase(name: "ambiguous code", arguments: ["area", "show", "A1"], status: 64, code: "ambiguous-area") {
      try importTwins($0)
      try $0.command.run(["edition", "activate", "--accept-findings"])
    },
    BadCase(name: "duplicate codes", arguments: ["edition", "activate"], status: 65, code: "duplicate-code") {
      try importTwins($0)
    },
    BadCase(
      name: "duplicate codes at import", arguments: ["import", "twins.geojson", "--activate"] + grids, status: 65,
      code: "duplicate-code"
    ) { try write(twins, $0.file("twins.geojson")) },
    BadCase(name: "events: missing file", arguments: ["assign", "none.csv"], status: 66, code: "missing-file"),
    BadCase(
      name: "events without coordinates", arguments: ["assign", "t.csv", "-o", "o.csv"], status: 65,
      code: "missing-column"
    ) { try write("code,name\n1,a\n", $0.file("t.csv")) },
    BadCase(
      name: "events with a clash of columns", arguments: ["assign", "t.csv", "-o", "o.csv"], status: 65,
      code: "column-clash"
    ) { try write("lon,lat,match\n112.9,22.6,a\n", $0.file("t.csv")) },
    BadCase(
      name: "events with an open quote", arguments: ["assign", "t.csv", "-o", "o.csv"], status: 65,
      code: "unclosed-quote"
    ) { try write("lon,lat,text\n112.9,22.6,\"a\n", $0.file("t.csv")) },
    BadCase(
      name: "events: unknown level", arguments: ["assign", "geodata/events_gbk.csv", "--levels", "grid,village"],
      status: 64, code: "unknown-level"),
    BadCase(
      name: "events: output exists", arguments: ["assign", "geodata/events_gbk.csv", "-o", "o.csv"], status: 73,
      code: "output-exists"
    ) { try write("mine", $0.file("o.csv")) },
    BadCase(
      name: "events: full device",
      arguments: ["assign", "geodata/events_gbk.csv", "-o", "/dev/full", "--rejects", "r.csv"],
      status: 73, code: "disk-full"),
    BadCase(
      name: "export: full device", arguments: ["export", "grid", "-o", "/dev/full", "--format", "csv"], status: 73,
      code: "disk-full"),
    BadCase(
      name: "export: unknown format", arguments: ["export", "grid", "-o", "grids"], status: 64,
      code: "unknown-output-format"),
    BadCase(name: "unknown case", arguments: ["case", "show", "none"], status: 64, code: "unknown-case"),
    BadCase(name: "unknown command", arguments: ["imprt"], status: 64, code: "unknown-command"),
    BadCase(
      name: "a required option left out", arguments: ["partition", "--within", "community"], status: 64,
      code: "missing-argument"),
    BadCase(
      name: "unknown layer", arguments: ["import", "geodata/district.gpkg", "--layer", "x"] + grids, status: 64,
      code: "unknown-layer"),
    BadCase(
      name: "unknown CRS", arguments: ["init", "--db", "n.db", "--crs", "EPSG:1"], status: 65, code: "unknown-crs"),
    BadCase(name: "bad date", arguments: ["area", "list", "--as-of", "someday"], status: 64, code: "bad-value"),
  ]

  @Test(arguments: cases) func isRefused(_ bad: BadCase) throws {
    let city = try SampleCity(withDatabase: !bad.withoutDatabase)
    try bad.prepare(city)
    let before = (names: try city.names(), state: try city.state())

    let outcome = try city.command.run(bad.arguments)
    #expect(outcome.status == bad.status, "\(outcome.errors)")
    #expect(outcome.output == "")
    let errors = outcome.errors.split(separator: "\n").filter {
      !$0.hasPrefix("onegrid: note: ") && !$0.hasPrefix("onegrid: warning: ")
    }
    #expect((1...3).contains(errors.count), "\(outcome.errors)")
    #expect(errors.first?.hasPrefix("onegrid: error: ") == true, "\(outcome.errors)")

    let machine = try city.command.run(bad.arguments + ["--json"])
    #expect(machine.status == bad.status)
    #expect(machine.fault?["code"] as? String == bad.code, "\(machine.errors)")
    #expect(Set(machine.fault?.keys.map { $0 } ?? []) == ["code", "what", "at", "hint"])

    let after = (names: try city.names(), state: try city.state())
    #expect(after.names == before.names)
    #expect(after.state == before.state)
  }

  // MARK: A lock and a full disk

  @Test func aLockedDatabase() throws {
    let city = try SampleCity()
    let other = try Connection.open(city.file("city.db"), mode: .readWrite, spatial: false)
    try other.execute("BEGIN IMMEDIATE")
    let outcome = try city.command.run(["import", "geodata/grid.geojson", "--level", "grid", "--json"])
    #expect(outcome.status == 75)
    #expect(outcome.fault?["code"] as? String == "database-locked")
    #expect(try city.command.run(["area", "list"]).status == 0, "a writer does not stop readers")
    try other.execute("ROLLBACK")
  }

  @Test func aFullDevice() throws {
    let city = try SampleCity()
    let outcome = try city.command.shell("onegrid area list --json > /dev/full")
    #expect(outcome.status == 73)
    #expect(outcome.fault?["code"] as? String == "disk-full")
  }

  private static let canMount: Bool = {
    guard let scratch = try? Scratch() else { return false }
    let line = "mount -t tmpfs -o size=64k tmpfs '\(scratch.path)' && umount '\(scratch.path)'"
    return (try? OneGridCommand(in: scratch.path).shell(line).status) == 0
  }()

  @Test(.enabled(if: canMount)) func aFullDisk() throws {
    let city = try SampleCity()
    let disk = try Scratch()
    #expect(try city.command.shell("mount -t tmpfs -o size=512k tmpfs '\(disk.path)'").status == 0)
    defer { _ = try? city.command.shell("umount '\(disk.path)'") }
    let steps: [[String]] = [
      ["backup", disk.file("copy.db")],
      ["import", "geodata/grid.geojson", "--level", "grid", "--db", disk.file("n.db")],
    ]
    for step in steps {
      let outcome = try city.command.run(step + ["--json"])
      #expect(outcome.status == 73, "\(step) \(outcome.errors)")
      #expect(outcome.fault?["code"] as? String == "disk-full", "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).isEmpty)
    }
  }

  // MARK: Making bad files

  private static func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  private static func copyShapefile(_ city: SampleCity) throws {
    for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
      try FileManager.default.copyItem(
        atPath: city.file("geodata/grid_gbk.\(ending)"), toPath: city.file("g.\(ending)"))
    }
  }

  private static func truncate(_ path: String) throws {
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.truncate(atOffset: try file.seekToEnd() / 2)
    try file.close()
  }

  private static let twins: String = {
    let squares = [112.0, 113.0].map { x in
      """
      {"type":"Feature","properties":{"code":"A1","name":"n"},"geometry":{"type":"Polygon",
      "coordinates":[[[\(x),22],[\(x + 0.5),22],[\(x + 0.5),22.5],[\(x),22.5],[\(x),22]]]}}
      """
    }
    return #"{"type":"FeatureCollection","features":[\#(squares.joined(separator: ","))]}"#
  }()

  private static func importTwins(_ city: SampleCity) throws {
    try write(twins, city.file("twins.geojson"))
    #expect(try city.command.run(["import", "twins.geojson", "--level", "grid"]).status == 0)
  }
}
