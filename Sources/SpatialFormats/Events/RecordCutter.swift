import Glibc

/// Finds the end of the last whole record in bytes that begin with a record, as more of them come in.
///
/// A quote opens a quoted field at the beginning of a field only; elsewhere it is a letter like any other. Within
/// quotes a doubled quote is one of the text, and line ends are text. Where there are no quotes the last line end is
/// found from behind; else the search hops from quote to quote.
struct RecordCutter {
  let dialect: CSVDialect
  /// Behind the last whole record.
  private(set) var end = 0
  /// How many physical lines the whole records take.
  private(set) var lines = 0
  /// Whether the bytes seen so far hold a quote.
  private(set) var hasQuotes = false
  /// Whether what was seen so far ends within quotes.
  private(set) var isQuoted = false
  private var position = 0

  init(_ dialect: CSVDialect) { self.dialect = dialect }

  /// Looks at the bytes that came since the last call.
  /// - Parameter isLast: whether nothing follows them; else the last byte may wait for its successor.
  mutating func scan(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    let before = end
    if !hasQuotes {
      hasQuotes = unsafe find(CSVDialect.quote, in: bytes, from: position) != nil
    }
    if hasQuotes {
      unsafe hop(bytes, isLast: isLast)
    } else {
      unsafe closeRecords(bytes, position..<bytes.count)
      position = bytes.count
    }
    if end > before { lines += unsafe ByteCounting.count(dialect.terminator, in: bytes, before..<end) }
  }

  private mutating func hop(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    while position < bytes.count {
      guard let quote = unsafe find(CSVDialect.quote, in: bytes, from: position) else {
        if !isQuoted { unsafe closeRecords(bytes, position..<bytes.count) }
        position = bytes.count
        return
      }
      if isQuoted {
        // The byte behind decides whether this quote closes.
        if quote + 1 == bytes.count && !isLast {
          position = quote
          return
        }
        if unsafe quote + 1 < bytes.count && bytes[quote + 1] == CSVDialect.quote {
          position = quote + 2
        } else {
          isQuoted = false
          position = quote + 1
        }
      } else {
        unsafe closeRecords(bytes, position..<quote)
        let previous: UInt8 = unsafe quote == 0 ? dialect.terminator : bytes[quote - 1]
        isQuoted = previous == dialect.delimiter || previous == dialect.terminator
        position = quote + 1
      }
    }
  }

  /// Moves the end behind the last terminator in `range`, which lies outside quotes.
  private mutating func closeRecords(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    // Backwards: the last line end is no farther off than the last record is long.
    var index = range.upperBound
    while index > range.lowerBound {
      index -= 1
      if unsafe bytes[index] == dialect.terminator {
        end = index + 1
        return
      }
    }
  }

  private func find(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count,
      let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - base
  }
}
