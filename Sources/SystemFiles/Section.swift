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

  /// The section of a file, all of it verified before it is believed.
  ///
  /// - Throws: `index-damaged` (66).
  package init(confirmed id: UInt32, of file: SectionFile) throws(Fault) {
    try self.init(id, of: file)
    try unsafe file.confirm(bytes)
  }

  /// Verifies some elements before they are believed, where they lie in a file that is verified as it is touched.
  ///
  /// - Throws: `index-damaged` (66).
  package func confirm(_ elements: Range<Int>) throws(Fault) {
    guard let file = owner as? SectionFile else { return }
    let known = elements.clamped(to: 0..<count)
    let size = MemoryLayout<Element>.stride
    try unsafe file.confirm(
      UnsafeRawBufferPointer(rebasing: bytes[(known.lowerBound * size)..<(known.upperBound * size)]))
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

/// Zeroed memory at a multiple of 64 bytes, with as much behind it as a look-up may read beyond a section's end. It takes
/// room where it is touched.
///
/// What is large lies in huge pages where the system has them: look-ups go to places at random, and with pages of 4 KiB
/// a good part of them waits for the page table too.
@safe package final class SectionMemory {
  package let bytes: UnsafeMutableRawBufferPointer
  package static let slack = 4096
  private static let hugePage = 2 << 20
  /// From here on memory comes from the system itself, and from a quarter of a huge page on in huge pages.
  private static let mapped = 1 << 16
  private let mapping: UnsafeMutableRawBufferPointer?

  /// Ends the process where the system has no room for it, as any allocation does.
  package init(byteCount: Int) {
    let space = byteCount + Self.slack
    let base: UnsafeMutableRawPointer
    if space < Self.mapped {
      unsafe base = .allocate(byteCount: space, alignment: 64)
      unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: space)
      unsafe mapping = nil
    } else {
      unsafe mapping = Self.map(space)
      let isHuge = space >= Self.hugePage / 4
      unsafe base = isHuge ? mapping!.baseAddress!.alignedUp(toMultipleOf: Self.hugePage) : mapping!.baseAddress!
      // Whole huge pages only: a part of one would be made of small ones. Advice only: where it is not taken, the memory
      // is as good.
      if isHuge { unsafe madvise(base, (space + Self.hugePage - 1) / Self.hugePage * Self.hugePage, MADV_HUGEPAGE) }
    }
    unsafe bytes = UnsafeMutableRawBufferPointer(start: base, count: byteCount)
  }

  /// At least so much, and as much more as moving up to a huge page and filling the last one takes.
  private static func map(_ space: Int) -> UnsafeMutableRawBufferPointer {
    let length = space + 2 * hugePage
    let base = unsafe mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let base = unsafe base, unsafe base != MAP_FAILED else { preconditionFailure("out of memory") }
    return unsafe UnsafeMutableRawBufferPointer(start: base, count: length)
  }

  deinit {
    if let mapping = unsafe mapping {
      unsafe munmap(mapping.baseAddress!, mapping.count)
    } else {
      unsafe bytes.baseAddress!.deallocate()
    }
  }
}
