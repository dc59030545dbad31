import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Testing

@Suite struct CaseTableTests {
  private func insert(_ ids: Range<Int>, into connection: Connection) throws(Fault) {
    let insertion = try connection.prepare(
      """
      INSERT INTO cases (id, lon, lat, geometry, grid_code, match, first_saved_at, updated_at)
      VALUES (?, ?, 23, ?, 'G', 'inside', 0, 0)
      """)
    for id in ids {
      let point = Point(113 + Double(id) / 1024, 23)
      try insertion.bind([
        .text("c\(id)"), .real(point.x), .blob(SpatiaLiteBlob.encode(point, srid: 4490)),
      ])
      try insertion.run()
    }
  }

  @Test func indexesBuiltAfterTheRowsAreTheSame() throws {
    let connection = try CityFixture().open().connection
    func names() throws -> [String] {
      try connection.rows("SELECT name FROM sqlite_schema WHERE name LIKE '%cases%' ORDER BY 1") { $0.text(0) ?? "" }
    }
    let before = try names()
    try insert(0..<10, into: connection)
    try connection.transaction { () throws(Fault) in
      try CaseTable.dropIndexes(in: connection)
      try insert(10..<500, into: connection)
      try CaseTable.buildIndexes(in: connection)
    }
    try insert(500..<510, into: connection)
    #expect(try names() == before)
    #expect(try connection.integer("SELECT CheckSpatialIndex('cases', 'geometry')") == 1)
    #expect(try connection.integer("SELECT count(*) FROM idx_cases_geometry") == 510)
    let plan = try connection.rows("EXPLAIN QUERY PLAN SELECT id FROM cases WHERE grid_code = 'G'") { $0.text(3) ?? "" }
    #expect(plan.joined().contains("cases_by_grid_code"))
  }

  @Test func anIdIsTakenOnce() throws {
    let connection = try CityFixture().open().connection
    try insert(1..<2, into: connection)
    #expect(fault { try insert(1..<2, into: connection) }?.code == "constraint")
  }
}
