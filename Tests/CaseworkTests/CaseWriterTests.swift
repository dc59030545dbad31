import Casework
import CityStore
import Diagnostics
import Foundation
import SpatialDatabase
import Testing

@Suite struct CaseWriterTests {
  let fixture: AssignmentFixture
  init() throws { fixture = try AssignmentFixture() }

  private func save(_ events: String, id: String? = nil, updates: Bool = false) throws -> AssignmentFixture.Outcome {
    try fixture.run(events) {
      var saving = AssignmentRun.Saving()
      saving.id = id
      saving.updates = updates
      $0.saving = saving
      $0.columns = .some(["lon"])
      $0.hasNames = false
    }
  }

  private func rows(_ sql: String) throws -> [String] {
    try fixture.city.connection.rows(sql) { row in
      (0..<row.columnCount).map { row.text($0) ?? "∅" }.joined(separator: "|")
    }
  }

  @Test func storesEventsWithTheirAreasAndAllTheirFields() throws {
    let outcome = try save(
      "工单编号,上报时间,问题类型,状态,lon,lat,备注\nW1,2026/3/1 8:05,噪音,办结,113.05,23.05,\"甲, \"\"乙\"\"\"\nW2,someday,,,114,24,\n")
    #expect(outcome.summary.added == 2)
    #expect(outcome.lines == ["lon,district_code,grid_code,match", "113.05,D,G1,inside", "114,,,outside"])
    #expect(outcome.notices.contains("case-columns"))
    let stored = try rows(
      "SELECT id, lon, lat, edition_id, district_code, grid_code, match, status, category, reported_at FROM cases")
    #expect(
      stored == ["W1|113.05|23.05|1|D|G1|inside|办结|噪音|1772323500000", "W2|114.0|24.0|1|∅|∅|outside|∅|∅|∅"])
    #expect(
      try rows("SELECT attributes ->> '备注', attributes ->> '上报时间' FROM cases ORDER BY serial")
        == ["甲, \"乙\"|2026/3/1 8:05", "∅|someday"])
    // The layer that QGIS sees.
    #expect(try rows("SELECT ST_X(geometry), ST_SRID(geometry) FROM cases WHERE id = 'W1'") == ["113.05|4490"])
    #expect(
      try rows("SELECT count(*) FROM idx_cases_geometry WHERE xmin < 113.051 AND xmax > 113.049") == ["1"])
  }

  @Test func anIDThatIsStoredIsRejectedUnlessItIsToBeUpdated() throws {
    _ = try save("id,lon,lat\n1,113.05,23.05\n2,113.05,23.05\n")
    let again = try save("id,lon,lat\n2,113.2,23.2\n3,113.2,23.05\n3,113.2,23.2\n4,113.2,23.05\n")
    #expect(again.lines == ["lon,district_code,grid_code,match", "113.2,D,G2,inside", "113.2,D,G2,inside"])
    #expect(
      again.rejects == [
        "line,reason,id,lon,lat", "2,duplicate-id,2,113.2,23.2", "4,duplicate-id,3,113.2,23.2",
      ])
    #expect((again.summary.added, again.summary.rejected, again.summary.rows) == (2, 2, 4))
    #expect(try rows("SELECT id, grid_code FROM cases ORDER BY id") == ["1|G1", "2|G1", "3|G2", "4|G2"])

    let updated = try save("id,lon,lat\n2,113.2,23.2\n5,113.2,23.05\n", updates: true)
    #expect((updated.summary.added, updated.summary.updated, updated.summary.rejected) == (1, 1, 0))
    #expect(try rows("SELECT grid_code FROM cases WHERE id = '2'") == ["G4"])
    #expect(try rows("SELECT count(*) FROM idx_cases_geometry WHERE ymin > 23.19") == ["1"])
  }

  @Test func idsAreMadeWhereThereAreNone() throws {
    _ = try save("lon,lat\n113.05,23.05\n113.2,23.05\n")
    #expect(try rows("SELECT id FROM cases ORDER BY serial") == ["1-2", "1-3"])
    let named = try save("key,lon,lat\nK1,113.05,23.05\nK2,113.05,23.05\n,113.05,23.05\n", id: "key")
    #expect(named.summary.added == 3)
    #expect(try rows("SELECT id FROM cases ORDER BY serial") == ["1-2", "1-3", "K1", "K2", "1-4"])
  }

  @Test func aFaultStoresNothing() throws {
    _ = try #require(throws: Fault.self) { try save("id,lon,lat\n1,113.05,23.05\n2,\"113\n") }
    #expect(try rows("SELECT count(*) FROM cases") == ["0"])
    #expect(try rows("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'cases_by_%'") != ["0"])
  }
}
