import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialDatabase
import TestSupport
import Testing

@Suite struct CityDatabaseTests {
  @Test func aNewDatabaseIsWhatTheContractSays() throws {
    let fixture = try CityFixture()
    let connection = try fixture.open().connection
    #expect(try connection.text("PRAGMA journal_mode") == "wal")
    #expect(try connection.integer("PRAGMA foreign_keys") == 1)
    #expect(try connection.integer("PRAGMA application_id") == 0x4F47_7264)
    #expect(try connection.integer("PRAGMA user_version") == 8)
    #expect(try connection.text("PRAGMA integrity_check") == "ok")
    #expect(
      try connection.rows("SELECT f_table_name, srid, spatial_index_enabled FROM geometry_columns ORDER BY 1") {
        "\($0.text(0) ?? "") \($0.integer(1) ?? 0) \($0.integer(2) ?? 0)"
      } == ["areas 4490 1", "cases 4490 1", "city_objects 4490 1"])
    #expect(try connection.integer("SELECT CheckSpatialMetaData()") == 3)
  }

  @Test func settingsAreKept() throws {
    let settings = DatabaseSettings(
      crs: "EPSG:4547", modelCRS: "EPSG:4547", utcOffset: try #require(UTCOffset("+09:00")))
    let fixture = try CityFixture(settings: settings)
    let city = try fixture.open(.reading)
    #expect(city.settings == settings)
    #expect(city.srid == 4547)
  }

  @Test func aSystemWithoutANumberGetsOne() throws {
    let fixture = try CityFixture(
      settings: DatabaseSettings(crs: "+proj=tmerc +lat_0=0 +lon_0=113.3 +k=1 +x_0=41000 +y_0=0 +ellps=GRS80 +units=m"))
    let city = try fixture.open()
    try CityFixture.activate(CityFixture.row(["1"]), at: .grid, in: city)
    #expect(try city.connection.integer("SELECT ST_SRID(geometry) FROM areas") == Int64(city.srid))
    #expect(
      try city.connection.text("SELECT proj4text FROM spatial_ref_sys WHERE srid = ?", [.integer(Int64(city.srid))])?
        .contains("+lon_0=113.3") == true)
  }

  @Test func anUnknownSystemLeavesNoFile() throws {
    let scratch = try Scratch()
    let path = scratch.file("city.db")
    #expect(
      fault { try CityDatabase.create(at: path, settings: DatabaseSettings(crs: "EPSG:99999999")) }?.kind == .data)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
  }

  @Test func aDatabaseIsNotMadeTwice() throws {
    let fixture = try CityFixture()
    let refused = fault { try CityDatabase.create(at: fixture.path) }
    #expect(refused?.code == "database-exists")
    #expect(refused?.kind == .output)
  }

  @Test func whatIsMissingOrEmptyCountsAsAbsent() throws {
    let scratch = try Scratch()
    let path = scratch.file("city.db")
    #expect(fault { _ = try CityDatabase.open(at: path, for: .reading) }?.code == "missing-database")
    #expect(!FileManager.default.fileExists(atPath: path))
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(fault { _ = try CityDatabase.open(at: path, for: .writing) }?.code == "missing-database")
    // A header and no tables: killed between choosing the log and making the tables.
    try Connection.open(path, mode: .create, spatial: false).useWriteAheadLog()
    #expect(fault { _ = try CityDatabase.open(at: path, for: .reading) }?.code == "missing-database")
    try CityDatabase.create(at: path)
    #expect(try CityDatabase.open(at: path, for: .reading).editions() == [])
  }

  @Test func otherFilesAreRefused() throws {
    let scratch = try Scratch()
    let other = scratch.file("other.db")
    try Connection.open(other, mode: .create, spatial: false).execute("CREATE TABLE t (v)")
    for access in [CityDatabase.Access.reading, .writing] {
      let refused = fault { _ = try CityDatabase.open(at: other, for: access) }
      #expect(refused?.code == "not-a-city-database")
      #expect(refused?.kind == .input)
      #expect(fault { _ = try CityDatabase.open(at: scratch.path, for: access) }?.kind == .input)
    }
    #expect(fault { try CityDatabase.create(at: other) }?.code == "not-a-city-database")
    #expect(FileManager.default.fileExists(atPath: other))
  }

  @Test func aFailedFirstWriteLeavesNoFile() throws {
    let scratch = try Scratch()
    let path = scratch.file("city.db")
    let thrown = fault {
      try CityDatabase.write(at: path, creating: DatabaseSettings()) { (city, isNew) throws(Fault) in
        #expect(isNew)
        _ = try city.openDraft(of: "unified")
        throw Fault(.data, code: "bad-file", Text(verbatim: "bad"))
      }
    }
    #expect(thrown?.code == "bad-file")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
  }

  @Test func aFailedLaterWriteChangesNothing() throws {
    let fixture = try CityFixture()
    _ = fault {
      try CityDatabase.write(at: fixture.path, creating: DatabaseSettings()) { (city, isNew) throws(Fault) in
        #expect(!isNew)
        _ = try city.openDraft(of: "unified")
        throw Fault(.data, code: "bad-file", Text(verbatim: "bad"))
      }
    }
    #expect(try fixture.open(.reading).schemes() == [])
  }

  @Test func aLockedDatabaseIsBusyForWritersOnly() throws {
    let fixture = try CityFixture()
    let writer = try fixture.open()
    let other = try fixture.open()
    let reader = try fixture.open(.reading)
    try writer.transaction { () throws(Fault) in
      _ = try writer.openDraft(of: "unified")
      #expect(fault { _ = try other.openDraft(of: "unified") }?.kind == .busy)
      #expect((try? reader.schemes()) == [])
    }
    #expect(try reader.schemes() == ["unified"])
  }

  @Test func aKillWhileMakingLeavesNothingToOpen() async throws {
    let scratch = try Scratch()
    let path = scratch.file("city.db")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      try CityDatabase.write(at: path, creating: DatabaseSettings()) { (city, _) throws(Fault) in
        _ = try city.openDraft(of: "unified")
        kill(getpid(), SIGKILL)
      }
    }
    #expect(fault { _ = try CityDatabase.open(at: path, for: .reading) }?.code == "missing-database")
    try CityDatabase.create(at: path)
  }

  @Test func aKillInTheMiddleLeavesTheStateBefore() async throws {
    let fixture = try CityFixture()
    let path = fixture.path
    let before = try CityFixture.activate(CityFixture.row(["1", "2"]), at: .grid, in: fixture.open())
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let city = try CityDatabase.open(at: path, for: .writing)
      // Larger than SQLite's cache, so that pages of the unfinished transaction reach the log.
      try city.connection.execute("PRAGMA cache_size = 10")
      try city.transaction { () throws(Fault) in
        let draft = try city.openDraft(of: "unified")
        let writer = try AreaWriter(city, draft: draft, level: .grid, mode: .replace)
        for area in CityFixture.row((0..<5_000).map(String.init)) { _ = try writer.write(area) }
        _ = try city.activate(draft)
        kill(getpid(), SIGKILL)
      }
    }
    let city = try fixture.open()
    #expect(try city.editions() == [before])
    #expect(try city.areaCounts(in: before).map(\.count) == [2])
    #expect(try city.connection.text("PRAGMA integrity_check") == "ok")
    #expect(try city.connection.integer("SELECT CheckSpatialIndex('areas', 'geometry')") == 1)
  }
}
