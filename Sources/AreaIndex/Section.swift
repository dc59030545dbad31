/// Plain values one after the other in memory that is never written again: the index's own, or a part of a mapped file.
/// There is always at least one, and a position beyond the last means the last: whatever a file says, nothing outside is
/// read.
@safe struct Section<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafePointer<Element>
  let count: Int
  /// Keeps the memory.
  private let owner: AnyObject

  /// A copy of `elements`; of none, one of zeros.
  init(_ elements: [Element]) {
    let memory = SectionMemory(byteCount: max(elements.count, 1) * MemoryLayout<Element>.stride)
    unsafe elements.withUnsafeBytes { unsafe memory.bytes.copyMemory(from: $0) }
    unsafe self.init(UnsafeRawBufferPointer(memory.bytes), owner: memory)
  }

  /// - Parameter bytes: aligned, of one element or more; they must stay as they are while `owner` lives.
  init(_ bytes: UnsafeRawBufferPointer, owner: AnyObject) {
    count = bytes.count / MemoryLayout<Element>.stride
    unsafe base = bytes.baseAddress!.assumingMemoryBound(to: Element.self)
    self.owner = owner
  }

  @inline(__always) subscript(_ position: Int) -> Element {
    unsafe base[Int(min(UInt(bitPattern: position), UInt(bitPattern: count &- 1)))]
  }

  @inline(__always) subscript(_ position: UInt32) -> Element { self[Int(position)] }

  /// The same without its owner, for work during which that surely lives.
  var view: SectionView<Element> { unsafe SectionView(base: base, last: UInt(bitPattern: count &- 1)) }

  var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

/// A section as plain words, so that passing it on counts no references.
@safe struct SectionView<Element: BitwiseCopyable>: BitwiseCopyable {
  fileprivate let base: UnsafePointer<Element>
  fileprivate let last: UInt

  @inline(__always) subscript(_ position: Int) -> Element { unsafe base[Int(min(UInt(bitPattern: position), last))] }
}

/// Zeroed memory at a multiple of 64 bytes, with as much behind it as a look-up may read beyond a section's end.
@safe final class SectionMemory {
  let bytes: UnsafeMutableRawBufferPointer
  static let slack = 4096

  init(byteCount: Int) {
    let space = UnsafeMutableRawPointer.allocate(byteCount: byteCount + Self.slack, alignment: 64)
    unsafe space.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount + Self.slack)
    unsafe bytes = UnsafeMutableRawBufferPointer(start: space, count: byteCount)
  }

  deinit { unsafe bytes.baseAddress!.deallocate() }
}
