import AreaIndex
import CityStore
import Diagnostics
import Testing

@Suite struct CityDatabaseAreasTests {
  let city: CityDatabase
  let edition: Edition

  init() throws {
    city = try CityFixture().open()
    var grids = CityFixture.row(["g2", "G1", "h%_"])
    grids[0].name = "经八路街道"
    grids[1].name = "Riverside"
    try CityFixture.write(grids, at: .grid, in: city)
    edition = try CityFixture.activate(CityFixture.row(["g9"]), at: .street, in: city)
  }

  @Test(arguments: [
    ("", ["g9", "G1", "g2", "h%_"]), ("八路", ["g2"]), ("RIVER", ["G1"]), ("G", ["g9", "G1", "g2"]), ("%", ["h%_"]),
    ("nothing", []),
  ])
  func codesAndNamesAreSearched(text: String, codes: [String]) throws {
    #expect(try city.areas(in: edition, matching: text).map(\.code) == codes)
  }

  @Test func areasStreamLevelByLevel() throws {
    var codes: [String] = []
    try city.forEachArea(in: edition) { area throws(Fault) in codes.append(area.code) }
    #expect(codes == ["g9", "g2", "G1", "h%_"])
    #expect(try city.areas(in: edition, level: .grid).count == 3)
    #expect(try city.areaCounts(in: edition).map { "\($0.level) \($0.count)" } == ["street 1", "grid 3"])
  }

  @Test func aMissingLevelListsThoseThereAre() throws {
    try city.requireLevel(.grid, in: edition)
    let missing = fault { try city.requireLevel(.unit, in: edition) }
    #expect(missing?.code == "missing-level")
    #expect(missing?.hint?.english.contains("street, grid") == true)
  }
}
