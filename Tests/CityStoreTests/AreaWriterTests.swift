import AreaIndex
import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Testing

@Suite struct AreaWriterTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  private func codes() throws -> [String] {
    try city.areas(in: try city.openDraft(of: "unified"), level: .grid).map(\.code)
  }

  @Test func anAreaComesBackAsItWasWritten() throws {
    let area = NewArea(
      code: "410105001", name: "经八路", parentCode: "410105", households: 1234.5, attributes: #"{"备注":"x"}"#,
      geometry: CityFixture.square(113.625, 34.75, 0.0078125))
    let outcome = try CityFixture.write([area], at: .grid, in: city)
    let id = try #require(outcome[0].id)
    let stored = try #require(try city.area(id))
    #expect(stored.code == area.code && stored.name == area.name && stored.parentCode == area.parentCode)
    #expect(stored.households == area.households && stored.attributes == area.attributes)
    #expect(stored.geometry == area.geometry)
    #expect(stored.level == .grid)
    // SpatiaLite reads the same: an oracle for the bytes.
    #expect(try city.connection.integer("SELECT ST_IsValid(geometry) FROM areas") == 1)
    let without = NewArea(code: "2", name: "", geometry: MultiPolygon([]))
    try CityFixture.write([without], at: .unit, in: city)
    #expect(try city.connection.integer("SELECT geometry IS NULL FROM areas WHERE code = '2'") == 1)
  }

  @Test func theModesDoWhatTheySay() throws {
    try CityFixture.write(CityFixture.row(["1", "2"]), at: .grid, in: city)
    try CityFixture.write(CityFixture.row(["9"]), at: .street, in: city)
    try CityFixture.write(CityFixture.row(["2", "3"]), at: .grid, mode: .add, in: city)
    #expect(try codes() == ["1", "2", "2", "3"])
    try CityFixture.write(CityFixture.row(["4", "5", ""]), at: .grid, mode: .replace, in: city)
    #expect(try codes() == ["", "4", "5"])
    #expect(try city.areas(in: try city.openDraft(of: "unified"), level: .street).count == 1)
  }

  @Test func updateMatchesByCode() throws {
    let before = try CityFixture.write(CityFixture.row(["1", "2", "2", ""]), at: .grid, in: city)
    var changed = CityFixture.row(["1", "2", "3", "3", ""])
    changed[0].name = "新名"
    let outcomes = try CityFixture.write(changed, at: .grid, mode: .update, in: city)
    #expect(outcomes[0] == .updated(try #require(before[0].id)))
    #expect(outcomes[1] == .ambiguous)
    // Rows of the file itself are no match for each other, and a blank code matches nothing.
    for outcome in outcomes[2...] {
      guard case .added = outcome else {
        Issue.record("\(outcome)")
        continue
      }
    }
    #expect(try codes() == ["", "", "1", "2", "2", "3", "3"])
    #expect(try city.area("1", in: EditionSelector(editionID: try city.openDraft(of: "unified").id)).name == "新名")
    #expect(try city.connection.integer("SELECT CheckSpatialIndex('areas', 'geometry')") == 1)
  }

  @Test func onlyDraftsAreWritten() throws {
    let active = try CityFixture.activate(CityFixture.row(["1"]), at: .grid, in: city)
    #expect(fault { _ = try AreaWriter(city, draft: active, level: .grid, mode: .add) }?.code == "not-a-draft")
  }

  @Test func areasAreAddedChangedAndTakenAwayByTheirIds() throws {
    let city = try CityFixture().open()
    let areas = CityFixture.row(["A", "B"])
    let draft = try city.openDraft(of: "unified")
    let writer = try AreaWriter(city, draft: draft, level: .grid, mode: .add)
    let first = try writer.insert(areas[0])
    // Codes decide nothing here.
    let second = try writer.insert(areas[0])
    #expect(first != second)
    try writer.update(second, areas[1])
    #expect(try city.area(second)?.code == "B" && city.area(first)?.code == "A")
    // One of another level is not taken away, and that is said.
    let above = try AreaWriter(city, draft: draft, level: .street, mode: .add)
    #expect(fault { try above.remove(first) }?.code == "area-not-there")
    #expect(try city.area(first) != nil)
    try writer.remove(first)
    #expect(try city.areas(in: draft, level: .grid).map(\.id) == [second])
    #expect(fault { try writer.remove(first) }?.code == "area-not-there")
    #expect(fault { try writer.update(first, areas[1]) }?.code == "area-not-there")
    #expect(fault { try writer.setGeometry(of: first, to: areas[1].geometry) }?.code == "area-not-there")
  }
}
