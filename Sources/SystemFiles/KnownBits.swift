import Synchronization

/// Bits that begin as 0 and are set by any thread: each says that something is known which cannot change any more. Who sees a
/// bit too late finds out once more; so none waits for another, and there is no order among them.
@safe package final class KnownBits: @unchecked Sendable {
  private let words: UnsafeMutableBufferPointer<Atomic<UInt64>>

  package init(count: Int) {
    unsafe words = .allocate(capacity: max(1, (count + 63) / 64))
    for word in unsafe words.indices { unsafe words.initializeElement(at: word, to: Atomic(0)) }
  }

  deinit { unsafe words.deinitialize().deallocate() }

  /// - Precondition: a bit that there is.
  package subscript(_ bit: Int) -> Bool {
    unsafe words[bit >> 6].load(ordering: .relaxed) >> (UInt64(truncatingIfNeeded: bit) & 63) & 1 != 0
  }

  package func set(_ bit: Int) {
    unsafe words[bit >> 6].bitwiseOr(1 << (UInt64(truncatingIfNeeded: bit) & 63), ordering: .relaxed)
  }

  /// For kernels: bit n is bit n mod 64 of word n / 64, to be loaded at once.
  package var plain: UnsafePointer<UInt64> {
    unsafe UnsafeRawPointer(words.baseAddress!).assumingMemoryBound(to: UInt64.self)
  }
}
