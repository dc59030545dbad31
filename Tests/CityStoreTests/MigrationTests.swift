import Diagnostics
import SpatialDatabase
import Testing

@testable import CityStore

@Suite struct MigrationTests {
  private let steps = [
    Migration(version: 2) { connection throws(Fault) in try connection.execute("CREATE TABLE added (v)") },
    Migration(version: 3) { connection throws(Fault) in try connection.execute("ALTER TABLE added ADD COLUMN w") },
  ]

  @Test func theStepsOfThisProgramReachItsVersion() {
    #expect(Migration.all.map(\.version) == Array(1..<Schema.version).map { $0 + 1 })
  }

  @Test func stepsAreTakenInOrderAndOnce() throws {
    let connection = try CityFixture().open().connection
    for _ in 0..<2 { try Migration.run(steps, on: connection, to: 3) }
    #expect(try Migration.version(of: connection) == 3)
    #expect(try connection.rows("SELECT name FROM pragma_table_info('added')") { $0.text(0) } == ["v", "w"])
  }

  @Test func aStepThatFailsLeavesTheOldVersion() throws {
    let connection = try CityFixture().open().connection
    let failing = [steps[0], Migration(version: 3) { connection throws(Fault) in try connection.execute("nonsense") }]
    #expect(fault { try Migration.run(failing, on: connection, to: 3) }?.code == "sql-error")
    #expect(try Migration.version(of: connection) == 1)
    #expect(try connection.rows("SELECT name FROM pragma_table_info('added')") { $0.text(0) } == [])
  }

  @Test func aMissingStepIsFoundOut() throws {
    let connection = try CityFixture().open().connection
    #expect(fault { try Migration.run([steps[0]], on: connection, to: 3) }?.code == "missing-migration")
    #expect(try Migration.version(of: connection) == 1)
  }

  @Test func aNewerDatabaseIsRefused() throws {
    let fixture = try CityFixture()
    try fixture.open().connection.execute("PRAGMA user_version = 99")
    for access in [CityDatabase.Access.reading, .writing] {
      let refused = fault { _ = try fixture.open(access) }
      #expect(refused?.code == "database-newer")
      #expect(refused?.kind == .input)
    }
  }
}
