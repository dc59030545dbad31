import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct AreaCatalogTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  @Test func ordinalsNameTheAreasOfAnswers() throws {
    try CityFixture.write(CityFixture.row(["A", "B"]), at: .street, in: city)
    try CityFixture.write(CityFixture.row(["A1", "B1"], parent: "A"), at: .grid, in: city)
    let edition = try city.activate(try city.openDraft(of: "unified"))
    let catalog = try fixture.open(.reading).catalog(of: edition, threads: 1)
    #expect(catalog.areas.map(\.code) == ["A", "B", "A1", "B1"])
    #expect(catalog.areas.map(\.parent) == [-1, -1, 0, 0])
    #expect(catalog.levels == [.street, .grid])
    let answer = catalog.index.assign(Point(113.1875, 23.0625))
    #expect(catalog.areas[Int(answer.area(at: .street))].code == "B")
    #expect(catalog.areas[Int(answer.area(at: .grid))].code == "B1")
  }

  @Test func lackingLevelsAboveComeFromTheOneGrid() throws {
    try CityFixture.write(CityFixture.row(["S"]), at: .street, in: city)
    try CityFixture.write(CityFixture.row(["C"]), at: .community, in: city)
    try CityFixture.write(CityFixture.row(["U"]), at: .unit, in: city)
    let old = try CityFixture.activate(CityFixture.row(["G"]), at: .grid, now: 100, in: city)
    try CityFixture.activate(CityFixture.row(["S2"]), at: .street, now: 200, in: city)
    try CityFixture.write(CityFixture.row(["PC"]), at: .community, of: "police", in: city)
    let police = try CityFixture.activate(CityFixture.row(["PG"], parent: "S2"), at: .grid, of: "police", in: city)
    let now = try city.catalog(of: police, threads: 1)
    #expect(now.areas.map(\.code) == ["S2", "PC", "PG"])
    #expect(now.areas[2].parent == 0)
    let then = try city.catalog(of: police, at: Moment(asOf: Instant(150)), threads: 1)
    #expect(then.areas.map(\.code) == ["S", "PC", "PG"])
    #expect(then.areas[0].editionID == old.id)
    #expect(then.areas[2].parent == -1)
  }

  @Test func anEmptyEditionHasNoCatalog() throws {
    let draft = try city.openDraft(of: "unified")
    #expect(fault { _ = try city.catalog(of: draft, threads: 1) }?.code == "no-areas")
  }
}
