import AreaIndex
import CityStore
import Diagnostics
import SpatialDatabase
import Testing

@Suite struct DatabaseSummaryTests {
  @Test func numbersAreOfWhatIsInForce() throws {
    let city = try CityFixture().open()
    try CityFixture.activate(CityFixture.row(["1", "2"]), at: .grid, now: 100, in: city)
    try CityFixture.activate(CityFixture.row(["3"]), at: .grid, now: 200, in: city)
    try CityFixture.activate(CityFixture.row(["P"]), at: .grid, of: "police", in: city)
    try CityFixture.write(CityFixture.row(["4", "5", "6"]), at: .grid, in: city)
    let summary = try city.summary()
    #expect(summary.schemaVersion == 8)
    #expect(summary.areas.map { "\($0.level) \($0.count)" } == ["grid 2"])
    #expect(
      summary.editions.map { "\($0.edition.scheme) \($0.edition.state) \($0.areas.map(\.count))" } == [
        "police active [1]", "unified superseded [2]", "unified active [1]", "unified draft [3]",
      ])
    #expect(summary.cases == 0)
  }
}
