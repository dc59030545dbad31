import AreaIndex
import CityStore
import Diagnostics
import SpatialDatabase
import SystemFiles
import Testing

@Suite struct LevelViewsTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  /// Those of levels: others show the city model.
  private func views() throws -> [String] {
    try city.connection.rows("SELECT view_name FROM views_geometry_columns ORDER BY 1") { $0.text(0) ?? "" }
      .filter { Level(name: $0) != nil }
  }

  @Test func viewsFollowTheActiveEditions() throws {
    try CityFixture.write(CityFixture.row(["1"]), at: .grid, in: city)
    #expect(try views() == [])
    let first = try CityFixture.activate(CityFixture.row(["A"]), at: .street, in: city)
    #expect(try views() == ["grid", "street"])
    let draft = try city.openDraft(of: "unified", leavingOut: .street)
    try CityFixture.write(CityFixture.row(["7", "8"]), at: .grid, in: city)
    #expect(try city.connection.rows("SELECT code FROM grid") { $0.text(0) } == ["1"])
    try city.activate(draft)
    #expect(try views() == ["grid"])
    #expect(try city.connection.rows("SELECT code FROM grid") { $0.text(0) } == ["7", "8"])
    try city.activate(first)
    #expect(try views() == ["grid", "street"])
    #expect(try city.connection.rows("SELECT code FROM street") { $0.text(0) } == ["A"])
  }

  @Test(.enabled(if: ChildProcess.find("ogrinfo") != nil))
  func gdalListsThemWithTheirGeometry() throws {
    try CityFixture.write(CityFixture.row(["1", "2", "3"]), at: .grid, in: city)
    try CityFixture.activate(CityFixture.row(["A"]), at: .street, in: city)
    let ogrinfo = try #require(ChildProcess.find("ogrinfo"))
    let list = try ChildProcess.run([ogrinfo, "-ro", fixture.path])
    #expect(list.status == 0, "\(list.errors)")
    for layer in ["areas (Multi Polygon)", "cases (Point)", "grid (Multi Polygon)", "street (Multi Polygon)"] {
      #expect(list.output.contains(layer), "\(list.output)")
    }
    let rows = try ChildProcess.run([ogrinfo, "-ro", "-al", fixture.path, "grid"])
    #expect(rows.output.contains("Feature Count: 3"), "\(rows.output)")
    #expect(rows.output.contains("code (String) = 2"))
    #expect(rows.output.contains("MULTIPOLYGON (((113.125 23.0,113.25 23.0,"))
    #expect(rows.output.contains("CGCS2000") || rows.output.contains("China Geodetic Coordinate System 2000"))
    let box = try ChildProcess.run(
      [ogrinfo, "-ro", "-q", fixture.path, "grid", "-spat", "113.26", "23.01", "113.3", "23.1"])
    #expect(box.output.contains("code (String) = 3"))
    #expect(!box.output.contains("code (String) = 1"))
  }
}
