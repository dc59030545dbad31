import Diagnostics
import Foundation
import SpatialDatabase
import Testing

@testable import CityStore

@Suite struct MigrationTests {
  private let now = Schema.version
  private let last = Schema.version + 2
  private let steps = [
    Migration(version: Schema.version + 1) { connection throws(Fault) in
      try connection.execute("CREATE TABLE added (v)")
    },
    Migration(version: Schema.version + 2) { connection throws(Fault) in
      try connection.execute("ALTER TABLE added ADD COLUMN w")
    },
  ]

  @Test func theStepsOfThisProgramReachItsVersion() {
    #expect(Migration.all.map(\.version) == Array(1..<Schema.version).map { $0 + 1 })
  }

  @Test func stepsAreTakenInOrderAndOnce() throws {
    let connection = try CityFixture().open().connection
    for _ in 0..<2 { try Migration.run(steps, on: connection, to: last) }
    #expect(try Migration.version(of: connection) == last)
    #expect(try connection.rows("SELECT name FROM pragma_table_info('added')") { $0.text(0) } == ["v", "w"])
  }

  @Test func aStepThatFailsLeavesTheOldVersion() throws {
    let connection = try CityFixture().open().connection
    let failing = [
      steps[0], Migration(version: last) { connection throws(Fault) in try connection.execute("nonsense") },
    ]
    #expect(fault { try Migration.run(failing, on: connection, to: last) }?.code == "sql-error")
    #expect(try Migration.version(of: connection) == now)
    #expect(try connection.rows("SELECT name FROM pragma_table_info('added')") { $0.text(0) } == [])
  }

  @Test func aMissingStepIsFoundOut() throws {
    let connection = try CityFixture().open().connection
    #expect(fault { try Migration.run([steps[0]], on: connection, to: last) }?.code == "missing-migration")
    #expect(try Migration.version(of: connection) == now)
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

  /// A database of the first version, with areas in it.
  private func firstVersion() throws -> CityFixture {
    let fixture = try CityFixture()
    let city = try fixture.open()
    try CityFixture.activate(CityFixture.row(["A", "B"]), at: .grid, in: city)
    for name in ["insert", "update", "delete", "replace", "move"] {
      try city.connection.execute("DROP TRIGGER area_stamp_\(name)")
    }
    try city.connection.execute("ALTER TABLE editions DROP COLUMN area_stamp; PRAGMA user_version = 1")
    return fixture
  }

  @Test(arguments: [CityDatabase.Access.reading, .writing])
  func theSecondVersionStampsEveryEdition(access: CityDatabase.Access) throws {
    let fixture = try firstVersion()
    let city = try fixture.open(access)
    #expect(try Migration.version(of: city.connection) == 2)
    #expect(try AreaStamp.isKept(in: city.connection))
    let edition = try city.edition(EditionSelector())
    #expect(try AreaStamp.stamp(of: edition, in: city.connection)?.count == 16)
    func tables(_ city: CityDatabase) throws -> [String] {
      try city.connection.rows("SELECT name FROM pragma_table_info('editions') ORDER BY cid") { $0.text(0) ?? "" }
    }
    #expect(try tables(city) == tables(CityFixture().open()))
  }

  /// (The superuser may write anything.)
  @Test(.enabled(if: getuid() != 0))
  func anOlderDatabaseThatCannotBeWrittenIsReadAsItIs() throws {
    let fixture = try firstVersion()
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: fixture.path)
    let city = try fixture.open(.reading)
    #expect(try Migration.version(of: city.connection) == 1)
    #expect(try city.catalog(of: city.edition(EditionSelector()), threads: 1).areas.count == 2)
  }
}
