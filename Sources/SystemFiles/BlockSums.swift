import Diagnostics

/// Checksums of each 4 KiB of every section of a `SectionFile`, kept in a section of their own: so that a block can be verified
/// when something in it is first asked for, and opening the file reads a five-hundredth of it.
///
/// A block that is damaged after it was verified is not seen: the file is never changed, and what the system holds of it in
/// memory is believed.
@safe final class BlockSums: @unchecked Sendable {
  /// The number of their section.
  static let section: UInt32 = .max
  private static let block = 4096

  private let path: String
  private let base: UnsafeRawPointer
  /// Of each section where it lies in the file and its first block's number.
  private let sections: [(bytes: Range<Int>, first: Int)]
  private let sums: UnsafeRawBufferPointer
  private let known: KnownBits

  /// - Parameter base: where the file's first byte is mapped, as long as this is used.
  /// - Throws: `index-damaged` (66) where the file keeps none, or not as many as it has blocks.
  init(_ header: SectionHeader, mappedAt base: UnsafeRawPointer, path: String) throws(Fault) {
    var sections: [(bytes: Range<Int>, first: Int)] = []
    var blocks = 0
    for section in header.sections where section.id != Self.section {
      sections.append((section.offset..<(section.offset + section.count), blocks))
      blocks += Self.blocks(in: section.count)
    }
    guard let own = header.sections.first(where: { $0.id == Self.section }),
      own.count == MemoryLayout<UInt64>.stride * max(blocks, 1)
    else { throw SectionFault.damaged(path) }
    self.path = path
    unsafe self.base = unsafe base
    self.sections = sections
    unsafe sums = UnsafeRawBufferPointer(start: base + own.offset, count: own.count)
    known = KnownBits(count: blocks)
  }

  /// What a file keeps of `sections`.
  static func of(_ sections: [(id: UInt32, bytes: UnsafeRawBufferPointer)]) -> Section<UInt64> {
    var sums: [UInt64] = []
    for unsafe(_, bytes) in unsafe sections {
      for start in stride(from: 0, to: bytes.count, by: block) {
        unsafe sums.append(
          StripeChecksum.of(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + block, bytes.count)])))
      }
    }
    return Section(sums)
  }

  /// Verifies the blocks in which `bytes` lie, each the first time.
  ///
  /// - Parameter bytes: a part of one section of the mapped file.
  /// - Throws: `index-damaged` (66).
  func confirm(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    let place = unsafe start - base
    guard let (section, first) = sections.first(where: { $0.bytes.contains(place) }),
      place + bytes.count <= section.upperBound
    else { throw SectionFault.damaged(path) }
    let blocks =
      ((place - section.lowerBound) / Self.block)...((place + bytes.count - 1 - section.lowerBound) / Self.block)
    for block in blocks where !known[first + block] {
      let from = section.lowerBound + block * Self.block
      let content = unsafe UnsafeRawBufferPointer(start: base + from, count: min(Self.block, section.upperBound - from))
      let sum = unsafe sums.load(fromByteOffset: (first + block) * MemoryLayout<UInt64>.stride, as: UInt64.self)
      guard unsafe StripeChecksum.of(content) == sum else { throw SectionFault.damaged(path) }
      known.set(first + block)
    }
  }

  private static func blocks(in count: Int) -> Int { (count + block - 1) / block }
}
