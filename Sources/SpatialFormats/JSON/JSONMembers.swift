package import Diagnostics

/// The members of one JSON object, found by brackets alone: of a file too large to be parsed at once, or in which a
/// value that is none should not spoil the others. What a value holds is not looked at.
/// - Complexity: linear in the text gone through; some GB/s where values are long.
@safe package struct JSONMembers {
  private let bytes: UnsafeRawBufferPointer
  private let limit: Int
  private var position: Int
  private let file: String
  /// Behind the closing brace, once `next` has answered `nil`.
  package var end: Int { position }

  /// - Parameters:
  ///   - object: begins with the opening brace; may go on behind the closing one.
  ///   - file: what the text is called in faults.
  package init(_ bytes: UnsafeRawBufferPointer, _ object: Range<Int>, file: String) {
    unsafe self.bytes = bytes
    limit = object.upperBound
    position = object.lowerBound + 1
    self.file = file
  }

  package struct Member: Sendable {
    /// With its quotes.
    package var key: Range<Int>
    package var value: Range<Int>
  }

  /// - Returns: `nil` behind the last member.
  /// - Throws: `cut-json`, `bad-json` (65).
  package mutating func next() throws(Fault) -> Member? {
    skipBlanks(and: UInt8(ascii: ","))
    guard position < limit else { throw cut }
    if unsafe bytes[position] == UInt8(ascii: "}") {
      position += 1
      return nil
    }
    guard unsafe bytes[position] == UInt8(ascii: "\"") else { throw fault("a key is missing", zh: "此处缺少键") }
    let key = try string()
    skipBlanks(and: 0x20)
    guard position < limit else { throw cut }
    guard unsafe bytes[position] == UInt8(ascii: ":") else { throw fault("a colon is missing", zh: "此处缺少冒号") }
    position += 1
    skipBlanks(and: 0x20)
    guard position < limit else { throw cut }
    return Member(key: key, value: try value())
  }

  private mutating func value() throws(Fault) -> Range<Int> {
    let start = position
    switch unsafe bytes[position] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard let end = unsafe JSONTexts.close(bytes, from: position + 1, limit: limit) else { throw cut }
      position = end
    case UInt8(ascii: "\""): return try string()
    default:
      while position < limit, unsafe !JSONMembers.endsWord(bytes[position]) { position += 1 }
      if position == start { throw fault("a value is missing", zh: "此处缺少值") }
    }
    return start..<position
  }

  private mutating func string() throws(Fault) -> Range<Int> {
    let start = position
    guard let end = unsafe JSONTexts.stringEnd(bytes, from: start, limit: limit) else { throw cut }
    position = end
    return start..<end
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }

  private mutating func skipBlanks(and other: UInt8) {
    while position < limit {
      let byte = unsafe bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == other else { return }
      position += 1
    }
  }

  private var cut: Fault {
    Fault(
      .data, code: "cut-json",
      Text("the file ends within a value (byte \(limit))", zh: "文件在一个值的中间结束（字节 \(limit)）"), at: Place(file),
      hint: Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取"))
  }

  private func fault(_ what: String, zh chinese: String) -> Fault {
    Fault(
      .data, code: "bad-json", Text("\(what) (byte \(position))", zh: "\(chinese)（字节 \(position)）"), at: Place(file))
  }
}
