import CSpatiaLite
package import Diagnostics

/// A compiled statement: bind, step, read columns, reset, and again.
@safe package final class Statement {
  package let sql: String
  private let connection: Connection
  private let handle: OpaquePointer

  init(_ sql: String, on connection: Connection) throws(Fault) {
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(connection.handle, sql, -1, 0, &prepared, nil)
    guard code == SQLITE_OK else { throw connection.fault(code: code, sql: sql) }
    guard let handle = unsafe prepared else {
      throw Fault(.software, code: "sql-error", Text("an empty statement", zh: "空语句"), at: Place(connection.path))
    }
    self.sql = sql
    self.connection = connection
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Advances to the next row.
  /// - Returns: whether there is one. After the last the statement is reset and may be bound anew.
  package func step() throws(Fault) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      unsafe sqlite3_reset(handle)
      return false
    default:
      // Built before the reset, which may change SQLite's message.
      let fault = connection.fault(code: code, sql: sql)
      unsafe sqlite3_reset(handle)
      throw fault
    }
  }

  /// Runs a statement that answers no rows.
  package func run() throws(Fault) {
    while try step() {}
  }

  /// Forgets the rows still to come; what is bound stays.
  package func reset() {
    // Repeats the failure of the last step, which was thrown there.
    unsafe sqlite3_reset(handle)
  }

  // MARK: Binding. Parameters count from 1.

  package func bind(_ values: [SQLValue]) throws(Fault) {
    for (offset, value) in values.enumerated() { try bind(offset + 1, value) }
  }

  package func bind(_ parameter: Int, _ value: SQLValue) throws(Fault) {
    switch value {
    case .null: try bindNull(parameter)
    case .integer(let value): try bind(parameter, value)
    case .real(let value): try bind(parameter, value)
    case .text(let value): try bind(parameter, value)
    case .blob(let value): try bind(parameter, value)
    }
  }

  package func bindNull(_ parameter: Int) throws(Fault) {
    try check(unsafe sqlite3_bind_null(handle, Int32(parameter)))
  }

  package func bind(_ parameter: Int, _ value: Int64) throws(Fault) {
    try check(unsafe sqlite3_bind_int64(handle, Int32(parameter), value))
  }

  /// NaN is stored as NULL, as SQLite does.
  package func bind(_ parameter: Int, _ value: Double) throws(Fault) {
    try check(unsafe sqlite3_bind_double(handle, Int32(parameter), value))
  }

  package func bind(_ parameter: Int, _ value: String) throws(Fault) {
    var value = value
    let code = value.withUTF8 { bytes in unsafe bindText(parameter, UnsafeRawBufferPointer(bytes)) }
    try check(code)
  }

  /// Binds UTF-8 bytes as text.
  package func bind(_ parameter: Int, utf8 bytes: UnsafeRawBufferPointer) throws(Fault) {
    try check(unsafe bindText(parameter, bytes))
  }

  package func bind(_ parameter: Int, _ value: [UInt8]) throws(Fault) {
    let code = unsafe value.withUnsafeBytes { bytes in
      // A null pointer would bind NULL instead of an empty blob.
      unsafe bytes.count == 0
        ? sqlite3_bind_zeroblob(handle, Int32(parameter), 0)
        : sqlite3_bind_blob64(
          handle, Int32(parameter), bytes.baseAddress, UInt64(bytes.count), onegrid_sqlite_transient())
    }
    try check(code)
  }

  private func bindText(_ parameter: Int, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    // A null pointer would bind NULL instead of an empty text.
    guard let start = bytes.baseAddress, bytes.count > 0 else {
      return unsafe sqlite3_bind_text(handle, Int32(parameter), "", 0, onegrid_sqlite_transient())
    }
    return unsafe sqlite3_bind_text64(
      handle, Int32(parameter), start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
      onegrid_sqlite_transient(), UInt8(SQLITE_UTF8))
  }

  private func check(_ code: Int32) throws(Fault) {
    guard code == SQLITE_OK else { throw connection.fault(code: code, sql: sql) }
  }

  // MARK: Columns of the present row. They count from 0; NULL is `nil`.

  package var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  package func columnName(_ column: Int) -> String {
    unsafe sqlite3_column_name(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  package func isNull(_ column: Int) -> Bool {
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  package func integer(_ column: Int) -> Int64? {
    isNull(column) ? nil : unsafe sqlite3_column_int64(handle, Int32(column))
  }

  package func real(_ column: Int) -> Double? {
    isNull(column) ? nil : unsafe sqlite3_column_double(handle, Int32(column))
  }

  package func text(_ column: Int) -> String? {
    guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func bytes(_ column: Int) -> [UInt8]? {
    isNull(column) ? nil : unsafe withBytes(column) { bytes in unsafe [UInt8](bytes) }
  }

  /// Lends the column's own bytes (of a blob, or UTF-8 of a text) without a copy; NULL lends none.
  package func withBytes<Result, Failure>(
    _ column: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // The pointer first: asking for the count first may convert the value and move it.
    let start = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The column as whatever it holds.
  package func value(_ column: Int) -> SQLValue {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: SQLValue(integer(column))
    case SQLITE_FLOAT: SQLValue(real(column))
    case SQLITE_TEXT: SQLValue(text(column))
    case SQLITE_BLOB: SQLValue(bytes(column))
    default: .null
    }
  }
}
