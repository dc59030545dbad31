import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialPrimitives
import Testing

@Suite struct GoldenCaseTests {
  let fixture: CityFixture
  let city: CityDatabase
  let edition: Edition

  /// Two grids side by side, [113, 113.125] and [113.125, 113.25].
  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    edition = try CityFixture.activate(CityFixture.row(["007", "B"]), at: .grid, in: city)
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let path = fixture.scratch.file(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private static let left = GoldenCase(place: Point(113.05, 23.05), level: .grid, code: "007")

  @Test func filesAreRead() throws {
    let csv = try file("g.csv", "名称,经度,纬度,网格编码,street_code\n甲,113.05,23.05,007,\n乙,113.2,23.05,B,S1\n")
    let cases = try city.goldenCases(reading: csv)
    #expect(
      cases.map { "\($0.place.x) \($0.place.y) \($0.level) \($0.code)" } == [
        "113.05 23.05 grid 007", "113.2 23.05 street S1", "113.2 23.05 grid B",
      ])
    #expect(cases.allSatisfy { $0.file == csv })
    let json = try file(
      "g.geojson",
      """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"grid":"B"},\
      "geometry":{"type":"Point","coordinates":[113.2,23.05]}}]}
      """)
    #expect(try city.goldenCases(reading: json).map(\.code) == ["B"])
  }

  @Test func filesThatAreNoneAreRefused() throws {
    func refusal(_ text: String) throws -> Fault? {
      let path = try file("bad.csv", text)
      return fault { _ = try city.goldenCases(reading: path) }
    }
    #expect(try refusal("lon,lat,colour\n113,23,red\n")?.code == "no-golden-levels")
    #expect(try refusal("lon,lat,grid_code\n113,,A\n")?.code == "bad-golden-case")
    #expect(try refusal("lon,lat,grid_code\n113,230,A\n")?.code == "bad-golden-case")
    #expect(try refusal("lon,lat,grid_code\n113,23,4.4E+14\n")?.place?.field == "grid_code")
    #expect(try refusal("a,grid_code\n1,A\n")?.kind == .data)
  }

  @Test func theOneRuleAnswers() throws {
    var other = GoldenCase(place: Point(113.2, 23.05), level: .grid, code: "007")
    // The smaller code has the border.
    let border = GoldenCase(place: Point(113.125, 23.05), level: .grid, code: "007")
    let nowhere = GoldenCase(place: Point(100, 10), level: .grid, code: "B")
    let noLevel = GoldenCase(place: Point(113.05, 23.05), level: .street, code: "S")
    let failures = try city.failures(of: [Self.left, other, border, nowhere, noLevel], in: edition)
    #expect(failures.map(\.golden) == [other, nowhere, noLevel])
    #expect(failures.map(\.answer) == ["B", nil, nil])
    let refused = fault { try city.requireGolden([Self.left, other], in: edition) }
    #expect(refused?.code == "golden-case-failed" && refused?.kind == .data)
    #expect(refused?.what.english.contains("113.2 23.05 grid/007 → B") == true)
    other.code = "B"
    #expect(fault { try city.requireGolden([Self.left, other, border], in: edition) } == nil)
  }

  @Test func casesAreRememberedBySchemeAndPlace() throws {
    try city.add([Self.left], to: "unified", now: Instant(5))
    var changed = Self.left
    changed.code = "B"
    try city.add([changed, GoldenCase(place: Point(1, 2), level: .grid, code: "X")], to: "unified", now: Instant(6))
    let stored = try city.goldenCases(of: "unified")
    #expect(stored.map(\.code) == ["B", "X"])
    #expect(stored.first?.addedAt == Instant(6))
    #expect(try city.goldenCases(of: "police").isEmpty)
    #expect(fault { _ = try city.removeGoldenCases([stored[0].id, 99], of: "unified") }?.code == "unknown-golden-case")
    #expect(try city.goldenCases(of: "unified").count == 2)
    #expect(try city.removeGoldenCases([stored[0].id], of: "unified") == 1)
    #expect(try city.removeGoldenCases(nil, of: "unified") == 1)
    #expect(try city.goldenCases(of: "unified").isEmpty)
  }
}
