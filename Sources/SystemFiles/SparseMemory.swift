import Glibc

/// Zeroed memory at the beginning of a page that takes room only where it is written to.
@safe package final class SparseMemory {
  package let start: UnsafeMutableRawPointer
  private let length: Int

  /// Ends the process where the system has no room for it, as any allocation does.
  package init(byteCount: Int) {
    length = max(byteCount, 1)
    let base = unsafe mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let base = unsafe base, unsafe base != MAP_FAILED else { preconditionFailure("out of memory") }
    unsafe start = base
  }

  deinit { unsafe munmap(start, length) }
}
