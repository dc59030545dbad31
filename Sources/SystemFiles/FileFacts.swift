package import Diagnostics
import Glibc

/// What can be known of a file by its name.
package enum FileFacts {
  package enum Kind: Sendable {
    case file, directory, missing
    /// A device, a pipe, a socket.
    case other
  }

  package static func kind(of path: String) -> Kind {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { return .missing }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  /// Bytes; `nil` where there is no ordinary file.
  package static func size(of path: String) -> Int? {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(facts.st_size)
  }

  /// How many seconds ago a file was last written; `nil` where there is none.
  package static func age(of path: String) -> Int? {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { return nil }
    return time(nil) - facts.st_mtim.tv_sec
  }

  /// The names in a folder, sorted, without `.` and `..`.
  package static func entries(of folder: String) throws(Fault) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw SystemFault.reading(folder) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The whole of a small file.
  package static func contents(of path: String) throws(Fault) -> [UInt8] {
    let file = try MappedFile(path: path)
    return unsafe Array(file.bytes)
  }

  /// The hexadecimal SHA-256 of a file's bytes.
  package static func sha256(of path: String) throws(Fault) -> String {
    let file = try MappedFile(path: path)
    var digest = SHA256()
    var start = 0
    while start < file.count {
      let end = min(start + 1 << 20, file.count)
      unsafe digest.update(UnsafeRawBufferPointer(rebasing: file.bytes[start..<end]))
      file.release(first: end)
      start = end
    }
    return digest.finish()
  }

  /// The folder part of a path: `a/b.txt` gives `a`, `b.txt` gives `.`.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? path
  }

  /// The extension in lower case without its dot; empty where there is none.
  package static func fileExtension(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The path without its extension and dot.
  package static func withoutExtension(_ path: String) -> String {
    let tail = fileExtension(of: path)
    return tail.isEmpty ? path : String(path.dropLast(tail.count + 1))
  }
}
