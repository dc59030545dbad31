public import CProcessor

/// What a processor can be asked of its caches.
@usableFromInline package enum CacheLine {
  /// Asks for the cache line of an address that will be read soon, and does not wait for it. Advice only: any address will
  /// do, and nothing is read that could fail.
  @inlinable @inline(__always) package static func prefetch(_ address: UnsafeRawPointer) {
    unsafe processor_prefetch(address)
  }
}
