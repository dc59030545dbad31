package import Diagnostics
import Glibc

/// A whole file, readable as memory. The mapping ends with the value.
///
/// The file must not shrink while it is mapped: the system then ends the process (SIGBUS).
@safe package struct MappedFile: ~Copyable, @unchecked Sendable {
  package let path: String
  private let base: UnsafeMutableRawPointer?
  package let count: Int

  /// - Throws: `missing-file`, `is-directory`, `unreadable-file`, `not-a-file` (66).
  package init(path: String) throws(Fault) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFault.reading(path) }
    defer { close(descriptor) }
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0 else { throw SystemFault.reading(path) }
    guard facts.st_mode & S_IFMT != S_IFDIR else { throw SystemFault.reading(path, EISDIR) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw Fault(
        .input, code: "not-a-file", Text("“\(path)” is no ordinary file", zh: "“\(path)”不是普通文件"), at: Place(path),
        hint: Text("save the stream to a file first", zh: "请先把数据流保存为文件"))
    }
    let size = Int(facts.st_size)
    var address: UnsafeMutableRawPointer?
    if size > 0 {  // an empty mapping is an error to the system, and none to us
      unsafe address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard unsafe address != MAP_FAILED else { throw SystemFault.reading(path) }
    }
    self.path = path
    count = size
    unsafe base = address
  }

  deinit {
    if let base = unsafe base { unsafe munmap(base, count) }
  }

  /// Gives the memory of the first `count` bytes back to the system. They can still be read, and then come from the
  /// file anew: what is read once from beginning to end need not fill memory as large as the file.
  package func release(first count: Int) {
    if let base = unsafe base { unsafe madvise(base, count, MADV_DONTNEED) }
  }

  /// The file's bytes; valid for as long as this value lives.
  package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }
}
