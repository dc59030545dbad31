package import Diagnostics
import Glibc

/// A private folder (under `$TMPDIR`, else `/tmp`) that is removed with all its files when the value ends.
package struct TemporaryDirectory: ~Copyable {
  package let path: String

  package init() throws(Fault) {
    let parent = Environment.value("TMPDIR") ?? "/tmp"
    var template = Array("\(parent)/onegrid-XXXXXX".utf8) + [0]
    let made = unsafe template.withUnsafeMutableBytes { bytes in
      unsafe mkdtemp(bytes.assumingMemoryBound(to: CChar.self).baseAddress!) != nil
    }
    guard made else { throw SystemFault.writing(parent) }
    path = String(decoding: template.dropLast(), as: UTF8.self)
  }

  deinit { TemporaryDirectory.remove(path) }

  /// Removes a folder and what is in it; a link is removed, not followed.
  private static func remove(_ path: String) {
    if let names = try? FileFacts.entries(of: path) {
      for name in names {
        let entry = "\(path)/\(name)"
        if unsafe unlink(entry) != 0, FileFacts.kind(of: entry) == .directory { remove(entry) }
      }
    }
    unsafe rmdir(path)
  }
}
