import AreaIndex
import Casework
import CityStore
import CivilTime
import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct CaseMoveTests {
  let fixture: CaseFixture
  init() throws { fixture = try CaseFixture(cases: 20) }

  @Test func aMovedCaseIsWhereItsPlaceIs() throws {
    let city = fixture.city
    let edition = try city.edition(EditionSelector())
    let catalog = try city.catalog(of: edition, threads: 1)
    let grid = try #require(try city.areas(in: edition, level: .grid).last)
    let corner = grid.geometry.polygons[0].exterior.points[0]
    let (before, after) = try city.moveCase(id: "C3", to: corner, now: Instant(milliseconds: 5))
    #expect(before == (try #require(fixtureRecord(3, before))))
    let answer = catalog.index.assign(corner)
    #expect(after.codes[.grid] == catalog.areas[Int(answer.area(at: .grid))].code)
    #expect(after.match == "boundary")
    #expect(after.updatedAt == Instant(milliseconds: 5))
    #expect(try city.caseRecord(id: "C3") == after)
    // The R*Tree follows.
    #expect(try city.cases(near: corner, radius: 1, limit: 5).cases.map(\.record.id) == ["C3"])
  }

  private func fixtureRecord(_ number: Int, _ record: CaseRecord) -> CaseRecord? {
    Point(record.lon ?? .nan, record.lat ?? .nan) == fixture.places[number] ? record : nil
  }

  @Test func outsideTheCityIsOutside() throws {
    let (_, after) = try fixture.city.moveCase(id: "C4", to: Point(100, 30))
    #expect(after.match == "outside")
    #expect(after.codes.isEmpty)
  }

  @Test func aPlaceThatIsNoneChangesNothing() throws {
    let before = try fixture.city.caseRecord(id: "C5")
    #expect(throws: Fault.self) { _ = try fixture.city.moveCase(id: "C5", to: Point(22, 112)) }
    #expect(throws: Fault.self) { _ = try fixture.city.moveCase(id: "no", to: Point(112, 22)) }
    #expect(try fixture.city.caseRecord(id: "C5") == before)
  }
}
