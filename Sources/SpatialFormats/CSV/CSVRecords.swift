import Diagnostics

/// Splits UTF-8 text into records and fields (RFC 4180, with any of the usual separators and line ends).
@safe struct CSVRecords {
  /// Where a field's bytes lie, its quotes left off.
  struct Field {
    var range: Range<Int>
    /// Whether doubled quotes stand in it.
    var hasQuotes: Bool
  }

  private let bytes: UnsafeRawBufferPointer
  private let separator: UInt8
  private let file: String
  private let limit: Int
  private var position: Int
  /// The line on which the next record begins, counted from 1.
  private var line = 1

  private(set) var fields: [Field] = []
  /// The first line of the record in `fields`.
  private(set) var row = 0

  init(_ bytes: UnsafeRawBufferPointer, separator: UInt8? = nil, file: String) {
    unsafe self.bytes = bytes
    limit = bytes.count
    self.file = file
    position = unsafe TextEncoding.byteOrderMark(bytes)?.encoding == .utf8 ? 3 : 0
    self.separator = unsafe separator ?? CSVRecords.separator(UnsafeRawBufferPointer(rebasing: bytes[position...]))
  }

  /// The separator that stands most often in the first line, outside quotes.
  private static func separator(_ text: UnsafeRawBufferPointer) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for position in 0..<min(text.count, 1 << 20) {
      let byte = unsafe text[position]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      counts[byte, default: 0] += 1
    }
    let usual: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
    return usual.max { (counts[$0] ?? 0, usual.firstIndex(of: $1)!) < (counts[$1] ?? 0, usual.firstIndex(of: $0)!) }!
  }

  /// Reads the next record into `fields`; blank lines are passed over.
  /// - Returns: whether there was one.
  /// - Throws: `open-quote` (65) where a quoted field never ends.
  mutating func next() throws(Fault) -> Bool {
    while position < limit, unsafe bytes[position] == 0x0A || bytes[position] == 0x0D { skipLineEnd() }
    guard position < limit else { return false }
    fields.removeAll(keepingCapacity: true)
    row = line
    while true {
      fields.append(try field())
      guard position < limit else { return true }
      if unsafe bytes[position] == separator {
        position += 1
        continue
      }
      skipLineEnd()
      return true
    }
  }

  private mutating func skipLineEnd() {
    if unsafe bytes[position] == 0x0D, position + 1 < limit, unsafe bytes[position + 1] == 0x0A { position += 1 }
    position += 1
    line += 1
  }

  /// One field, up to the separator or line end behind it.
  private mutating func field() throws(Fault) -> Field {
    guard position < limit, unsafe bytes[position] == UInt8(ascii: "\"") else {
      return Field(range: plain(), hasQuotes: false)
    }
    position += 1
    let start = position
    var hasQuotes = false
    while position < limit {
      let byte = unsafe bytes[position]
      if byte == UInt8(ascii: "\"") {
        if position + 1 < limit, unsafe bytes[position + 1] == UInt8(ascii: "\"") {
          hasQuotes = true
          position += 2
          continue
        }
        let end = position
        position += 1
        _ = plain()  // what stands between the closing quote and the separator is no part of the field
        return Field(range: start..<end, hasQuotes: hasQuotes)
      }
      if byte == 0x0A { line += 1 }
      position += 1
    }
    throw Fault(
      .data, code: "open-quote",
      Text("a quoted field of the record on line \(row) never ends", zh: "第 \(row) 行的记录中有一个引号没有结束"),
      at: Place(file, row: row))
  }

  private mutating func plain() -> Range<Int> {
    let start = position
    while position < limit {
      let byte = unsafe bytes[position]
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      position += 1
    }
    return start..<position
  }

  /// The bytes of a field without quotes in it.
  func bytes(_ field: Field) -> UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: bytes[field.range]) }

  func text(_ field: Field) -> String {
    guard field.hasQuotes else { return unsafe String(decoding: bytes(field), as: UTF8.self) }
    // Of each two quotes the second is kept.
    var plain: [UInt8] = []
    var wasQuote = false
    for position in field.range {
      let byte = unsafe bytes[position]
      let isQuote = byte == UInt8(ascii: "\"")
      if !isQuote || wasQuote { plain.append(byte) }
      wasQuote = isQuote && !wasQuote
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
