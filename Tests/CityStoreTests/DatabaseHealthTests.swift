import CityStore
import Diagnostics
import SpatialDatabase
import TestSupport
import Testing

@Suite struct DatabaseHealthTests {
  @Test func theLibrariesAreWhole() throws {
    let facts = try DatabaseHealth.libraries()
    #expect(facts.allSatisfy { $0.verdict == .good })
    #expect(facts.contains { $0.text.english.contains(LibraryVersions.spatiaLite) })
  }

  @Test func aGoodDatabaseIsGood() throws {
    let fixture = try CityFixture()
    let facts = DatabaseHealth.database(at: fixture.path)
    #expect(facts.map(\.code) == ["schema", "wal", "integrity"])
    #expect(facts.allSatisfy { $0.verdict == .good })
  }

  @Test func whatIsWrongIsAFact() throws {
    let fixture = try CityFixture()
    try fixture.open().connection.execute("PRAGMA journal_mode = DELETE")
    #expect(DatabaseHealth.database(at: fixture.path).contains { $0.code == "wal" && $0.verdict == .doubtful })
    #expect(DatabaseHealth.database(at: fixture.scratch.file("none.db")).map(\.code) == ["missing-database"])
  }
}
