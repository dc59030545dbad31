public import Diagnostics
import Glibc
package import Projections
package import SpatialDatabase
import SystemFiles

/// One city's database: one file, read and written through this one type. Not to be shared between threads.
///
/// ```swift
/// let city = try CityDatabase.open(at: "city.db", for: .reading)
/// for edition in try city.editions() { print(edition.id, edition.scheme, edition.state) }
/// ```
public final class CityDatabase {
  public enum Access: Sendable, Hashable {
    case reading, writing
  }

  public let path: String
  public let settings: DatabaseSettings
  package let connection: Connection
  /// The number by which the geometry names its reference system.
  package let srid: Int
  package let coordinateSystem: CoordinateSystem

  init(_ connection: Connection) throws(Fault) {
    self.connection = connection
    path = connection.path
    settings = try DatabaseSettings(reading: connection)
    (coordinateSystem, srid) = try settings.referenceSystem()
  }

  /// Opens a database that is there. An older one is migrated first.
  ///
  /// - Throws: `missing-database` (66) also where a kill left an empty file behind; `not-a-database`,
  ///   `not-a-city-database`, `database-newer` (66); `database-locked` (75); `wal-unavailable` (73).
  public static func open(at path: String, for access: Access) throws(Fault) -> CityDatabase {
    switch FileFacts.kind(of: path) {
    case .missing: throw missing(path)
    case .directory: throw SystemFault.reading(path, EISDIR)
    case .file, .other: break
    }
    let connection = try connect(path, mode: access == .reading ? .readOnly : .readWrite)
    guard try hasSchema(connection) else { throw missing(path) }
    if access == .writing {
      try connection.useWriteAheadLog()
      try Migration.run(Migration.all, on: connection, to: Schema.version)
      try AreaStamp.restore(in: connection)
    } else {
      try migrateForReading(connection)
    }
    return try CityDatabase(connection)
  }

  /// Migrates an older database. One that cannot be written is read as it is: what it lacks is stood in for.
  private static func migrateForReading(_ connection: Connection) throws(Fault) {
    let present = try Migration.version(of: connection)
    guard present != Schema.version else { return }
    guard present < Schema.version else { throw Migration.newer(present, than: Schema.version, connection) }
    do {
      try Migration.run(Migration.all, on: connect(connection.path, mode: .readWrite), to: Schema.version)
    } catch {
      guard error.code == "read-only-database" || error.code == "cannot-open-database" else { throw error }
      if present < 3 { try EditionHistory.standIn(on: connection) }
      if present < 4 { try CaseHistory.standIn(on: connection) }
      if present < 8 { try DutyTable.standIn(on: connection) }
    }
  }

  /// Runs `body` in one transaction: all that it writes is written, or nothing where it throws.
  public func transaction<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
    try connection.transaction(body)
  }

  static func connect(_ path: String, mode: Connection.Mode) throws(Fault) -> Connection {
    // Reading needs none of SpatiaLite's functions: boxes come from the R*Tree, geometry from the blobs.
    let connection = try Connection.open(path, mode: mode, spatial: mode != .readOnly)
    try connection.execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536")
    return connection
  }

  /// Whether the file holds a city database; a file without any table was left by a kill and counts as absent.
  static func hasSchema(_ connection: Connection) throws(Fault) -> Bool {
    if try connection.integer("PRAGMA application_id") == Int64(Schema.applicationID) { return true }
    guard try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 else {
      throw Fault(
        .input, code: "not-a-city-database",
        Text("this database was not made by onegrid", zh: "这个数据库不是由 onegrid 建立的"), at: Place(connection.path),
        hint: Text("name another file with --db", zh: "用 --db 指定另一个文件"))
    }
    return false
  }

  private static func missing(_ path: String) -> Fault {
    Fault(
      .input, code: "missing-database", Text("there is no city database here", zh: "此处没有城市数据库"), at: Place(path),
      hint: Text(
        "make one with `onegrid init` or a first `onegrid import`, or name another with --db",
        zh: "用 onegrid init 或首次 onegrid import 建立，或用 --db 指定另一个"))
  }
}
