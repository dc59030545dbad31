import CVectorScan

/// Where the records and the fields of a block are. Valid until the block is filled again or another one is scanned.
@usableFromInline @unsafe package struct EventRecords {
  /// The block, as UTF-8. `ByteBuffer.padding` bytes can be read behind its end.
  @usableFromInline package let bytes: UnsafeRawPointer
  /// Where each field ends: the offset of the separator or line end behind it. `ends[-1]` is `UInt32.max`, so that
  /// field `i` always begins at `ends[i - 1] &+ 1`.
  @usableFromInline package let ends: UnsafePointer<UInt32>
  /// The first field of each record, and behind the last record the number of all fields.
  @usableFromInline package let firsts: UnsafePointer<UInt32>
  /// How many records there are.
  @usableFromInline package let count: Int
  /// How many fields every record has, where that is one number and the processor has wide vectors.
  private let columns: Int?
  @usableFromInline let endsInLineFeed: Bool

  init(
    _ bytes: UnsafeRawPointer, ends: UnsafePointer<UInt32>, firsts: UnsafePointer<UInt32>, count: Int,
    columns: Int?, _ dialect: CSVDialect
  ) {
    unsafe self.bytes = bytes
    unsafe self.ends = ends
    unsafe self.firsts = firsts
    unsafe self.count = count
    unsafe self.columns = columns
    unsafe endsInLineFeed = dialect.terminator == 0x0A
  }

  /// How many fields a record has.
  @inlinable @inline(__always) package func columns(of record: Int) -> Int {
    unsafe Int(firsts[record &+ 1] &- firsts[record])
  }

  @inlinable @inline(__always) package func start(of record: Int) -> Int {
    unsafe Int(ends[Int(firsts[record]) &- 1] &+ 1)
  }

  /// The offset of a record's line end.
  @inlinable @inline(__always) package func end(of record: Int) -> Int {
    unsafe trimmed(start(of: record), Int(ends[Int(firsts[record &+ 1]) &- 1]))
  }

  /// The bytes of a record, without its line end.
  @inlinable @inline(__always) package func record(_ record: Int) -> UnsafeRawBufferPointer {
    let start = unsafe start(of: record)
    return unsafe UnsafeRawBufferPointer(start: bytes + start, count: end(of: record) &- start)
  }

  /// One field of a record.
  /// - Parameter column: less than the record has; nothing checks it.
  @inlinable @inline(__always) package func field(_ column: Int, of record: Int) -> UnsafeRawBufferPointer {
    let field = unsafe Int(firsts[record]) &+ column
    let start = unsafe Int(ends[field &- 1] &+ 1)
    var end = unsafe Int(ends[field])
    // A carriage return may belong to the line end.
    if unsafe field &+ 1 == Int(firsts[record &+ 1]) { unsafe end = trimmed(start, end) }
    return unsafe UnsafeRawBufferPointer(start: bytes + start, count: end &- start)
  }

  @inlinable @inline(__always) package func fields(of record: Int) -> RecordFields { unsafe RecordFields(self, record) }

  /// Reads two columns of plain decimal numbers at once, NaN for what is none: the first into `x`, the other into `y`.
  /// - Returns: whether that was possible: every record has as many fields, and the processor has vectors for it.
  package func readNumbers(
    _ first: Int, _ second: Int, _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let columns = unsafe columns, first < columns, second < columns else { return false }
    unsafe vector_scan_numbers(
      bytes.assumingMemoryBound(to: UInt8.self), ends, count, columns, first, second, x, y)
    return true
  }

  /// Without the CR of a CR LF.
  @inlinable @inline(__always) func trimmed(_ start: Int, _ end: Int) -> Int {
    let hasReturn = unsafe endsInLineFeed && end > start && bytes.load(fromByteOffset: end &- 1, as: UInt8.self) == 0x0D
    return hasReturn ? end &- 1 : end
  }
}

/// The fields of one record.
@usableFromInline @safe package struct RecordFields {
  @usableFromInline let records: EventRecords
  @usableFromInline let record: Int

  @inlinable @inline(__always) init(_ records: EventRecords, _ record: Int) {
    unsafe self.records = records
    self.record = record
  }

  /// - Parameter column: less than the record has.
  @inlinable @inline(__always) package subscript(_ column: Int) -> UnsafeRawBufferPointer {
    precondition(unsafe column >= 0 && column < records.columns(of: record), "a column of the record")
    return unsafe records.field(column, of: record)
  }
}
