/// How a file of delimited records is written.
package struct CSVDialect: Sendable, Hashable {
  /// `,` or `;`, a tab, `|`.
  package var delimiter: UInt8
  /// The byte that ends a record: LF (with or without a CR before it), or CR in a file that has no LF.
  package var terminator: UInt8
  /// Whether records end in CR LF.
  package var hasCarriageReturns: Bool

  package static let comma = CSVDialect(delimiter: UInt8(ascii: ","), terminator: 0x0A, hasCarriageReturns: false)

  /// What records written beside those of the input end in.
  package var lineEnd: StaticString { hasCarriageReturns ? "\r\n" : "\n" }

  static let quote = UInt8(ascii: "\"")

  /// Reads the way of writing off the first record of `bytes`, which are the beginning of a file.
  ///
  /// The first line end outside quotes tells how records end; of the possible delimiters the most frequent in the
  /// first record wins, the comma where it is a tie.
  init(of bytes: UnsafeRawBufferPointer) {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    terminator = 0x0A
    hasCarriageReturns = false
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      if byte == CSVDialect.quote {
        isQuoted.toggle()
      } else if !isQuoted {
        if byte == 0x0A { break }
        if byte == 0x0D {
          let isBeforeLineFeed = unsafe index + 1 < bytes.count && bytes[index + 1] == 0x0A
          hasCarriageReturns = isBeforeLineFeed
          if !isBeforeLineFeed { terminator = 0x0D }
          break
        }
        counts[byte, default: 0] += 1
      }
    }
    var best = (byte: UInt8(ascii: ","), count: counts[UInt8(ascii: ",")] ?? 0)
    for byte in [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")] {
      if let count = counts[byte], count > best.count { best = (byte, count) }
    }
    delimiter = best.byte
  }

  private init(delimiter: UInt8, terminator: UInt8, hasCarriageReturns: Bool) {
    self.delimiter = delimiter
    self.terminator = terminator
    self.hasCarriageReturns = hasCarriageReturns
  }
}
