package import Diagnostics
import Glibc

/// An immutable file of numbered sections, memory-mapped and checksummed: the form in which an index is kept.
///
/// Opening reads the whole file once through a small buffer and compares every checksum, so that a damaged file is refused
/// before anything in it is believed, and no page of the mapping is touched before it is needed; or, where that would take
/// longer than what is asked, each part when it is first asked for. A file is only ever replaced by another of the same name,
/// never changed; the mapping then goes on showing the file that was opened.
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

  /// Opens the file, verifies it, and maps it.
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
    switch verifying {
    case .whole:
      try SectionFile.verify(header.sections, descriptor, path: path)
      try SectionFile.verifyTail(header, descriptor, path: path)
    case .touched:
      try SectionFile.verify(header.sections.filter { $0.id == BlockSums.section }, descriptor, path: path)
    }
    let address = unsafe mmap(nil, header.length, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw SystemFault.reading(path) }
    self.path = path
    unsafe base = UnsafeRawPointer(address)
    do throws(Fault) {
      blocks = verifying == .whole ? nil : try unsafe BlockSums(header, mappedAt: base, path: path)
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

  /// Reads sections and compares the checksums, piece by piece on all cores.
  private static func verify(
    _ sections: [SectionHeader.Section], _ descriptor: Int32, path: String
  ) throws(Fault) {
    let pieces = sections.flatMap { section in
      let end = section.offset + section.paddedCount
      return stride(from: section.offset, to: end, by: StripeChecksum.piece).map { start in
        start..<min(start + StripeChecksum.piece, end)
      }
    }
    let cores = min(4, Processors.usable)
    let sums = Workers.map(pieces.count, threads: cores) { number -> Result<UInt64, Fault> in
      Result { () throws(Fault) in try checksum(of: pieces[number], descriptor, path: path) }
    }
    var next = 0
    for section in sections {
      let count = (section.paddedCount + StripeChecksum.piece - 1) / StripeChecksum.piece
      var ofPieces: [UInt64] = []
      for sum in sums[next..<(next + count)] { ofPieces.append(try sum.get()) }
      next += count
      guard StripeChecksum.combine(ofPieces) == section.checksum else { throw SectionFault.damaged(path) }
    }
  }

  /// What is behind the last section must be zeros.
  private static func verifyTail(_ header: SectionHeader, _ descriptor: Int32, path: String) throws(Fault) {
    let tail = header.length - SectionHeader.size
    try unsafe eachBuffer(of: tail..<header.length, descriptor, path: path) { bytes throws(Fault) in
      guard unsafe bytes.allSatisfy({ $0 == 0 }) else { throw SectionFault.damaged(path) }
    }
  }

  private static func checksum(of piece: Range<Int>, _ descriptor: Int32, path: String) throws(Fault) -> UInt64 {
    var checksum = StripeChecksum()
    try unsafe eachBuffer(of: piece, descriptor, path: path) { bytes in unsafe checksum.update(bytes) }
    return checksum.finish()
  }

  /// Hands over a stretch of the file, a buffer at a time: small, so that little memory is touched.
  private static func eachBuffer(
    of stretch: Range<Int>, _ descriptor: Int32, path: String,
    _ body: (UnsafeRawBufferPointer) throws(Fault) -> Void
  ) throws(Fault) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: StripeChecksum.stripe)
    defer { unsafe buffer.deallocate() }
    for start in stride(from: stretch.lowerBound, to: stretch.upperBound, by: buffer.count) {
      let count = min(buffer.count, stretch.upperBound - start)
      let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
      try unsafe read(part, descriptor, at: start, path: path)
      try unsafe body(UnsafeRawBufferPointer(part))
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
