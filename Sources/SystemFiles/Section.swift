package import Diagnostics
import Glibc

/// Plain values one after the other in memory that is never written again: an index's own, or a part of a mapped file.
/// There is always at least one, and a position beyond the last means the last: whatever a file says, nothing outside is
/// read.
@usableFromInline @safe package struct Section<Element: BitwiseCopyable>: @unchecked Sendable {
  @usableFromInline package let base: UnsafePointer<Element>
  @usableFromInline package let count: Int
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
  @inlinable @inline(__always) package var view: SectionView<Element> {
    unsafe SectionView(base: base, last: UInt(bitPattern: count &- 1))
  }

  /// The same in memory of its own.
  package var copy: Section<Element> {
    let memory = SectionMemory(byteCount: count * MemoryLayout<Element>.stride)
    unsafe memory.bytes.copyMemory(from: bytes)
    return unsafe Section(UnsafeRawBufferPointer(memory.bytes), owner: memory)
  }

  package var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
  }
}

/// A section as plain words, so that passing it on counts no references.
@usableFromInline @safe package struct SectionView<Element: BitwiseCopyable>: BitwiseCopyable {
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
///
/// What is large lies in huge pages where the system has them: look-ups go to places at random, and with pages of 4 KiB
/// a good part of them waits for the page table too.
@safe package final class SectionMemory {
  package let bytes: UnsafeMutableRawBufferPointer
  package static let slack = 4096
  private static let hugePage = 2 << 20

  package init(byteCount: Int) {
    var space = byteCount + Self.slack
    let isLarge = space >= Self.hugePage / 2
    // Whole huge pages only: a part of one would be made of small ones.
    if isLarge { space = (space + Self.hugePage - 1) / Self.hugePage * Self.hugePage }
    let base = UnsafeMutableRawPointer.allocate(byteCount: space, alignment: isLarge ? Self.hugePage : 64)
    // Advice only: where it is not taken, the memory is as good.
    if isLarge { unsafe madvise(base, space, MADV_HUGEPAGE) }
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount + Self.slack)
    unsafe bytes = UnsafeMutableRawBufferPointer(start: base, count: byteCount)
  }

  deinit { unsafe bytes.baseAddress!.deallocate() }
}
