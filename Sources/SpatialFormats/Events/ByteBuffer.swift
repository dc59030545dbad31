/// Bytes in memory of their own that grow and are used again: the working space of one thread.
///
/// An append costs a check and a copy; nothing is initialised, and `removeAll` keeps the space.
@safe package final class ByteBuffer {
  package private(set) var count = 0
  private var space: UnsafeMutableRawBufferPointer

  package init(capacity: Int = 4096) {
    unsafe space = .allocate(byteCount: max(capacity, 16), alignment: 16)
  }

  deinit { unsafe space.deallocate() }

  /// What has been appended; valid until the next change.
  package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: space[..<count]) }

  /// The same, open to changes in place.
  package var mutableBytes: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(rebasing: space[..<count])
  }

  package func removeAll() { count = 0 }

  package func removeLast(_ number: Int) { count -= number }

  /// Makes room for `more` bytes behind those there are.
  @inline(__always) package func reserve(_ more: Int) {
    if unsafe space.count - count < more { grow(more) }
  }

  @inline(never) private func grow(_ more: Int) {
    let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(space.count * 2, count + more), alignment: 16)
    unsafe larger.copyMemory(from: bytes)
    unsafe space.deallocate()
    unsafe space = larger
  }

  /// The free room behind the bytes, at least `more` long; what is written there counts after `advance`.
  package func room(_ more: Int) -> UnsafeMutableRawBufferPointer {
    reserve(more)
    return unsafe UnsafeMutableRawBufferPointer(rebasing: space[count...])
  }

  package func advance(_ number: Int) { count += number }

  @inline(__always) package func append(_ byte: UInt8) {
    reserve(1)
    unsafe space.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  @inline(__always) package func append(_ more: UnsafeRawBufferPointer) {
    guard let source = more.baseAddress, more.count > 0 else { return }
    reserve(more.count)
    unsafe (space.baseAddress! + count).copyMemory(from: source, byteCount: more.count)
    count += more.count
  }

  package func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
  }

  package func append(_ text: StaticString) {
    unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
