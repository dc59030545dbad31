package import Diagnostics
import Glibc

/// An immutable file of numbered sections, memory-mapped and checksummed: the form in which an index is kept.
///
/// Opening brings the whole file into memory and compares every checksum, so that a damaged file is refused before anything in
/// it is believed; or, where that would take longer than what is asked, each part when it is first asked for. A file is only
/// ever replaced by another of the same name, never changed; the mapping then goes on showing the file that was opened.
@safe package final class SectionFile: @unchecked Sendable {
  package let path: String
  package let header: SectionHeader
  private let base: UnsafeRawPointer
  private let blocks: BlockSums?

  /// How much of a file is read before it is believed.
  package enum Verification: Sendable {
    /// Every byte.
    case whole
    /// The first page and the checksums of blocks. What stands in a section is verified by `confirm`, which whoever reads it
    /// calls before.
    case touched
  }

  /// Opens the file, maps it and verifies it.
  ///
  /// - Parameters:
  ///   - kind: 8 ASCII bytes that the file must bear.
  ///   - version: of the kind's own format.
  ///   - key: 32 bytes that tell what the content was made from.
  /// - Throws: `index-damaged`, `index-foreign`, `index-outdated`; `missing-file`, `unreadable-file` (66).
  /// - Complexity: one pass over the file, some GB/s; over a five-hundredth of it where it is verified as it is touched.
  package init(
    path: String, kind: String, version: UInt32, key: [UInt8], verifying: Verification = .whole
  ) throws(Fault) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFault.reading(path) }
    defer { close(descriptor) }
    header = try SectionFile.header(descriptor, path: path)
    guard header.kind.elementsEqual(kind.utf8) else { throw SectionFault.foreign(path) }
    guard header.version == version else { throw SectionFault.outdatedFormat(path) }
    guard header.key == key else { throw SectionFault.outdatedContent(path) }
    let address = unsafe mmap(nil, header.length, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw SystemFault.reading(path) }
    self.path = path
    unsafe base = UnsafeRawPointer(address)
    do throws(Fault) {
      let file = unsafe UnsafeRawBufferPointer(start: base, count: header.length)
      switch verifying {
      case .whole:
        try unsafe SectionFile.bringIn(0..<file.count, of: file, descriptor, path: path)
        try unsafe SectionFile.verify(header.sections, of: file, path: path)
        let tail = unsafe file[(file.count - SectionHeader.size)...]
        guard unsafe tail.allSatisfy({ $0 == 0 }) else { throw SectionFault.damaged(path) }
        blocks = nil
      case .touched:
        let sums = header.sections.filter { $0.id == BlockSums.section }
        for section in sums { try unsafe SectionFile.bringIn(section.padded, of: file, descriptor, path: path) }
        try unsafe SectionFile.verify(sums, of: file, path: path)
        blocks = try unsafe BlockSums(header, mappedAt: base, path: path)
      }
    } catch {
      unsafe munmap(address, header.length)
      throw error
    }
  }

  deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: base), header.length) }

  /// The bytes of a section, or `nil` where the file has none of that number. They begin at a multiple of 64, at least 4096
  /// readable zero bytes follow the last section, and they live as long as this value: whoever keeps them keeps it too.
  package func section(_ id: UInt32) -> UnsafeRawBufferPointer? {
    guard let section = header.sections.first(where: { $0.id == id }) else { return nil }
    return unsafe UnsafeRawBufferPointer(start: base + section.offset, count: section.count)
  }

  /// Verifies a part of a section before it is believed; nothing is left to do where the whole file has been verified.
  ///
  /// - Throws: `index-damaged` (66).
  package func confirm(_ bytes: UnsafeRawBufferPointer) throws(Fault) { try unsafe blocks?.confirm(bytes) }

  /// The first page of a file of any kind and key; its sections are not verified.
  ///
  /// - Throws: as `init`.
  package static func header(of path: String) throws(Fault) -> SectionHeader {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFault.reading(path) }
    defer { close(descriptor) }
    return try header(descriptor, path: path)
  }

  private static func header(_ descriptor: Int32, path: String) throws(Fault) -> SectionHeader {
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0 else { throw SystemFault.reading(path) }
    guard facts.st_mode & S_IFMT != S_IFDIR else { throw SystemFault.reading(path, EISDIR) }
    guard facts.st_mode & S_IFMT == S_IFREG else { throw SectionFault.foreign(path) }
    let length = Int(facts.st_size)
    var page = [UInt8](repeating: 0, count: SectionHeader.size)
    let known = min(length, page.count)
    var fault: Fault?
    unsafe page.withUnsafeMutableBytes { bytes in
      do throws(Fault) {
        try unsafe read(UnsafeMutableRawBufferPointer(rebasing: bytes[..<known]), descriptor, at: 0, path: path)
      } catch { fault = error }
    }
    if let fault { throw fault }
    return try unsafe page.span.withUnsafeBytes { bytes throws(Fault) in
      try unsafe SectionHeader(bytes, fileLength: length, path: path)
    }
  }

  /// Compares the checksums of sections, piece by piece on all cores.
  private static func verify(
    _ sections: [SectionHeader.Section], of file: UnsafeRawBufferPointer, path: String
  ) throws(Fault) {
    let pieces = sections.flatMap { section in
      stride(from: section.padded.lowerBound, to: section.padded.upperBound, by: StripeChecksum.piece).map { start in
        start..<min(start + StripeChecksum.piece, section.padded.upperBound)
      }
    }
    nonisolated(unsafe) let file = unsafe file
    let ofPieces = Workers.map(pieces.count, threads: min(4, Processors.usable)) { number -> UInt64 in
      var checksum = StripeChecksum()
      unsafe checksum.update(UnsafeRawBufferPointer(rebasing: file[pieces[number]]))
      return checksum.finish()
    }
    var next = 0
    for section in sections {
      let count = (section.padded.count + StripeChecksum.piece - 1) / StripeChecksum.piece
      guard StripeChecksum.combine(Array(ofPieces[next..<(next + count)])) == section.checksum else {
        throw SectionFault.damaged(path)
      }
      next += count
    }
  }

  /// Brings a stretch of the mapped file into memory at once: thousands of pages that each wait for their first touch take
  /// longer, and a disk that fails does so here, with a fault, not where somebody reads the mapping.
  private static func bringIn(
    _ stretch: Range<Int>, of file: UnsafeRawBufferPointer, _ descriptor: Int32, path: String
  ) throws(Fault) {
    // Whole pages, of whatever size.
    let start = stretch.lowerBound / (1 << 16) * (1 << 16)
    let address = unsafe UnsafeMutableRawPointer(mutating: file.baseAddress! + start)
    if unsafe madvise(address, stretch.upperBound - start, populateForReading) == 0 { return }
    guard errno == EINVAL else { throw errno == EFAULT ? SectionFault.damaged(path) : SystemFault.reading(path) }
    try readThrough(stretch, descriptor, path: path)
  }

  /// `MADV_POPULATE_READ` of Linux 5.14, which older C headers do not have.
  private static let populateForReading: Int32 = 22

  /// Reads a stretch of the file through a small buffer, for an older system: what was read once the mapping finds in memory.
  static func readThrough(_ stretch: Range<Int>, _ descriptor: Int32, path: String) throws(Fault) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { unsafe buffer.deallocate() }
    for start in stride(from: stretch.lowerBound, to: stretch.upperBound, by: buffer.count) {
      let count = min(buffer.count, stretch.upperBound - start)
      try unsafe read(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), descriptor, at: start, path: path)
    }
  }

  /// Fills `buffer` from the file; a file that ends before is damaged.
  private static func read(
    _ buffer: UnsafeMutableRawBufferPointer, _ descriptor: Int32, at offset: Int, path: String
  ) throws(Fault) {
    var done = 0
    while let base = buffer.baseAddress, done < buffer.count {
      let count = unsafe pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemFault.reading(path)
      }
      guard count > 0 else { throw SectionFault.damaged(path) }
      done += count
    }
  }
}
