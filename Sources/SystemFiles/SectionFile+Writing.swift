package import Diagnostics

extension SectionFile {
  /// Writes a file beside its name and renames it when it is whole and on disk; one that is there is replaced.
  ///
  /// The same sections make the same bytes.
  ///
  /// - Parameters:
  ///   - kind: 8 ASCII bytes.
  ///   - key: 32 bytes.
  ///   - sections: at most 119, with different numbers.
  ///   - blockSums: whether the file keeps what it takes to be verified as it is touched.
  /// - Throws: `no-folder`, `unwritable`, `disk-full`, `cannot-write` (73).
  package static func write(
    _ path: String, kind: String, version: UInt32, key: [UInt8],
    sections: [(id: UInt32, bytes: UnsafeRawBufferPointer)], blockSums: Bool = false
  ) throws(Fault) {
    if blockSums {
      let sums = unsafe BlockSums.of(sections)
      defer { withExtendedLifetime(sums) {} }
      return try unsafe write(
        path, kind: kind, version: version, key: key, sections: sections + [(BlockSums.section, sums.bytes)])
    }
    let header = unsafe SectionHeader(kind: kind, version: version, key: key, sections: sections)
    let zeros = [UInt8](repeating: 0, count: SectionHeader.size)
    // Past the page cache: who builds an index has it in memory, and new pages are dear.
    var output = try OutputFile(path: path, force: true, isLong: true)
    try output.write(header.page[...])
    for unsafe(_, bytes) in unsafe sections {
      try unsafe output.write(bytes)
      try output.write(zeros[..<(SectionHeader.padded(bytes.count) - bytes.count)])
    }
    try output.write(zeros[...])
    try output.commit()
  }
}

extension OutputFile {
  fileprivate mutating func write(_ bytes: ArraySlice<UInt8>) throws(Fault) {
    var fault: Fault?
    unsafe bytes.withUnsafeBytes { bytes in
      do throws(Fault) { try unsafe write(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}
