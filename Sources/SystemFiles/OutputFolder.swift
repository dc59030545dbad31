package import Diagnostics
import Glibc

/// A folder that results go to.
package enum OutputFolder {
  /// Makes the folder where there is none; the one above it must be there.
  ///
  /// - Parameters:
  ///   - files: the names of the files that will be made in it.
  ///   - force: lets them be replaced; else one that is there stops the work before it begins.
  /// - Throws: `output-exists`, `no-folder`, `unwritable` … (73).
  package static func prepare(_ path: String, for files: [String], force: Bool) throws(Fault) {
    switch FileFacts.kind(of: path) {
    case .missing: guard unsafe mkdir(path, 0o777) == 0 else { throw SystemFault.writing(path) }
    case .directory: break
    case .file, .other: throw SystemFault.writing(path, ENOTDIR)
    }
    for file in files where !force && FileFacts.kind(of: path + "/" + file) != .missing {
      throw OutputFile.exists(path + "/" + file)
    }
  }
}
