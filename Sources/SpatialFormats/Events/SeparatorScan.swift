import CVectorScan

/// Finds where fields and records end in a block of whole records: 64 bytes at a time as a bit mask, whose set bits are
/// then written down as offsets.
///
/// The space is used again from block to block.
/// - Complexity: linear; several GB/s.
@safe package final class SeparatorScan {
  /// The field ends, one word behind the start of the space: the word before them lets the first field begin at 0.
  private var ends: UnsafeMutablePointer<UInt32>
  private var firsts: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  /// Whether the processor has wide vectors.
  private let isWide: Bool

  package convenience init() { self.init(isWide: Self.canBeWide) }

  /// - Parameter isWide: `false` does without wide vectors where the processor has them, too.
  init(isWide: Bool) {
    self.isWide = isWide && Self.canBeWide
    capacity = 0
    unsafe ends = .allocate(capacity: 1)
    unsafe firsts = .allocate(capacity: 1)
    reserve(1)
  }

  private static let canBeWide = vector_scan_is_wide()

  deinit {
    unsafe ends.deallocate()
    unsafe firsts.deallocate()
  }

  /// The records of a block that has been decoded.
  /// - Parameter columns: how many fields a record should have.
  package func scan(_ block: EventBlock, _ dialect: CSVDialect, columns: Int) -> EventRecords {
    unsafe scan(block.text, dialect, hasQuotes: block.hasQuotes, columns: columns, terminators: block.terminators)
  }

  /// - Parameters:
  ///   - text: whole records, the last one ended, too; less than 4 GiB.
  ///   - columns: how many fields a record should have.
  ///   - terminators: how often the terminator stands in `text`, where that is known already.
  func scan(
    _ text: ByteBuffer, _ dialect: CSVDialect, hasQuotes: Bool, columns: Int = 0, terminators: Int? = nil
  ) -> EventRecords {
    reserve(text.count)
    let count = text.count
    let bytes = unsafe text.start
    let fieldEnds = unsafe ends + 1
    var fields: Int?
    if hasQuotes {
      var mask = QuoteMask()
      fields = unsafe gather(bytes, count, dialect, fieldEnds) { offset, marks, width in
        let quotes = unsafe vector_scan_equal(
          (bytes + offset).assumingMemoryBound(to: UInt8.self), CSVDialect.quote)
        return mask.step(quotes: quotes & QuoteMask.low(width), separators: marks, width: width)
      }
    } else if isWide {
      let text = unsafe bytes.assumingMemoryBound(to: UInt8.self)
      fields = unsafe vector_scan_gather(text, count, dialect.delimiter, dialect.terminator, fieldEnds)
    } else {
      fields = unsafe gather(bytes, count, dialect, fieldEnds) { _, marks, _ in marks }
    }
    let number = unsafe fields ?? gatherCarefully(bytes, count, dialect, fieldEnds)
    var records = hasQuotes ? 0 : terminators ?? 0
    let isRegular = unsafe records * columns == number && isRegular(bytes, records, columns, dialect, fieldEnds)
    if !isRegular { unsafe records = findRecords(bytes, number, dialect, fieldEnds) }
    return unsafe EventRecords(
      bytes, ends: fieldEnds, firsts: firsts, count: records, columns: isRegular && isWide ? columns : nil, dialect)
  }

  // MARK: fields

  /// Writes down the separators that `choose` leaves of each 64 bytes.
  /// - Returns: how many; `nil` where `choose` gave up.
  @inline(__always)
  private func gather(
    _ text: UnsafeRawPointer, _ count: Int, _ dialect: CSVDialect, _ output: UnsafeMutablePointer<UInt32>,
    _ choose: (_ offset: Int, _ marks: UInt64, _ width: Int) -> UInt64?
  ) -> Int? {
    let (delimiter, terminator) = (dialect.delimiter, dialect.terminator)
    let bytes = unsafe text.assumingMemoryBound(to: UInt8.self)
    var next = unsafe output
    var offset = 0
    while offset < count {
      let width = min(64, count &- offset)
      var all = unsafe vector_scan_either(bytes + offset, delimiter, terminator)
      if width < 64 { all &= QuoteMask.low(width) }
      guard let marks = choose(offset, all, width) else { return nil }
      unsafe next = Self.write(marks, offset, to: next)
      offset &+= 64
    }
    return unsafe next - output
  }

  /// Writes down the offsets of the bits set, eight at a time: behind the last there may be some that are none, over
  /// which the next ones go.
  @inline(__always)
  private static func write(
    _ marks: UInt64, _ offset: Int, to output: UnsafeMutablePointer<UInt32>
  ) -> UnsafeMutablePointer<UInt32> {
    let number = marks.nonzeroBitCount
    let base = UInt32(truncatingIfNeeded: offset)
    var marks = marks
    var next = unsafe output
    var left = number
    repeat {
      for place in 0..<8 {
        unsafe next[place] = base &+ vector_scan_lowest(marks)
        marks &= marks &- 1
      }
      unsafe next += 8
      left &-= 8
    } while left > 0
    return unsafe output + number
  }

  /// One quote after the other: a quote opens a quoted field at the beginning of a field only.
  private func gatherCarefully(
    _ text: UnsafeRawPointer, _ count: Int, _ dialect: CSVDialect, _ output: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: count)
    var found = 0
    var isQuoted = false
    var fieldStart = 0
    var position = 0
    while position < count {
      let byte = unsafe bytes[position]
      if byte == CSVDialect.quote {
        if !isQuoted {
          isQuoted = position == fieldStart
        } else if unsafe position + 1 < count && bytes[position + 1] == CSVDialect.quote {
          position += 1
        } else {
          isQuoted = false
        }
      } else if !isQuoted, byte == dialect.delimiter || byte == dialect.terminator {
        unsafe output[found] = UInt32(truncatingIfNeeded: position)
        found += 1
        fieldStart = position + 1
      }
      position += 1
    }
    return found
  }

  // MARK: records

  /// Whether each of `records` terminators ends the last of `columns` fields; then every record has so many. Writes
  /// down their first fields.
  private func isRegular(
    _ text: UnsafeRawPointer, _ records: Int, _ columns: Int, _ dialect: CSVDialect, _ ends: UnsafePointer<UInt32>
  ) -> Bool {
    let terminator = dialect.terminator
    let firsts = unsafe firsts
    var differences: UInt8 = 0
    var next = 0
    for record in 0..<records {
      unsafe firsts[record] = UInt32(truncatingIfNeeded: next)
      next &+= columns
      unsafe differences |= text.load(fromByteOffset: Int(ends[next &- 1]), as: UInt8.self) ^ terminator
    }
    unsafe firsts[records] = UInt32(truncatingIfNeeded: next)
    return differences == 0
  }

  /// Writes down the first field of each record.
  /// - Returns: how many records there are.
  private func findRecords(
    _ text: UnsafeRawPointer, _ fields: Int, _ dialect: CSVDialect, _ ends: UnsafePointer<UInt32>
  ) -> Int {
    let terminator = dialect.terminator
    let firsts = unsafe firsts
    unsafe firsts[0] = 0
    var records = 0
    for field in 0..<fields {
      // Written over for as long as the record goes on.
      unsafe firsts[records &+ 1] = UInt32(truncatingIfNeeded: field &+ 1)
      let isLast = unsafe text.load(fromByteOffset: Int(ends[field]), as: UInt8.self) == terminator
      records &+= isLast ? 1 : 0
    }
    return records
  }

  // MARK: space

  /// Makes room for as many separators as there are bytes. Memory that is not written to is none.
  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    unsafe ends.deallocate()
    unsafe firsts.deallocate()
    capacity = max(count, 1 << 16)
    unsafe ends = .allocate(capacity: capacity + 16)
    unsafe firsts = .allocate(capacity: capacity + 16)
    unsafe ends[0] = .max
  }
}
