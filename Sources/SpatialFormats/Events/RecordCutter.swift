import CVectorScan
import Glibc

/// Finds the end of the last whole record in bytes that begin with a record, as more of them come in.
///
/// A quote opens a quoted field at the beginning of a field only; elsewhere it is a letter like any other. Within
/// quotes a doubled quote is one of the text, and line ends are text. Where there are no quotes the last line end is
/// found from behind; else all bytes are looked at, 64 at a time, or from quote to quote where some are letters.
struct RecordCutter {
  let dialect: CSVDialect
  /// Behind the last whole record.
  private(set) var end = 0
  /// How many physical lines the whole records take.
  private(set) var lines = 0
  /// Whether the bytes seen so far hold a quote.
  private(set) var hasQuotes = false
  /// Whether the bytes seen so far are plain ASCII.
  private(set) var isASCII = true
  /// Whether what was seen so far ends within quotes.
  var isQuoted: Bool { isCareful ? isWithinQuotes : mask.isInside }
  private var surveyed = 0
  private var position = 0
  private var mask = QuoteMask()
  /// Whether some quotes are letters.
  private var isCareful = false
  private var isWithinQuotes = false

  init(_ dialect: CSVDialect) { self.dialect = dialect }

  /// Looks at the bytes that came since the last call.
  /// - Parameter isLast: whether nothing follows them; else the last byte may wait for its successor.
  mutating func scan(_ buffer: ByteBuffer, isLast: Bool) {
    let bytes = unsafe buffer.bytes
    let survey = unsafe ByteCounting.survey(bytes, surveyed..<bytes.count, terminator: dialect.terminator)
    surveyed = bytes.count
    isASCII = isASCII && survey.isASCII
    if survey.hasQuotes && !hasQuotes {
      hasQuotes = true
      position = 0
    }
    guard hasQuotes else {
      lines += survey.terminators
      unsafe closeRecords(bytes, position..<bytes.count)
      position = bytes.count
      return
    }
    let before = end
    if !isCareful, unsafe !stride(over: buffer.start, bytes.count) {
      isCareful = true
      position = 0
    }
    if isCareful { unsafe hop(bytes, isLast: isLast) }
    unsafe lines += ByteCounting.count(dialect.terminator, in: bytes, before..<end)
  }

  /// - Returns: `false` where a quote stands in the middle of a field.
  private mutating func stride(over text: UnsafeRawPointer, _ count: Int) -> Bool {
    while position < count {
      let width = min(64, count - position)
      let chunk = unsafe (text + position).assumingMemoryBound(to: UInt8.self)
      let low = QuoteMask.low(width)
      let quotes = unsafe vector_scan_equal(chunk, CSVDialect.quote) & low
      let lineEnds = unsafe vector_scan_equal(chunk, dialect.terminator) & low
      let delimiters = unsafe vector_scan_equal(chunk, dialect.delimiter) & low
      guard let ends = mask.step(quotes: quotes, separators: delimiters | lineEnds, width: width) else { return false }
      if ends & lineEnds != 0 { end = position + 64 - (ends & lineEnds).leadingZeroBitCount }
      position += width
    }
    return true
  }

  private mutating func hop(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    while position < bytes.count {
      guard let quote = unsafe find(CSVDialect.quote, in: bytes, from: position) else {
        if !isWithinQuotes { unsafe closeRecords(bytes, position..<bytes.count) }
        position = bytes.count
        return
      }
      if isWithinQuotes {
        // The byte behind decides whether this quote closes.
        if quote + 1 == bytes.count && !isLast {
          position = quote
          return
        }
        if unsafe quote + 1 < bytes.count && bytes[quote + 1] == CSVDialect.quote {
          position = quote + 2
        } else {
          isWithinQuotes = false
          position = quote + 1
        }
      } else {
        unsafe closeRecords(bytes, position..<quote)
        let previous: UInt8 = unsafe quote == 0 ? dialect.terminator : bytes[quote - 1]
        isWithinQuotes = previous == dialect.delimiter || previous == dialect.terminator
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
