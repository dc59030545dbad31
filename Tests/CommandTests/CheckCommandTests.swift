import Foundation
import TestSupport
import Testing

/// `onegrid check` as people call it.
@Suite struct CheckCommandTests {
  @Test func theSampleCityIsSoundAtAllLevels() throws {
    let city = try SampleCity()
    let outcome = try city.command.run(["check", "--json"])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.json?["edition"] as? Int == 1)
    #expect(outcome.json?["errors"] as? Int == 0)
    #expect(
      try city.command.run(["check", "--level", "grid"]).output.contains("no area below belongs to 233 of 240 areas"))
    #expect(
      try city.command.run(["check", "geodata/grid.geojson"]).output == "grid.geojson: 240 areas, nothing found\n")
  }

  @Test func aBrokenFileIsToldInEveryForm() throws {
    let city = try SampleCity(withDatabase: false)
    try broken(in: city)
    let text = try city.command.run(["check", "broken.geojson"])
    #expect(text.status == 1)
    #expect(text.output.contains("error  overlap  a-1 West and a-2 East overlap"))
    #expect(text.output.contains("error  duplicate-code"))
    let json = try city.command.run(["check", "broken.geojson", "--json", "--level", "grid"])
    #expect(json.status == 1)
    let findings = try #require(json.json?["findings"] as? [[String: Any]])
    #expect(json.json?["counts"] as? [String: Int] == ["overlap": 1, "duplicate-code": 1])
    #expect(findings.allSatisfy { $0["level"] as? String == "grid" })
    let overlap = try #require(findings.first { $0["kind"] as? String == "overlap" })
    #expect(overlap["codes"] as? [String] == ["a-1", "a-2"])
    // A hundredth of a degree of longitude by a hundredth of a degree of latitude at 22.5°.
    #expect((try #require(overlap["area_m2"] as? Double) / 1_139_000 - 1).magnitude < 0.01)
    let table = try city.command.run(["check", "broken.geojson", "--format", "csv"])
    #expect(table.status == 1 && table.output.hasPrefix("kind,severity,level,codes,"))
    let layer = try city.command.run(["check", "broken.geojson", "--format", "geojson"])
    #expect(layer.json?["type"] as? String == "FeatureCollection")
    // What comes in one form goes out in the other language.
    let chinese = try city.command.run(["check", "broken.geojson", "--lang", "zh"])
    #expect(chinese.output.contains("重叠") && chinese.output.contains("个错误"))
  }

  @Test func aReportIsMadeOnceAndAnAllowListQuietensIt() throws {
    let city = try SampleCity(withDatabase: false)
    try broken(in: city)
    let command = city.command
    #expect(try command.run(["check", "broken.geojson", "--report", "out"]).status == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: city.file("out")).sorted() == [
        "findings.csv", "findings.geojson", "report.html",
      ])
    let again = try command.run(["check", "broken.geojson", "--report", "out", "--json"])
    #expect(again.status == 73 && again.fault?["code"] as? String == "output-exists")
    #expect(try command.run(["check", "broken.geojson", "--report", "out", "--force"]).status == 1)
    try "kind,codes,reason\noverlap,a-1 a-2,park\nduplicate-code,a-3,old\n".write(
      toFile: city.file("allow.csv"), atomically: true, encoding: .utf8)
    let quiet = try command.run(["check", "broken.geojson", "--allow", "allow.csv"])
    #expect(quiet.status == 0 && quiet.output.contains("allowed: park"))
  }

  @Test func wrongUseAndMissingThingsHaveTheirStatus() throws {
    let city = try SampleCity(withDatabase: false)
    let cases: [([String], Int32, String)] = [
      (["check"], 66, "missing-database"), (["check", "none.shp"], 66, "missing-file"),
      (["check", "geodata/grid.geojson", "--edition", "1"], 64, "conflicting-arguments"),
      (["check", "geodata/grid.geojson", "--allow", "none.csv"], 66, "missing-file"),
      (["check", "geodata/grid.geojson", "--gap-width", "x"], 64, "bad-value"),
      (["check", "geodata/grid.geojson", "--report", "a/b/c"], 73, "no-folder"),
      (["check", "geodata/events.csv", "--crs", "EPSG:4490"], 65, "wrong-geometry-type"),
    ]
    for (arguments, status, code) in cases {
      let outcome = try city.command.run(arguments + ["--json"])
      #expect(outcome.status == status && outcome.fault?["code"] as? String == code, "\(arguments): \(outcome.errors)")
    }
    #expect(try city.names() == ["geodata"])
  }

  @Test func theDraftComesBeforeTheActiveEdition() throws {
    let city = try SampleCity()
    try broken(in: city)
    #expect(try city.command.run(["import", "broken.geojson", "--level", "grid", "-q"]).status == 0)
    let outcome = try city.command.run(["check", "--json"])
    #expect(outcome.status == 1 && outcome.json?["edition"] as? Int == 2)
    let kinds = Set((outcome.json?["counts"] as? [String: Int] ?? [:]).keys)
    #expect(kinds.isSuperset(of: ["overlap", "duplicate-code", "missing-parent", "parent-not-covered"]), "\(kinds)")
    #expect(try city.command.run(["check", "--edition", "1"]).status == 0)
  }

  @Test func aRoadThatAFindingFollowsIsNamed() throws {
    let city = try SampleCity(withDatabase: false)
    try broken(in: city)
    try """
    {"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"name":"临江路"},"geometry":{"type":"LineString","coordinates":[[112.81,22.499],[112.81,22.511]]}},
    {"type":"Feature","properties":{"name":"远路"},"geometry":{"type":"LineString","coordinates":[[112.7,22.499],[112.7,22.511]]}}]}
    """.write(toFile: city.file("roads.geojson"), atomically: true, encoding: .utf8)
    let outcome = try city.command.run(["check", "broken.geojson", "--roads", "roads.geojson", "--json", "-q"])
    let findings = try #require(outcome.json?["findings"] as? [[String: Any]])
    let overlap = try #require(findings.first { $0["kind"] as? String == "overlap" })
    #expect(overlap["along"] as? [String] == ["临江路"])
    #expect((overlap["message"] as? String)?.contains("临江路") == true)
    let nameless = try city.command.run(["check", "broken.geojson", "--roads", "geodata/streets.geojson", "--json"])
    #expect(nameless.status == 65 && nameless.fault?["code"] as? String == "no-road-names")
  }

  /// Two squares that overlap, and two with one code.
  private func broken(in city: SampleCity) throws {
    let squares: [(String, String, Double)] = [
      ("a-1", "West", 112.80), ("a-2", "East", 112.81), ("a-3", "Far", 112.90), ("a-3", "Farther", 112.95),
    ]
    let features = squares.map { code, name, x in
      let ring = [[x, 22.5], [x + 0.02, 22.5], [x + 0.02, 22.51], [x, 22.51], [x, 22.5]]
      return """
        {"type":"Feature","properties":{"code":"\(code)","name":"\(name)"},"geometry":{"type":"Polygon","coordinates":[\(ring)]}}
        """
    }
    try "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}".write(
      toFile: city.file("broken.geojson"), atomically: true, encoding: .utf8)
  }
}
