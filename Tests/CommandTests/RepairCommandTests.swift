import Foundation
import TestSupport
import Testing

/// `onegrid repair` as people call it.
@Suite struct RepairCommandTests {
  @Test func aSoundCityIsLeftAlone() throws {
    let city = try SampleCity()
    let outcome = try city.command.run(["repair", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.json?["areas_changed"] as? Int == 0)
    let editions = try city.command.run(["edition", "list", "--json"])
    #expect((editions.json?["editions"] as? [Any])?.count == 1)
  }

  @Test func aFileIsWrittenAgainWithItsRowsAndFields() throws {
    let city = try SampleCity(withDatabase: false)
    try broken(in: city, overlap: 0.000_005)
    #expect(try city.command.run(["check", "broken.geojson"]).status == 1)
    let outcome = try city.command.run([
      "repair", "broken.geojson", "-o", "mended.geojson", "--ledger", "ledger.json", "--priority", "rank", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try #require(outcome.json)
    #expect(json["findings_before"] as? Int == 1 && json["findings_left"] as? Int == 0)
    #expect(json["gained_m2"] as? Double == json["lost_m2"] as? Double)
    let change = try #require((json["changes"] as? [[String: Any]])?.first)
    #expect(change["rule"] as? String == "overlap")
    // By rank: the eastern one goes first.
    #expect(change["from"] as? String == "a-1" && change["to"] as? String == "a-2")
    #expect(try city.command.run(["check", "mended.geojson"]).status == 0)
    let mended = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: city.file("mended.geojson"))))
    let features = try #require((mended as? [String: Any])?["features"] as? [[String: Any]])
    #expect(
      features.compactMap { ($0["properties"] as? [String: Any])?["name"] as? String } == ["West", "East", "Far"])
    #expect(features.compactMap { ($0["properties"] as? [String: Any])?["rank"] as? Int } == [2, 1, 3])
    let again = try city.command.run(["repair", "broken.geojson", "-o", "mended.geojson", "--json"])
    #expect(again.status == 73 && again.fault?["code"] as? String == "output-exists")
  }

  /// Whoever opens it next must not have to guess where it lies.
  @Test func aShapefileSaysItsSystem() throws {
    let city = try SampleCity(withDatabase: false)
    for command in ["repair", "simplify"] {
      let outcome = try city.command.run([command, "geodata/grid.geojson", "-o", "\(command).shp", "--tolerance", "1"])
      #expect(outcome.status == 0 && !outcome.errors.contains("prj"), "\(outcome.errors)")
      #expect(try city.command.run(["inspect", "\(command).shp", "--json"]).output.contains("EPSG:4490"))
    }
  }

  @Test func whatIsWiderThanTheToleranceIsLeftAndTold() throws {
    let city = try SampleCity(withDatabase: false)
    try broken(in: city, overlap: 0.001)
    let outcome = try city.command.run(["repair", "broken.geojson", "-o", "out.gpkg", "--ledger", "ledger.csv"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("left  overlap") && outcome.output.contains("wider than the tolerance"))
    let ledger = try String(contentsOfFile: city.file("ledger.csv"), encoding: .utf8)
    #expect(ledger.hasPrefix("state,rule,level,from_code,to_code,area_m2,") && ledger.contains("\nleft,overlap,"))
  }

  @Test func aCityIsRepairedIntoADraftAtAllLevels() throws {
    let city = try SampleCity()
    // Two grids whose common border is drawn twice, half a metre apart.
    let export = try city.command.run(["export", "grid", "-o", "grids.geojson", "-q"])
    #expect(export.status == 0)
    let path = city.file("grids.geojson")
    var layer = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
    var features = try #require(layer["features"] as? [[String: Any]])
    var geometry = try #require(features[5]["geometry"] as? [String: Any])
    func moved(_ value: Any) -> Any {
      guard let list = value as? [Any] else { return value }
      if let x = list.first as? Double, let y = list.last as? Double { return [x + 0.000_004, y + 0.000_003] }
      return list.map(moved)
    }
    geometry["coordinates"] = moved(try #require(geometry["coordinates"]))
    features[5]["geometry"] = geometry
    layer["features"] = features
    try JSONSerialization.data(withJSONObject: layer).write(to: URL(fileURLWithPath: path))
    #expect(try city.command.run(["import", "grids.geojson", "--level", "grid", "-q"]).status == 0)
    let before = try city.command.run(["check", "--json"])
    #expect(before.status == 1)
    let outcome = try city.command.run(["repair", "--tolerance", "1", "--json"])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.json?["edition"] as? Int == 2)
    #expect(try city.command.run(["check", "--json"]).status == 0)
    let shown = try city.command.run(["edition", "show", "2", "--json"])
    #expect(shown.output.contains("repair --tolerance 1"))
  }

  @Test func wrongUseHasItsStatus() throws {
    let city = try SampleCity(withDatabase: false)
    let cases: [([String], Int32, String)] = [
      (["repair"], 66, "missing-database"), (["repair", "geodata/grid.geojson"], 64, "conflicting-arguments"),
      (["repair", "geodata/grid.geojson", "-o", "x.gpkg", "--scheme", "s"], 64, "conflicting-arguments"),
      (["repair", "-o", "x.gpkg"], 64, "conflicting-arguments"),
      (["repair", "geodata/grid.geojson", "-o", "x.gpkg", "--tolerance", "0"], 64, "bad-value"),
      (["repair", "geodata/grid.geojson", "-o", "x.gpkg", "--priority", "none"], 64, "unknown-field"),
      (["repair", "geodata/grid.geojson", "-o", "x.doc"], 64, "unknown-output-format"),
    ]
    for (arguments, status, code) in cases {
      let outcome = try city.command.run(arguments + ["--json"])
      #expect(outcome.status == status && outcome.fault?["code"] as? String == code, "\(arguments): \(outcome.errors)")
    }
    #expect(try city.names() == ["geodata"])
  }

  /// Two squares side by side, the border drawn twice, and one apart; ranks beside them.
  private func broken(in city: SampleCity, overlap: Double) throws {
    let squares: [(String, String, Double, Int)] = [
      ("a-1", "West", 112.80, 2), ("a-2", "East", 112.82 - overlap, 1), ("a-3", "Far", 112.90, 3),
    ]
    let features = squares.map { code, name, x, rank in
      let ring = [[x, 22.5], [x + 0.02, 22.5], [x + 0.02, 22.51], [x, 22.51], [x, 22.5]]
      return """
        {"type":"Feature","properties":{"code":"\(code)","name":"\(name)","rank":\(rank)},\
        "geometry":{"type":"Polygon","coordinates":[\(ring)]}}
        """
    }
    try "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}".write(
      toFile: city.file("broken.geojson"), atomically: true, encoding: .utf8)
  }
}
