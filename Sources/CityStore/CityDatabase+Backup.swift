public import Diagnostics
import Glibc
import SpatialDatabase
import SystemFiles

extension CityDatabase {
  /// Copies the database as it is at one moment to `target`, while others may go on writing. The copy appears whole or
  /// not at all.
  ///
  /// - Throws: `output-exists`, `disk-full`, `cannot-open-database` (73).
  public func backUp(to target: String, force: Bool = false) throws(Fault) {
    if FileFacts.kind(of: target) == .directory { throw SystemFault.writing(target, EISDIR) }
    guard force || FileFacts.kind(of: target) == .missing else { throw OutputFile.exists(target) }
    let temporary = OutputFile.temporaryName(for: target)
    do {
      try connection.backUp(to: temporary)
      try OutputFile.rename(temporary, to: target)
    } catch {
      for ending in ["", "-journal", "-wal", "-shm"] { unsafe unlink(temporary + ending) }
      throw error
    }
  }
}
