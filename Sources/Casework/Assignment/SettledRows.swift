import AreaIndex
import SpatialFormats
import SystemFiles

/// Writes the rows that most are: an answer that the index knows for certain, and nothing else asked. Such a row is
/// the input's record or some of its columns, then the text of the answer.
struct SettledRows {
  let delimiter: UInt8
  /// The columns of the input that are kept; `nil` for all, as they are.
  let kept: [Int]?
  /// How often a column is kept at most.
  private let repeats: Int

  init(delimiter: UInt8, kept: [Int]?) {
    self.delimiter = delimiter
    self.kept = kept
    repeats = kept.map { kept in kept.map { column in kept.count { $0 == column } }.max() ?? 0 } ?? 1
  }

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
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(row + Self.portion, rows.upperBound)
      let settled = unsafe settle(row..<end, numbers, texts)
      if settled.end > row {
        // No more of a record is kept than all of it, as often as a column is named, and delimiters.
        let length = unsafe records.end(of: settled.end - 1) - records.start(of: row)
        let delimiters = (settled.end - row) * (kept?.count ?? 0)
        var room = unsafe Room(target, length * repeats + delimiters + settled.length)
        unsafe write(row..<settled.end, of: records, numbers, texts, last: rows.upperBound - 1, to: &room)
        unsafe room.finish()
        outside += settled.outside
        row = settled.end
      }
      if settled.end < end { break }
    }
    return row
  }

  /// Rows that are looked at together: few enough that their texts stay in the first cache.
  private static let portion = 128

  /// Goes through the texts of rows before they are copied: the loads depend on nothing, so that the processor waits
  /// for many cache lines at once. Makes the texts that are missing.
  /// - Returns: the first row that must be written with care, else the end; how long the texts before it are together;
  ///   how many of them say that the row is in no area.
  private func settle(
    _ rows: Range<Int>, _ numbers: UnsafePointer<UInt32>, _ texts: AnswerTexts
  ) -> (end: Int, length: Int, outside: Int) {
    var length = 0
    var outside = 0
    for row in rows {
      let number = unsafe numbers[row]
      if number == AreaIndex.unsettled { return (row, length, outside) }
      var head = unsafe texts.place(of: number).load(as: AnswerTexts.Head.self)
      if !head.isComplete {
        if !head.isMade { head = texts.make(number) }
        guard head.isComplete else { return (row, length, outside) }
      }
      length &+= head.length
      outside &+= head.outside
    }
    return (rows.upperBound, length, outside)
  }

  /// - Parameter last: the last row whose text will be wanted.
  @inline(__always)
  private func write(
    _ rows: Range<Int>, of records: EventRecords, _ numbers: UnsafePointer<UInt32>, _ texts: AnswerTexts,
    last: Int, to room: inout Room
  ) {
    let (kept, delimiter) = (kept, delimiter)
    for row in rows {
      // What the next portion waits for comes while this one is copied.
      unsafe CacheLine.prefetch(texts.place(of: numbers[min(row &+ Self.portion, last)]))
      if let kept {
        for position in 0..<kept.count {
          if position > 0 { unsafe room.append(delimiter) }
          let field = unsafe records.field(kept[position], of: row)
          unsafe room.copy(field.baseAddress!, field.count)
        }
      } else {
        let record = unsafe records.record(row)
        unsafe room.copy(record.baseAddress!, record.count)
      }
      let place = unsafe texts.place(of: numbers[row])
      let head = unsafe place.load(as: AnswerTexts.Head.self)
      unsafe room.copy(texts.text(head, at: place), head.length)
    }
  }
}

/// Room in a buffer that is written to in whole words: more may be written than counts, over which the next text goes.
@unsafe private struct Room {
  private let target: ByteBuffer
  private let start: UnsafeMutableRawPointer
  private var cursor: UnsafeMutableRawPointer

  /// - Parameter count: how many bytes will be written at most.
  init(_ target: ByteBuffer, _ count: Int) {
    unsafe self.target = target
    // The last copy may reach so far beyond its end.
    unsafe start = target.room(count + 96).baseAddress!
    unsafe cursor = start
  }

  /// `ByteBuffer.padding` bytes can be read behind the source.
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
  func finish() { unsafe target.advance(cursor - start) }
}
