public import Diagnostics
import Glibc
import SpatialDatabase
import SystemFiles

extension CityDatabase {
  /// Makes a new database.
  /// - Throws: `database-exists` (73) where there is one; `unknown-crs` (65).
  public static func create(at path: String, settings: DatabaseSettings = DatabaseSettings()) throws(Fault) {
    try write(at: path, creating: settings) { (database, isNew) throws(Fault) in
      guard isNew else {
        throw Fault(
          .output, code: "database-exists", Text("there is a city database here already", zh: "此处已有城市数据库"),
          at: Place(path), hint: Text("use it as it is, or name another with --db", zh: "直接使用，或用 --db 指定另一个"))
      }
    }
  }

  /// Runs `body` on the database in one transaction. Where there is none it is made in the same transaction, so
  /// that a failure or a kill leaves no database behind.
  ///
  /// - Parameter body: is told whether the database is new.
  public static func write<Result>(
    at path: String, creating settings: DatabaseSettings,
    _ body: (_ database: CityDatabase, _ isNew: Bool) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    if try isPresent(at: path) {
      let database = try open(at: path, for: .writing)
      return try database.transaction { () throws(Fault) in try body(database, false) }
    }
    do {
      let connection = try connect(path, mode: .create)
      try connection.useWriteAheadLog()
      return try connection.transaction { () throws(Fault) in
        // Another process may have made it in the meantime.
        let isNew = try !hasSchema(connection)
        if isNew { try Schema.make(in: connection, settings: settings) }
        return try body(CityDatabase(connection), isNew)
      }
    } catch {
      // One that is locked is being made by another process just now.
      if error.kind != .busy, (try? isPresent(at: path)) == false { removeRemains(of: path) }
      throw error
    }
  }

  /// Whether there is a city database, not merely what a kill left of one.
  private static func isPresent(at path: String) throws(Fault) -> Bool {
    switch FileFacts.kind(of: path) {
    case .missing: return false
    case .directory: throw SystemFault.reading(path, EISDIR)
    case .file, .other: return try hasSchema(Connection.open(path, mode: .readOnly, spatial: false))
    }
  }

  /// Removes an empty file and what SQLite keeps beside it.
  private static func removeRemains(of path: String) {
    for ending in ["", "-wal", "-shm"] { unsafe unlink(path + ending) }
  }
}
