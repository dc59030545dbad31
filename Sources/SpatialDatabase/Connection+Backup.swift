import CSpatiaLite
package import Diagnostics

extension Connection {
  /// Copies the whole database, as it is at one moment, to a new file; other processes may go on writing.
  ///
  /// - Parameter target: a file that does not exist yet.
  package func backUp(to target: String) throws(Fault) {
    let copy = try Connection.open(target, mode: .create, spatial: false)
    guard let backup = unsafe sqlite3_backup_init(copy.handle, "main", handle, "main") else {
      throw copy.fault(code: unsafe sqlite3_extended_errcode(copy.handle), sql: nil)
    }
    // All pages in one step hold one read transaction, so that a writer cannot make it begin again.
    let code = unsafe sqlite3_backup_step(backup, -1)
    let ending = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, ending == SQLITE_OK else {
      throw copy.fault(code: ending == SQLITE_OK ? code : ending, sql: nil)
    }
  }
}
