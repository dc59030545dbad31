import CSpatiaLite
package import Diagnostics

extension Connection {
  /// Compiles one statement.
  package func prepare(_ sql: String) throws(Fault) -> Statement {
    try Statement(sql, on: self)
  }

  /// Runs a script of any number of statements; rows are dropped.
  package func execute(_ script: String) throws(Fault) {
    let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw fault(code: code, sql: script) }
  }

  /// Runs one statement with `values` bound in order.
  package func run(_ sql: String, _ values: [SQLValue]) throws(Fault) {
    let statement = try prepare(sql)
    try statement.bind(values)
    while try statement.step() {}
  }

  /// Calls `body` for each row of the answer.
  package func forEachRow(
    _ sql: String, _ values: [SQLValue] = [], _ body: (Statement) throws(Fault) -> Void
  ) throws(Fault) {
    let statement = try prepare(sql)
    try statement.bind(values)
    while try statement.step() { try body(statement) }
  }

  /// What `body` makes of each row of the answer.
  package func rows<Row>(
    _ sql: String, _ values: [SQLValue] = [], _ body: (Statement) throws(Fault) -> Row
  ) throws(Fault) -> [Row] {
    var rows: [Row] = []
    try forEachRow(sql, values) { statement throws(Fault) in rows.append(try body(statement)) }
    return rows
  }

  /// What `body` makes of the first row of the answer; `nil` where there is none.
  package func firstRow<Row>(
    _ sql: String, _ values: [SQLValue] = [], _ body: (Statement) throws(Fault) -> Row
  ) throws(Fault) -> Row? {
    let statement = try prepare(sql)
    try statement.bind(values)
    return try statement.step() ? try body(statement) : nil
  }

  /// The first column of the first row; `nil` for no row and for NULL.
  package func integer(_ sql: String, _ values: [SQLValue] = []) throws(Fault) -> Int64? {
    try firstRow(sql, values) { $0.integer(0) } ?? nil
  }

  /// The first column of the first row; `nil` for no row and for NULL.
  package func text(_ sql: String, _ values: [SQLValue] = []) throws(Fault) -> String? {
    try firstRow(sql, values) { $0.text(0) } ?? nil
  }

  /// Calls a SpatiaLite function that answers 1 when it succeeded. SpatiaLite answers 0 or NULL, and raises no
  /// error, when it did not.
  package func require(_ call: String, _ values: [SQLValue] = []) throws(Fault) {
    guard try integer("SELECT \(call)", values) == 1 else {
      throw Fault(
        .software, code: "spatial-function-failed",
        Text("SpatiaLite refused \(call)", zh: "SpatiaLite 拒绝执行 \(call)"), at: Place(path))
    }
  }

  /// Runs `body` in one transaction: all of it is written, or nothing where it throws.
  ///
  /// The outermost call takes the write lock at once, so that it fails at its beginning rather than at its end
  /// where another process writes. A call within a call is a part of the outer one that can fail alone.
  package func transaction<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
    let isOuter = !isInTransaction
    try execute(isOuter ? "BEGIN IMMEDIATE" : "SAVEPOINT part")
    do {
      let result = try body()
      try execute(isOuter ? "COMMIT" : "RELEASE part")
      return result
    } catch {
      // SQLite has rolled back by itself after a full disk; the first failure is the one to tell.
      if isInTransaction { try? execute(isOuter ? "ROLLBACK" : "ROLLBACK TO part; RELEASE part") }
      throw error
    }
  }

  /// Runs `body` on the database as it is at one moment, whatever others write meanwhile.
  package func snapshot<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
    guard !isInTransaction else { return try body() }
    try execute("BEGIN")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Readers then go on while one process writes. It stays with the file.
  /// - Throws: `wal-unavailable` where the file system gives no memory shared between processes.
  package func useWriteAheadLog() throws(Fault) {
    guard try text("PRAGMA journal_mode = WAL") == "wal" else { throw SQLFault.walUnavailable(path: path) }
  }
}
