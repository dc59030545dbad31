import Diagnostics
import SpatialDatabase
import Testing

@testable import CityStore

@Suite struct CaseHistoryTests {
  @Test func whatStandsInHasTheColumnsOfTheTables() throws {
    let fixture = try CityFixture()
    let connection = try fixture.open().connection
    func columns(_ table: String) throws -> [String] {
      try connection.rows("SELECT name FROM pragma_table_info('\(table)')") { $0.text(0) ?? "" }
    }
    let tables = ["reassignments", "reassigned_cases"]
    let real = try tables.map(columns)
    #expect(real[0].count == 6 && real[1].count == 18)
    for table in tables.reversed() { try connection.execute("DROP TABLE \(table)") }
    try CaseHistory.standIn(on: connection)
    #expect(try tables.map(columns) == real)
  }
}
