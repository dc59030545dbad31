import CSpatiaLite
package import Diagnostics
import Glibc

/// One connection to one database file. Not to be shared between threads.
///
/// A statement keeps its connection alive, so that no handle outlives its owner.
@safe package final class Connection {
  package enum Mode: Sendable, Hashable {
    case readOnly
    case readWrite
    /// Read and write; the file is made where it is missing.
    case create
  }

  package let path: String
  package let mode: Mode
  let handle: OpaquePointer
  /// SpatiaLite's state of this connection; it must outlive the connection's functions.
  private let spatialCache: UnsafeMutableRawPointer?

  /// How long a call waits for another process before it gives up.
  package static let busyTimeoutMilliseconds: Int32 = 2_000

  private init(path: String, mode: Mode, handle: OpaquePointer, spatialCache: UnsafeMutableRawPointer?) {
    self.path = path
    self.mode = mode
    unsafe self.handle = handle
    unsafe self.spatialCache = spatialCache
  }

  deinit {
    unsafe sqlite3_close_v2(handle)
    if let cache = unsafe spatialCache { unsafe spatialite_cleanup_ex(cache) }
  }

  /// Opens `path`, and reads its header, so that a file of another kind is found out here.
  ///
  /// - Parameters:
  ///   - path: a file, or `:memory:`.
  ///   - spatial: whether SQL may call SpatiaLite's functions. Costs 6 ms. Needed for every write to a table
  ///     with a registered geometry column, since its triggers call them.
  /// - Throws: `not-a-database`, `cannot-open-database` or `database-locked`.
  package static func open(_ path: String, mode: Mode, spatial: Bool) throws(Fault) -> Connection {
    do {
      let connection = try connect(path, path, flags: flags(mode), mode: mode, spatial: spatial)
      try connection.execute("PRAGMA schema_version")
      return connection
    } catch {
      // In a folder that cannot be written a WAL database has nowhere to put its shared memory. Where no log
      // lies beside it, the file is complete and can be read as it is.
      let isUnwritable = error.code == "read-only-database" || error.code == "cannot-open-database"
      guard mode == .readOnly, isUnwritable, hasNoLog(path) else { throw error }
      let uri = "file:" + uriPath(path) + "?immutable=1"
      let connection = try connect(uri, path, flags: flags(mode) | SQLITE_OPEN_URI, mode: mode, spatial: spatial)
      try connection.execute("PRAGMA schema_version")
      return connection
    }
  }

  private static func connect(
    _ name: String, _ path: String, flags: Int32, mode: Mode, spatial: Bool
  ) throws(Fault) -> Connection {
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(name, &opened, flags, nil)
    guard let handle = unsafe opened, code == SQLITE_OK else {
      let message = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      unsafe sqlite3_close_v2(opened)
      throw SQLFault.fault(code: code, message: message, sql: nil, path: path, isWriting: mode != .readOnly)
    }
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe sqlite3_busy_timeout(handle, busyTimeoutMilliseconds)
    var cache: UnsafeMutableRawPointer?
    if spatial {
      unsafe cache = spatialite_alloc_connection()
      unsafe spatialite_init_ex(handle, cache, 0)
    }
    return unsafe Connection(path: path, mode: mode, handle: handle, spatialCache: cache)
  }

  /// Whether no write-ahead log with anything in it lies beside the file.
  private static func hasNoLog(_ path: String) -> Bool {
    var facts = stat()
    return unsafe stat(path, &facts) == 0 && (stat(path + "-wal", &facts) != 0 || facts.st_size == 0)
  }

  /// The path as a URI of SQLite writes it: `%`, `?` and `#` have a meaning there.
  private static func uriPath(_ path: String) -> String {
    path.reduce(into: "") { text, character in
      switch character {
      case "%": text += "%25"
      case "?": text += "%3f"
      case "#": text += "%23"
      default: text.append(character)
      }
    }
  }

  private static func flags(_ mode: Mode) -> Int32 {
    switch mode {
    case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    }
  }

  /// Whether SQL may call SpatiaLite's functions here.
  package var isSpatial: Bool { unsafe spatialCache != nil }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// The key of the row inserted last.
  package var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// How many rows the last statement inserted, changed or deleted, those of its triggers not counted.
  package var changedRows: Int { Int(unsafe sqlite3_changes64(handle)) }

  /// The failure that SQLite just reported.
  func fault(code: Int32, sql: String?) -> Fault {
    SQLFault.fault(
      code: code, message: unsafe String(cString: sqlite3_errmsg(handle)), sql: sql, path: path,
      isWriting: mode != .readOnly)
  }
}
