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
    var room = unsafe Room(target)
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(row + Self.portion, rows.upperBound)
      let settled = unsafe settle(row..<end, numbers, texts)
      unsafe write(row..<settled, of: records, numbers, texts, to: &room, outside: &outside)
      row = settled
      if settled < end { break }
    }
    unsafe room.finish()
    return row
  }

  /// Rows that are looked at together: few enough that their texts stay in the first cache.
  private static let portion = 128

  /// Goes through the texts of rows before they are copied: the loads depend on nothing, so that the processor waits
  /// for many cache lines at once. Makes the texts that are missing.
  /// - Returns: the first row that must be written with care, else the end.
  private func settle(_ rows: Range<Int>, _ numbers: UnsafePointer<UInt32>, _ texts: AnswerTexts) -> Int {
    let slots = unsafe texts.slots
    var start = unsafe texts.start
    for row in rows {
      let number = unsafe numbers[row]
      if number == AreaIndex.unsettled { return row }
      let slot = unsafe Int(slots[Int(number)])
      if unsafe (start + slot &* AnswerTexts.slotSize).load(as: AnswerTexts.Head.self).isComplete { continue }
      guard slot == 0, texts.head(of: texts.slot(of: number)).isComplete else { return row }
      unsafe start = texts.start
    }
    return rows.upperBound
  }

  @inline(__always)
  private func write(
    _ rows: Range<Int>, of records: EventRecords, _ numbers: UnsafePointer<UInt32>, _ texts: AnswerTexts,
    to room: inout Room, outside: inout Int
  ) {
    let slots = unsafe texts.slots
    let start = unsafe texts.start
    let keptCount = kept?.count ?? 0
    var outsiders = 0
    for row in rows {
      let slot = unsafe start + Int(slots[Int(numbers[row])]) &* AnswerTexts.slotSize
      let head = unsafe slot.load(as: AnswerTexts.Head.self)
      let record = unsafe records.record(row)
      // What is kept of a record is no longer than the record and a delimiter for each column.
      unsafe room.reserve(record.count &+ head.length &+ keptCount)
      if let kept {
        unsafe append(kept, of: records.fields(of: row), to: &room)
      } else {
        unsafe room.copy(record.baseAddress!, record.count)
      }
      unsafe room.copy(slot + AnswerTexts.textOffset, head.length)
      outsiders &+= head.outside
    }
    outside += outsiders
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
    // 28 bytes of a text behind its head lie in one cache line.
    unsafe copy16(source, at: 0)
    unsafe copy16(source, at: 12)
    if count > 28 {
      unsafe copy16(source, at: 28)
      unsafe copy16(source, at: 44)
      unsafe copy16(source, at: 60)
      unsafe copy16(source, at: 76)
      if count > 92 { unsafe (cursor + 92).copyMemory(from: source + 92, byteCount: count &- 92) }
    }
    unsafe cursor += count
  }

  @inline(__always) private func copy16(_ source: UnsafeRawPointer, at offset: Int) {
    let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    unsafe cursor.storeBytes(of: bytes, toByteOffset: offset, as: SIMD16<UInt8>.self)
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
