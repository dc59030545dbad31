import Diagnostics
import Foundation
import SpatialDatabase
import Testing
import TestSupport

@Suite struct ConnectionTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func code(_ body: () throws -> Void) -> Fault? {
    do { try body() } catch { return error as? Fault }
    return nil
  }

  @Test func valuesComeBackAsTheyWere() throws {
    let connection = try Connection.open(scratch.file("a.db"), mode: .create, spatial: false)
    try connection.execute("CREATE TABLE t (v)")
    let values: [SQLValue] = [
      .null, .integer(.min), .integer(.max), .real(0.1), .real(-0.0), .text(""), .text("网格\u{0}员"), .blob([]),
      .blob([0, 1, 255]),
    ]
    for value in values { try connection.run("INSERT INTO t VALUES (?)", [value]) }
    #expect(try connection.rows("SELECT v FROM t ORDER BY rowid") { $0.value(0) } == values)
    #expect(connection.lastInsertedRow == Int64(values.count))
    try connection.run("DELETE FROM t WHERE v IS NULL", [])
    #expect(connection.changedRows == 1)
  }

  @Test func nullIsNeverZero() throws {
    let connection = try Connection.open(":memory:", mode: .create, spatial: true)
    #expect(try connection.integer("SELECT ST_Area('nope')") == nil)
    let row = try #require(
      try connection.firstRow("SELECT NULL, NULL, NULL, NULL") { row in
        (row.integer(0), row.real(1), row.text(2), row.bytes(3))
      })
    #expect(row == (nil, nil, nil, nil))
    let fault = code { try connection.require("AddGeometryColumn('missing', 'geometry', 4490, 'POINT', 'XY')") }
    #expect(fault?.code == "spatial-function-failed")
  }

  @Test func aFailedTransactionLeavesNothing() throws {
    let connection = try Connection.open(scratch.file("a.db"), mode: .create, spatial: false)
    try connection.execute("CREATE TABLE t (v UNIQUE)")
    let fault = code {
      try connection.transaction { () throws(Fault) in
        try connection.run("INSERT INTO t VALUES (?)", [1])
        try connection.run("INSERT INTO t VALUES (?)", [1])
      }
    }
    #expect(fault?.code == "constraint")
    #expect(!connection.isInTransaction)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
  }

  @Test func aPartOfATransactionFailsAlone() throws {
    let connection = try Connection.open(scratch.file("a.db"), mode: .create, spatial: false)
    try connection.execute("CREATE TABLE t (v UNIQUE)")
    try connection.transaction { () throws(Fault) in
      try connection.run("INSERT INTO t VALUES (?)", [1])
      do {
        try connection.transaction { () throws(Fault) in
          try connection.run("INSERT INTO t VALUES (?)", [2])
          try connection.run("INSERT INTO t VALUES (?)", [1])
        }
        Issue.record("the inner part must fail")
      } catch {}
      try connection.run("INSERT INTO t VALUES (?)", [3])
    }
    #expect(try connection.rows("SELECT v FROM t ORDER BY v") { $0.integer(0) } == [1, 3])
  }

  @Test func faultsTellTheSQLAndNotTheValues() throws {
    let connection = try Connection.open(":memory:", mode: .create, spatial: false)
    let fault = try #require(code { try connection.run("INSERT INTO nowhere VALUES (?)", ["secret"]) })
    #expect(fault.kind == .software)
    #expect(fault.what.english.contains("INSERT INTO nowhere"))
    #expect(!fault.what.english.contains("secret"))
  }

  @Test func aFileOfAnotherKindIsNoDatabase() throws {
    let path = scratch.file("text.db")
    try String(repeating: "id,lon,lat\n", count: 200).write(toFile: path, atomically: true, encoding: .utf8)
    for mode in [Connection.Mode.readOnly, .readWrite, .create] {
      let fault = code { _ = try Connection.open(path, mode: mode, spatial: false) }
      #expect(fault?.code == "not-a-database")
      #expect(fault?.kind == .input)
    }
  }

  @Test func aMissingFileIsNotMadeByReading() throws {
    let fault = code { _ = try Connection.open(scratch.file("none.db"), mode: .readWrite, spatial: false) }
    #expect(fault?.code == "cannot-open-database")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("none.db")))
  }

  @Test func aLockedDatabaseIsBusy() throws {
    let path = scratch.file("a.db")
    let holder = try Connection.open(path, mode: .create, spatial: false)
    try holder.execute("CREATE TABLE t (v); BEGIN EXCLUSIVE")
    let fault = code { _ = try Connection.open(path, mode: .readWrite, spatial: false) }
    #expect(fault?.code == "database-locked")
    #expect(fault?.kind == .busy)
    try holder.execute("COMMIT")
    let other = try Connection.open(path, mode: .readWrite, spatial: false)
    try other.run("INSERT INTO t VALUES (1)", [])
    #expect(try holder.integer("SELECT count(*) FROM t") == 1)
  }

  @Test func aFullDiskIsTold() throws {
    let connection = try Connection.open(scratch.file("a.db"), mode: .create, spatial: false)
    try connection.execute("CREATE TABLE t (v); PRAGMA max_page_count = 4")
    let fault = code {
      try connection.transaction { () throws(Fault) in
        for _ in 0..<64 { try connection.run("INSERT INTO t VALUES (zeroblob(1000))", []) }
      }
    }
    #expect(fault?.code == "disk-full")
    #expect(fault?.kind == .output)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
  }

  @Test func readingDoesNotWrite() throws {
    let path = scratch.file("a.db")
    try Connection.open(path, mode: .create, spatial: false).execute("CREATE TABLE t (v)")
    let connection = try Connection.open(path, mode: .readOnly, spatial: false)
    let fault = code { try connection.execute("INSERT INTO t VALUES (1)") }
    #expect(fault?.code == "read-only-database")
  }

  /// The administrator may write everywhere, so that the case cannot be made for that account.
  @Test(.enabled(if: geteuid() != 0))
  func aDatabaseInAFolderThatCannotBeWrittenIsRead() throws {
    let path = scratch.file("a ?#%.db")
    try Connection.open(path, mode: .create, spatial: false).execute("PRAGMA journal_mode = WAL; CREATE TABLE t (v)")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path) }
    let connection = try Connection.open(path, mode: .readOnly, spatial: false)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    #expect(code { _ = try Connection.open(path, mode: .readWrite, spatial: false) }?.code == "read-only-database")
  }

  @Test func aBackupHoldsWhatIsCommitted() throws {
    let connection = try Connection.open(scratch.file("a.db"), mode: .create, spatial: false)
    try connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (v); INSERT INTO t VALUES (7)")
    let writer = try Connection.open(scratch.file("a.db"), mode: .readWrite, spatial: false)
    try writer.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (8)")
    try connection.backUp(to: scratch.file("b.db"))
    try writer.execute("ROLLBACK")
    let copy = try Connection.open(scratch.file("b.db"), mode: .readOnly, spatial: false)
    #expect(try copy.rows("SELECT v FROM t") { $0.integer(0) } == [7])
    #expect(try copy.text("PRAGMA integrity_check") == "ok")
  }

  @Test func spatiaLiteIsThereOnlyWhenAsked() throws {
    let plain = try Connection.open(":memory:", mode: .create, spatial: false)
    let spatial = try Connection.open(":memory:", mode: .create, spatial: true)
    #expect(try plain.spatialFunctionCount() == 0)
    #expect(try spatial.spatialFunctionCount() > 100)
    #expect(try spatial.hasFunctions(["ST_Area", "ST_Nonsense"]).map(\.isPresent) == [true, false])
    #expect(try spatial.text("SELECT spatialite_version()") == LibraryVersions.spatiaLite)
    #expect(try spatial.text("SELECT sqlite_version()") == LibraryVersions.sqlite)
  }
}
