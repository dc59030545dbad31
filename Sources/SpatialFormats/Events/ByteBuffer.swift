/// Bytes in memory of their own that grow and are used again: the working space of one thread.
///
/// An append costs a check and a copy; nothing is initialised, and `removeAll` keeps the space. Some bytes more than
/// there are can be read (never written), so that a kernel may load whole words up to the end.
@safe package final class ByteBuffer {
  package var count: Int { length }
  /// By itself private: what no other module can touch the runtime need not guard.
  private var length = 0
  private var space: UnsafeMutableRawBufferPointer

  /// How many bytes can be read behind the last one; what they are is left open.
  package static let padding = 64

  package init(capacity: Int = 4096) {
    unsafe space = ByteBuffer.allocate(max(capacity, 16))
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + padding, alignment: 64)
    return unsafe UnsafeMutableRawBufferPointer(rebasing: whole[..<capacity])
  }

  deinit { unsafe space.deallocate() }

  /// What has been appended; valid until the next change.
  package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: space[..<length]) }

  /// Where they begin; valid until the next change.
  package var start: UnsafeRawPointer { unsafe UnsafeRawPointer(space.baseAddress!) }

  /// The same, open to changes in place.
  package var mutableBytes: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(rebasing: space[..<length])
  }

  package func removeAll() { length = 0 }

  package func removeLast(_ number: Int) { length -= number }

  /// Takes one byte out; those behind it move up.
  package func removeByte(at offset: Int) {
    precondition(offset >= 0 && offset < length, "a byte that there is")
    let place = unsafe space.baseAddress! + offset
    unsafe place.copyMemory(from: place + 1, byteCount: length - offset - 1)
    length -= 1
  }

  /// Makes room for `more` bytes behind those there are.
  @inline(__always) package func reserve(_ more: Int) {
    if unsafe space.count - length < more { grow(more) }
  }

  @inline(never) private func grow(_ more: Int) {
    let larger = unsafe ByteBuffer.allocate(max(space.count * 2, length + more))
    unsafe larger.copyMemory(from: bytes)
    unsafe space.deallocate()
    unsafe space = larger
  }

  /// The free room behind the bytes, at least `more` long; what is written there counts after `advance`.
  package func room(_ more: Int) -> UnsafeMutableRawBufferPointer {
    reserve(more)
    return unsafe UnsafeMutableRawBufferPointer(rebasing: space[length...])
  }

  package func advance(_ number: Int) { length += number }

  @inline(__always) package func append(_ byte: UInt8) {
    reserve(1)
    unsafe space.storeBytes(of: byte, toByteOffset: length, as: UInt8.self)
    length += 1
  }

  @inline(__always) package func append(_ more: UnsafeRawBufferPointer) {
    guard let source = more.baseAddress, more.count > 0 else { return }
    reserve(more.count)
    unsafe (space.baseAddress! + length).copyMemory(from: source, byteCount: more.count)
    length += more.count
  }

  package func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
  }

  package func append(_ text: StaticString) {
    unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
