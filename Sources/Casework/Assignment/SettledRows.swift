import AreaIndex
import SpatialFormats

/// Writes the rows that most are: an answer that the index knows for certain, and nothing else asked. Such a row is
/// the input's record or some of its columns, then the text of the answer.
struct SettledRows {
  let delimiter: UInt8
  /// The columns of the input that are kept; `nil` for all, as they are.
  let kept: [Int]?

  /// Writes rows until one must be written with care.
  ///
  /// - Parameters:
  ///   - rows: those that may be written, all of them of the texts' catalog.
  ///   - outside: takes the number of rows in no area.
  /// - Returns: the first row that is not written.
  func append(
    _ rows: Range<Int>, of records: EventRecords, _ numbers: UnsafePointer<UInt32>, _ texts: AnswerTexts,
    to target: ByteBuffer, outside: inout Int
  ) -> Int {
    let entries = unsafe texts.entries
    var textStart = unsafe texts.start
    var row = rows.lowerBound
    var outsiders = 0
    var room = unsafe Room(target)
    while row < rows.upperBound {
      let number = unsafe numbers[row]
      if number == AreaIndex.unsettled { break }
      var entry = unsafe entries[Int(number)]
      if !entry.isComplete {
        if entry.isMade { break }
        entry = texts.entry(number)
        unsafe textStart = texts.start
        if !entry.isComplete { break }
      }
      // What is kept of a record is no longer than the record and a delimiter for each column.
      let record = unsafe records.record(row)
      unsafe room.reserve(record.count &+ entry.length &+ (kept?.count ?? 0))
      if let kept {
        unsafe append(kept, of: records.fields(of: row), to: &room)
      } else {
        unsafe room.copy(record.baseAddress!, record.count)
      }
      unsafe room.copy(textStart + entry.offset, entry.length)
      outsiders &+= entry.outside
      row &+= 1
    }
    unsafe room.finish()
    outside += outsiders
    return row
  }

  @inline(__always)
  private func append(_ kept: [Int], of fields: RecordFields, to room: inout Room) {
    for position in 0..<kept.count {
      if position > 0 { unsafe room.append(delimiter) }
      let field = unsafe fields[kept[position]]
      unsafe room.copy(field.baseAddress!, field.count)
    }
  }
}

/// Room in a buffer that is written to in whole words: more may be written than counts, over which the next text goes.
@unsafe private struct Room {
  /// How many bytes beyond what is asked for may be written.
  private static let slack = 96
  private let target: ByteBuffer
  private var start: UnsafeMutableRawPointer
  private var cursor: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer

  init(_ target: ByteBuffer) {
    unsafe self.target = target
    let bytes = unsafe target.room(Self.slack)
    unsafe start = bytes.baseAddress!
    unsafe cursor = start
    unsafe end = start + bytes.count
  }

  @inline(__always) mutating func reserve(_ count: Int) {
    if unsafe end - cursor < count &+ Self.slack { unsafe grow(count) }
  }

  @inline(never) private mutating func grow(_ count: Int) {
    unsafe finish()
    let bytes = unsafe target.room(count + Self.slack)
    unsafe start = bytes.baseAddress!
    unsafe cursor = start
    unsafe end = start + bytes.count
  }

  /// Copies bytes for which room was reserved; `ByteBuffer.padding` bytes can be read behind them.
  @inline(__always) mutating func copy(_ source: UnsafeRawPointer, _ count: Int) {
    unsafe copy32(source, at: 0)
    if count > 32 {
      unsafe copy32(source, at: 32)
      unsafe copy32(source, at: 64)
      if count > 96 { unsafe (cursor + 96).copyMemory(from: source + 96, byteCount: count &- 96) }
    }
    unsafe cursor += count
  }

  @inline(__always) private func copy32(_ source: UnsafeRawPointer, at offset: Int) {
    let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self)
    unsafe cursor.storeBytes(of: bytes, toByteOffset: offset, as: SIMD32<UInt8>.self)
  }

  @inline(__always) mutating func append(_ byte: UInt8) {
    unsafe cursor.storeBytes(of: byte, as: UInt8.self)
    unsafe cursor += 1
  }

  /// Counts what was written.
  mutating func finish() {
    unsafe target.advance(cursor - start)
    unsafe start = cursor
  }
}
