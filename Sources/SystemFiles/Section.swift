package import Diagnostics

/// Plain values one after the other in memory that is never written again: an index's own, or a part of a mapped file.
/// There is always at least one, and a position beyond the last means the last: whatever a file says, nothing outside is
/// read.
@safe package struct Section<Element: BitwiseCopyable>: @unchecked Sendable {
  package let base: UnsafePointer<Element>
  package let count: Int
  /// Keeps the memory.
  private let owner: AnyObject

  /// A copy of `elements`; of none, one of zeros.
  package init(_ elements: [Element]) {
    let memory = SectionMemory(byteCount: max(elements.count, 1) * MemoryLayout<Element>.stride)
    unsafe elements.withUnsafeBytes { unsafe memory.bytes.copyMemory(from: $0) }
    unsafe self.init(UnsafeRawBufferPointer(memory.bytes), owner: memory)
  }

  /// - Parameter bytes: aligned, of one element or more; they must stay as they are while `owner` lives.
  package init(_ bytes: UnsafeRawBufferPointer, owner: AnyObject) {
    count = bytes.count / MemoryLayout<Element>.stride
    unsafe base = bytes.baseAddress!.assumingMemoryBound(to: Element.self)
    self.owner = owner
  }

  /// The section of a file.
  ///
  /// - Throws: `index-damaged` (66) where it is missing or empty.
  package init(_ id: UInt32, of file: SectionFile) throws(Fault) {
    guard let bytes = unsafe file.section(id), bytes.count >= MemoryLayout<Element>.stride else {
      throw SectionFault.damaged(file.path)
    }
    unsafe self.init(bytes, owner: file)
  }

  @inlinable @inline(__always) package subscript(_ position: Int) -> Element {
    unsafe base[Int(min(UInt(bitPattern: position), UInt(bitPattern: count &- 1)))]
  }

  @inlinable @inline(__always) package subscript(_ position: UInt32) -> Element { self[Int(position)] }

  /// The same without its owner, for work during which that surely lives.
  @inlinable package var view: SectionView<Element> {
    unsafe SectionView(base: base, last: UInt(bitPattern: count &- 1))
  }

  package var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

/// A section as plain words, so that passing it on counts no references.
@safe package struct SectionView<Element: BitwiseCopyable>: BitwiseCopyable {
  @usableFromInline let base: UnsafePointer<Element>
  @usableFromInline let last: UInt

  @inlinable init(base: UnsafePointer<Element>, last: UInt) {
    unsafe self.base = unsafe base
    self.last = last
  }

  @inlinable @inline(__always) package subscript(_ position: Int) -> Element {
    unsafe base[Int(min(UInt(bitPattern: position), last))]
  }
}

/// Zeroed memory at a multiple of 64 bytes, with as much behind it as a look-up may read beyond a section's end.
@safe package final class SectionMemory {
  package let bytes: UnsafeMutableRawBufferPointer
  package static let slack = 4096

  package init(byteCount: Int) {
    let space = UnsafeMutableRawPointer.allocate(byteCount: byteCount + Self.slack, alignment: 64)
    unsafe space.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount + Self.slack)
    unsafe bytes = UnsafeMutableRawBufferPointer(start: space, count: byteCount)
  }

  deinit { unsafe bytes.baseAddress!.deallocate() }
}
