import Diagnostics

/// The first page of a `SectionFile`: what the file is, what it was made from, and where its sections lie.
///
/// | bytes | meaning |
/// |---|---|
/// | 0..<8 | `OneGrid` and 0x1a |
/// | 8..<12 | byte-order mark |
/// | 12..<16 | version of this layout |
/// | 16..<24 | kind, ASCII |
/// | 24..<28 | version of the kind's own format |
/// | 28..<32 | number of sections |
/// | 32..<64 | key: what the content was made from |
/// | 64..<72 | length of the file |
/// | 128 + 32 k | section k: number (4), zero (4), offset (8), bytes (8), checksum (8) |
/// | 4088..<4096 | checksum of all before |
///
/// The layout has no freedom: sections follow each other, each at the next multiple of 64, and 4096 zero bytes end the file.
package struct SectionHeader: Sendable {
  package struct Section: Sendable {
    package let id: UInt32
    /// Where it begins, from the start of the file.
    let offset: Int
    package let count: Int
    let checksum: UInt64

    /// Its bytes, and the zeros behind them up to the next section.
    var padded: Range<Int> { offset..<(offset + SectionHeader.padded(count)) }
  }

  /// One page; the zeros behind the last section are as many.
  static let size = 4096
  static let maximalSections = 120
  private static let magic: [UInt8] = Array("OneGrid".utf8) + [0x1a]
  private static let byteOrder: UInt32 = 0x0a0b_0c0d
  private static let layout: UInt32 = 1

  package let kind: [UInt8]
  package let version: UInt32
  package let key: [UInt8]
  package let sections: [Section]
  /// Bytes of the whole file.
  package let length: Int

  /// The header of a file that is to be written.
  init(kind: String, version: UInt32, key: [UInt8], sections: [(id: UInt32, bytes: UnsafeRawBufferPointer)]) {
    precondition(kind.utf8.count == 8 && key.count == 32, "a kind of 8 bytes, a key of 32")
    unsafe precondition(sections.count <= SectionHeader.maximalSections, "too many sections")
    unsafe precondition(Set(sections.map(\.id)).count == sections.count, "section numbers differ")
    var table: [Section] = []
    var end = SectionHeader.size
    for unsafe(id, bytes) in unsafe sections {
      unsafe table.append(Section(id: id, offset: end, count: bytes.count, checksum: StripeChecksum.ofPieces(bytes)))
      end += SectionHeader.padded(bytes.count)
    }
    self.kind = Array(kind.utf8)
    self.version = version
    self.key = key
    self.sections = table
    length = end + SectionHeader.size
  }

  /// Reads the first page of the file at `path`, whose whole length is `fileLength`; afterwards every section lies inside it.
  ///
  /// - Throws: `index-foreign`, `index-outdated`, `index-damaged` (66).
  init(_ page: UnsafeRawBufferPointer, fileLength: Int, path: String) throws(Fault) {
    precondition(page.count == SectionHeader.size, "one page")
    func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as type: T.Type) -> T {
      unsafe page.loadUnaligned(fromByteOffset: offset, as: type)
    }
    guard unsafe page[0..<8].elementsEqual(SectionHeader.magic) else { throw SectionFault.foreign(path) }
    guard fileLength >= 2 * SectionHeader.size else { throw SectionFault.damaged(path) }
    guard number(8, as: UInt32.self) == SectionHeader.byteOrder else { throw SectionFault.foreign(path) }
    guard number(12, as: UInt32.self) == SectionHeader.layout else { throw SectionFault.outdatedFormat(path) }
    guard unsafe SectionHeader.checksum(of: page) == number(4088, as: UInt64.self),
      number(64, as: UInt64.self) == UInt64(fileLength)
    else { throw SectionFault.damaged(path) }

    // What follows holds of every file that `write` makes; it is checked because a checksum can be made to fit.
    let sectionCount = Int(number(28, as: UInt32.self))
    guard sectionCount <= SectionHeader.maximalSections else { throw SectionFault.damaged(path) }
    var table: [Section] = []
    var end = SectionHeader.size
    for position in 0..<sectionCount {
      let entry = 128 + 32 * position
      let id = number(entry, as: UInt32.self)
      let count = number(entry + 16, as: UInt64.self)
      guard number(entry + 8, as: UInt64.self) == UInt64(end), count <= UInt64(fileLength - end),
        !table.contains(where: { $0.id == id })
      else { throw SectionFault.damaged(path) }
      table.append(
        Section(id: id, offset: end, count: Int(count), checksum: number(entry + 24, as: UInt64.self)))
      end += SectionHeader.padded(Int(count))
      guard end <= fileLength else { throw SectionFault.damaged(path) }
    }
    guard fileLength - end == SectionHeader.size else { throw SectionFault.damaged(path) }
    unsafe kind = Array(page[16..<24])
    version = number(24, as: UInt32.self)
    unsafe key = Array(page[32..<64])
    sections = table
    length = fileLength
  }

  /// The page as it stands in the file.
  var page: [UInt8] {
    var page: [UInt8] = []
    page.reserveCapacity(SectionHeader.size)
    func append<T: FixedWidthInteger>(_ number: T) {
      var number = number
      unsafe withUnsafeBytes(of: &number) { unsafe page.append(contentsOf: $0) }
    }
    page += SectionHeader.magic
    append(SectionHeader.byteOrder)
    append(SectionHeader.layout)
    page += kind
    append(version)
    append(UInt32(sections.count))
    page += key
    append(UInt64(length))
    page += Array(repeating: 0, count: 128 - page.count)
    for section in sections {
      append(section.id)
      append(UInt32(0))
      append(UInt64(section.offset))
      append(UInt64(section.count))
      append(section.checksum)
    }
    page += Array(repeating: 0, count: SectionHeader.size - page.count)
    unsafe page.withUnsafeMutableBytes { bytes in
      let checksum = unsafe SectionHeader.checksum(of: UnsafeRawBufferPointer(bytes))
      unsafe bytes.storeBytes(of: checksum, toByteOffset: 4088, as: UInt64.self)
    }
    return page
  }

  /// Of all bytes of a page but the last eight.
  static func checksum(of page: UnsafeRawBufferPointer) -> UInt64 {
    unsafe StripeChecksum.of(UnsafeRawBufferPointer(rebasing: page[..<4088]))
  }

  static func padded(_ count: Int) -> Int {
    (count + StripeChecksum.stripe - 1) / StripeChecksum.stripe * StripeChecksum.stripe
  }
}
