import Diagnostics

/// Finds the records of a GeoJSON text or sequence by its brackets alone, without parsing what is in them:
/// the elements of a top-level `features` array, and every other top-level value. So files of any size are read piece
/// by piece, minified ones too, and newline-delimited ones, RFC 8142's with record separators, and collections one
/// after the other are all the same to it.
@safe struct JSONTexts {
  private let bytes: UnsafeRawBufferPointer
  private let limit: Int
  private var position = 0
  private var isInFeatures = false
  /// What stands around the `features` of the first collection: its beginning up to and with `[`, and its end.
  private(set) var frame: [Range<Int>] = []
  private let file: String
  private(set) var recordCount = 0

  /// The `coordinates` in the record given last, brackets left out, where they are looked for.
  private(set) var coordinates: [Range<Int>] = []
  private let findsCoordinates: Bool

  init(_ bytes: UnsafeRawBufferPointer, file: String, findingCoordinates: Bool = false) {
    unsafe self.bytes = bytes
    limit = bytes.count
    self.file = file
    findsCoordinates = findingCoordinates
    if unsafe TextEncoding.byteOrderMark(bytes)?.encoding == .utf8 { position = 3 }
  }

  /// The bytes of the next record; `nil` at the end.
  ///
  /// - Throws: `cut-json` (65) where the text ends within a value, `bad-json` (65) for brackets that do not match.
  mutating func next() throws(Fault) -> Range<Int>? {
    coordinates.removeAll(keepingCapacity: true)
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

  /// The next element of the `features` array; `nil` when the collection has been closed.
  private mutating func nextElement() throws(Fault) -> Range<Int>? {
    skipBlanks(and: UInt8(ascii: ","))
    guard position < limit else { throw cut }
    if unsafe bytes[position] == UInt8(ascii: "]") {
      let start = position
      position += 1
      try skipRest(depth: 1)
      if frame.count == 1 { frame.append(start..<position) }
      isInFeatures = false
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
      if try skipRest(depth: 1, stoppingAtFeatures: true) {
        if frame.isEmpty { frame = [start..<position] }
        isInFeatures = true
        return nil
      }
    } else {
      try skipValue()
    }
    recordCount += 1
    return start..<position
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
      try skipRest(depth: 1)
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

  /// Goes behind the bracket that closes the value in which this is `depth` deep.
  /// - Returns: whether it stopped within a top-level member `features`, behind its `[`.
  @discardableResult
  private mutating func skipRest(depth: Int, stoppingAtFeatures: Bool = false) throws(Fault) -> Bool {
    // This loop sees every byte of a file: it works on locals, which stay in registers.
    let bytes = unsafe self.bytes
    let limit = self.limit
    var depth = depth
    var at = position
    while at < limit {
      let byte = unsafe bytes[at]
      at += 1
      // `[` and `{` differ in one bit, as do `]` and `}`; digits, blanks and commas are less than all of them.
      if byte < 0x5B, byte != UInt8(ascii: "\"") { continue }
      switch byte | 0x20 {
      case 0x7B: depth += 1
      case 0x7D:
        depth -= 1
        if depth == 0 {
          position = at
          return false
        }
      case UInt8(ascii: "\"") where byte == UInt8(ascii: "\""):
        position = at - 1
        try skipString()
        if stoppingAtFeatures, depth == 1, isKey(JSONTexts.featuresKey, at - 1..<position), skipToList() { return true }
        if findsCoordinates, isKey(JSONTexts.coordinatesKey, at - 1..<position), skipToList() {
          let start = position
          try skipRest(depth: 1)
          coordinates.append(start..<position - 1)
        }
        at = position
      default: break
      }
    }
    position = limit
    throw cut
  }

  private static let featuresKey = Array("\"features\"".utf8)
  private static let coordinatesKey = Array("\"coordinates\"".utf8)

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
    position += 1
    while position < limit {
      switch unsafe bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "\\"): position = min(position + 2, limit)
      default: position += 1
      }
    }
    throw cut
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
        "\(what) (byte \(position), in feature \(recordCount + 1))",
        zh: "\(chinese)（字节 \(position)，第 \(recordCount + 1) 个要素）"),
      at: Place(file, row: recordCount + 1))
  }
}
