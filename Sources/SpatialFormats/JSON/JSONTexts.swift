import CSimdJSON
package import Diagnostics
import Glibc

/// Finds the records of a GeoJSON text or sequence by its brackets alone, without parsing what is in them:
/// the elements of a top-level `features` array, and every other top-level value. So files of any size are read piece
/// by piece, minified ones too, and newline-delimited ones, RFC 8142's with record separators, and collections one
/// after the other are all the same to it.
/// - Complexity: linear; some 6 GB/s where records are long.
@safe package struct JSONTexts {
  private let bytes: UnsafeRawBufferPointer
  private let limit: Int
  package private(set) var position = 0
  private var origin = 0
  private var isInFeatures = false
  /// How many `features` arrays were begun or closed before the record given last.
  private(set) var section = 0
  /// What stands around the `features` of the first collection: its beginning up to and with `[`, and its end.
  private(set) var frame: [Range<Int>] = []
  private let file: String
  private(set) var recordCount = 0

  package init(_ bytes: UnsafeRawBufferPointer, file: String) {
    unsafe self.bytes = bytes
    limit = bytes.count
    self.file = file
    if unsafe TextEncoding.byteOrderMark(bytes)?.encoding == .utf8 { position = 3 }
  }

  /// Goes on in other bytes.
  /// - Parameters:
  ///   - position: what follows the record given last.
  ///   - origin: what the bytes are counted from in faults.
  func resumed(in bytes: UnsafeRawBufferPointer, at position: Int, origin: Int) -> JSONTexts {
    var texts = unsafe JSONTexts(bytes, file: file)
    texts.position = position
    texts.origin = origin
    texts.isInFeatures = isInFeatures
    texts.section = section
    texts.recordCount = recordCount
    texts.frame = frame
    return texts
  }

  /// Some records that follow each other, so that work on a text can be divided.
  struct Piece: Sendable {
    /// The number of the first record, counted from 1.
    var firstRow: Int
    var start: Int
    /// Where each record begins and ends, from `start` on.
    private var bounds: [UInt32] = []

    init(firstRow: Int, start: Int) {
      self.firstRow = firstRow
      self.start = start
    }

    var count: Int { bounds.count / 2 }
    var size: Int { Int(bounds.last ?? 0) }

    /// The bytes of a record.
    subscript(_ position: Int) -> Range<Int> {
      start + Int(bounds[2 * position])..<start + Int(bounds[2 * position + 1])
    }

    mutating func append(_ record: Range<Int>) {
      bounds.append(UInt32(record.lowerBound - start))
      bounds.append(UInt32(record.upperBound - start))
    }
  }

  /// The next piece, of about `size` bytes where there are so many; `nil` at the end.
  ///
  /// - Throws: as `next`; `record-too-long` (65).
  mutating func nextPiece(size: Int) throws(Fault) -> Piece? {
    var piece: Piece?
    while piece?.size ?? 0 < size, let record = try next() {
      var grown = piece ?? Piece(firstRow: recordCount, start: record.lowerBound)
      guard record.upperBound - grown.start <= UInt32.max else {
        throw fault("record-too-long", "a value of more than 4 GiB", zh: "值超过 4 GiB")
      }
      piece = nil  // so that there is one owner, and nothing is copied
      grown.append(record)
      piece = grown
    }
    return piece
  }

  /// The bytes of the next record; `nil` at the end.
  ///
  /// - Throws: `cut-json` (65) where the text ends within a value, `bad-json` (65) for brackets that do not match.
  package mutating func next() throws(Fault) -> Range<Int>? {
    while true {
      if isInFeatures {
        if let range = try nextElement() { return range }
      } else if let range = try nextTopLevel() {
        return range
      } else if !isInFeatures {
        return nil
      }
    }
  }

  /// Takes elements of the `features` array in which this is, as many as lie whole in the text one after the other and
  /// are objects; what follows them is for `next`.
  /// - Parameter bounds: takes where each begins and ends.
  mutating func takeElements(into bounds: inout [UInt32]) {
    guard isInFeatures, let text = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * JSONTexts.portion) { space in
      var count = JSONTexts.portion
      while count == JSONTexts.portion {
        unsafe count = onegrid_json_elements(text, position, limit, space.baseAddress, JSONTexts.portion)
        guard count > 0 else { return }
        unsafe bounds.append(contentsOf: UnsafeBufferPointer(rebasing: space[..<(2 * count)]))
        unsafe position = Int(space[2 * count - 1])
        recordCount += count
      }
    }
  }

  private static let portion = 2048

  /// The next element of the `features` array; `nil` when the collection has been closed.
  private mutating func nextElement() throws(Fault) -> Range<Int>? {
    skipBlanks(and: UInt8(ascii: ","))
    guard position < limit else { throw cut }
    if unsafe bytes[position] == UInt8(ascii: "]") {
      let start = position
      position += 1
      try close()
      if frame.count == 1 { frame.append(start..<position) }
      isInFeatures = false
      section += 1
      return nil
    }
    let start = position
    try skipValue()
    recordCount += 1
    return start..<position
  }

  /// The next top-level value; `nil` at the end of the text, or where a `features` array begins.
  private mutating func nextTopLevel() throws(Fault) -> Range<Int>? {
    skipBlanks(and: 0x1E)
    guard position < limit else { return nil }
    let start = position
    if unsafe bytes[position] == UInt8(ascii: "{") {
      position += 1
      if try skipMembers() {
        if frame.isEmpty { frame = [start..<position] }
        isInFeatures = true
        section += 1
        return nil
      }
    } else {
      try skipValue()
    }
    recordCount += 1
    return start..<position
  }

  /// Goes behind the object in which this is, member by member.
  /// - Returns: whether it stopped within a member `features`, behind its `[`.
  private mutating func skipMembers() throws(Fault) -> Bool {
    while true {
      skipBlanks(and: UInt8(ascii: ","))
      guard position < limit, unsafe bytes[position] == UInt8(ascii: "\"") else { break }
      let start = position
      try skipString()
      if isKey(JSONTexts.featuresKey, start..<position), skipToList() { return true }
      skipBlanks(and: UInt8(ascii: ":"))
      guard position < limit else { throw cut }
      try skipValue()
    }
    try close()
    return false
  }

  private mutating func skipBlanks(and other: UInt8) {
    while position < limit {
      let byte = unsafe bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == other else { return }
      position += 1
    }
  }

  /// Goes behind the value that begins here.
  private mutating func skipValue() throws(Fault) {
    switch unsafe bytes[position] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      position += 1
      try close()
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      throw fault("bad-json", "a bracket closes what was not opened", zh: "括号不匹配")
    default:
      let start = position
      while position < limit, unsafe !JSONTexts.endsWord(bytes[position]) { position += 1 }
      if position == start { throw fault("bad-json", "a value is missing", zh: "此处缺少值") }
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }

  /// Goes behind the bracket that closes the array or object in which this is.
  private mutating func close() throws(Fault) {
    guard let end = unsafe JSONTexts.close(bytes, from: position, limit: limit) else {
      position = limit
      throw cut
    }
    position = end
  }

  /// The offset behind the bracket that closes the array or object in which `start` lies; `nil` where none does.
  @inline(__always)
  static func close(_ bytes: UnsafeRawBufferPointer, from start: Int, limit: Int) -> Int? {
    let end = unsafe onegrid_json_close(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), start, limit, 1)
    return end == Int.max || end < 0 ? nil : end
  }

  private static let featuresKey = Array("\"features\"".utf8)

  private func isKey(_ key: [UInt8], _ range: Range<Int>) -> Bool {
    unsafe range.count == key.count && bytes[range].elementsEqual(key)
  }

  /// Goes behind the colon and the `[` that stand here, if they do.
  private mutating func skipToList() -> Bool {
    let start = position
    skipBlanks(and: 0x20)
    guard position < limit, unsafe bytes[position] == UInt8(ascii: ":") else {
      position = start
      return false
    }
    position += 1
    skipBlanks(and: 0x20)
    guard position < limit, unsafe bytes[position] == UInt8(ascii: "[") else { return false }
    position += 1
    return true
  }

  /// Goes behind the string that begins here.
  private mutating func skipString() throws(Fault) {
    guard let end = unsafe JSONTexts.stringEnd(bytes, from: position, limit: limit) else {
      position = limit
      throw cut
    }
    position = end
  }

  /// The offset behind the string that begins at `start`; `nil` where it has no end.
  static func stringEnd(_ bytes: UnsafeRawBufferPointer, from start: Int, limit: Int) -> Int? {
    var at = start + 1
    while let quote = unsafe find(UInt8(ascii: "\""), in: bytes, at, limit) {
      var behind = quote
      while behind > at, unsafe bytes[behind - 1] == UInt8(ascii: "\\") { behind -= 1 }
      if (quote - behind).isMultiple(of: 2) { return quote + 1 }
      at = quote + 1
    }
    return nil
  }

  @inline(__always)
  static func find(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, _ start: Int, _ limit: Int) -> Int? {
    guard start < limit, let base = bytes.baseAddress,
      let found = unsafe memchr(base + start, Int32(byte), limit - start)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - base
  }

  private var cut: Fault {
    var fault = fault("cut-json", "the file ends within a value", zh: "文件在一个值的中间结束")
    fault.hint = Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取")
    return fault
  }

  private func fault(_ code: String, _ what: String, zh chinese: String) -> Fault {
    Fault(
      .data, code: code,
      Text(
        "\(what) (byte \(origin + position), in feature \(recordCount + 1))",
        zh: "\(chinese)（字节 \(origin + position)，第 \(recordCount + 1) 个要素）"),
      at: Place(file, row: recordCount + 1))
  }
}
