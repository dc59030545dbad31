import Foundation
import TestSupport
import Testing

/// `onegrid assign --areas`: a boundary file in place of a database.
@Suite struct AreaFileTests {
  /// Point by point the same as from the database that the same file was imported into, whatever the form of the file.
  @Test(arguments: ["grid.geojson", "grid_gbk.shp"]) func agreesWithTheDatabase(file: String) throws {
    let city = try SampleCity()
    let options = ["--levels", "grid", "--rejects", "r.csv", "--force", "-q"]
    let stored = try city.command.run(["assign", "geodata/events.csv"] + options)
    let direct = try city.command.run(
      ["assign", "geodata/events.csv", "--areas", "geodata/\(file)", "--areas-crs", "EPSG:4490", "--db", "none.db"]
        + options)
    #expect(direct.status == 0, "\(direct.errors)")
    #expect(direct.output.split(separator: "\n").count > 49_000)
    #expect(direct.output == stored.output)
    #expect(try !city.names().contains("none.db"))
  }

  @Test func oneAndEightThreadsFileAndPipe() throws {
    let city = try SampleCity()
    let text = try String(contentsOfFile: city.file("geodata/events.csv"), encoding: .utf8)
    let options = ["--areas", "geodata/unit.geojson", "--level", "unit", "--rejects", "r.csv", "--force", "-q"]
    let one = try city.command.run(["assign", "geodata/events.csv", "--threads", "1"] + options)
    #expect(one.output.hasPrefix("案件编号,") || one.output.contains("unit_code,unit_name,match\n"))
    #expect(try city.command.run(["assign", "geodata/events.csv", "--threads", "8"] + options).output == one.output)
    #expect(try city.command.run(["assign", "-", "--threads", "8"] + options, input: text).output == one.output)
  }

  /// What is found out about the file is said, and the fields may be named.
  @Test func fieldsAndNotices() throws {
    let city = try SampleCity()
    try "lon,lat\n112.89,22.63\n".write(toFile: city.file("e.csv"), atomically: true, encoding: .utf8)
    let guessed = try city.command.run(["assign", "e.csv", "--areas", "geodata/grid.geojson"])
    #expect(guessed.errors.contains("code = code"))
    let named = try city.command.run(
      ["assign", "e.csv", "--areas", "geodata/grid.geojson", "--code", "name", "--name", "parent", "--level", "street"])
    #expect(named.output.hasPrefix("lon,lat,street_code,street_name,match\n112.89,22.63,"))
    #expect(named.output.contains("网格,44100"))
    #expect(
      try city.command.run(["assign", "e.csv", "--areas", "geodata/grid.geojson", "--explain"]).output
        .hasPrefix("lon,lat,grid_code,grid_name,match,border_m,runner_up,snap_m,explanation\n"))
  }

  /// Rows that are no areas, doubled codes, and shapes whose rings cross: the even-odd rule.
  @Test func whatIsOddIsToldAndAnswered() throws {
    let city = try SampleCity()
    let shapes = [
      ("a", #"{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}"#),
      (
        "a",
        #"{"type":"Polygon","coordinates":[[[5,0],[7,0],[7,2],[5,2],[5,0]],[[5.5,0.5],[6.5,0.5],[6.5,1.5],[5.5,1.5],[5.5,0.5]]]}"#
      ),
      ("c", "null"), ("d", #"{"type":"Point","coordinates":[1,1]}"#),
    ]
    let features = shapes.map { #"{"type":"Feature","properties":{"code":"\#($0.0)"},"geometry":\#($0.1)}"# }
    try features.joined(separator: "\n").write(toFile: city.file("s.geojsonl"), atomically: true, encoding: .utf8)
    try "x,y\n0.5,1\n1,0.25\n1,1\n5.25,1\n6,1\n5.5,1\n0.01,9\n".write(
      toFile: city.file("e.csv"), atomically: true, encoding: .utf8)
    let outcome = try city.command.run(["assign", "e.csv", "--areas", "s.geojsonl", "--columns", "none", "--no-names"])
    #expect(
      outcome.output
        == "grid_code,match\na,inside\n,outside\na,boundary\na,inside\n,outside\na,boundary\n,outside\n")
    #expect(outcome.errors.contains("null-geometry") && outcome.errors.contains("wrong-geometry-type"))
    #expect(outcome.errors.contains("1 area has a code that an area before them has"))
  }

  static let bad: [(arguments: [String], status: Int32, code: String)] = [
    (["--areas", "none.geojson"], 66, "missing-file"), (["--areas", "table.csv"], 65, "no-geometry"),
    (["--areas", "p.geojson"], 65, "wrong-geometry-type"), (["--areas", "cut.geojson"], 65, "cut-json"),
    (["--areas", "geodata/grid.geojson", "--code", "nothing"], 64, "unknown-field"),
    (["--areas", "geodata/grid.geojson", "--levels", "street"], 64, "missing-level"),
    (["--areas", "geodata/grid.geojson", "--areas-crs", "EPSG:1"], 65, "unknown-crs"),
    (["--areas", "geodata/grid.geojson", "--save"], 64, "conflicting-options"),
    (["--areas", "geodata/grid.geojson", "--as-of", "2026-01-01"], 64, "conflicting-options"),
    (["--areas", "geodata/grid.geojson", "--as-of-field", "lon"], 64, "conflicting-options"),
    (["--areas", "geodata/grid.geojson", "--edition", "1"], 64, "conflicting-options"),
    (["--level", "grid"], 64, "conflicting-options"), (["--code", "code"], 64, "conflicting-options"),
  ]

  @Test(arguments: bad) func badUseAndBadInput(arguments: [String], status: Int32, code: String) throws {
    let city = try SampleCity()
    let grids = try Data(contentsOf: URL(fileURLWithPath: city.file("geodata/grid.geojson")))
    let files: [String: Data] = [
      "e.csv": Data("lon,lat\n112.89,22.63\n".utf8), "table.csv": Data("code,name\n1,a\n".utf8),
      "cut.geojson": grids.prefix(grids.count / 2),
      "p.geojson": Data(
        #"{"type":"Feature","properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[1,2]}}"#.utf8),
    ]
    for (name, bytes) in files { try bytes.write(to: URL(fileURLWithPath: city.file(name))) }
    let before = try city.names()
    let outcome = try city.command.run(["assign", "e.csv"] + arguments + ["--json"])
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.fault?["code"] as? String == code, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try city.names() == before)
  }
}
