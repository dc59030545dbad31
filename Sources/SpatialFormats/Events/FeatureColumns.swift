/// Gathers the properties of one feature after the other as the fields of delimited records: texts without their JSON
/// escapes, everything else as it stands; nothing for a null, and `""` for a text that is empty.
@safe final class FeatureColumns {
  private let names: PropertyNames
  private let identifier: Int?
  /// Of the feature in hand, by column.
  private let values: UnsafeMutableBufferPointer<Value>

  /// What a property holds: bytes in the text or on the tape.
  @unsafe private struct Value {
    var start: UnsafeRawPointer?
    var count = 0
    var isText = false

    static var none: Value { unsafe Value() }
  }

  init(_ names: [String]) {
    let names = PropertyNames(names.map { Array($0.utf8) })
    self.names = names
    identifier = names.names.firstIndex(of: Array("id".utf8))
    unsafe values = .allocate(capacity: names.count)
    unsafe values.initialize(repeating: Value.none)
  }

  deinit { unsafe values.deallocate() }

  func begin() { unsafe values.update(repeating: Value.none) }

  /// Takes the feature's own id, which a property of that name overrules.
  func readIdentifier(_ walk: JSONWalk) {
    guard let identifier, unsafe values[identifier].start == nil else { return }
    var walk = walk
    unsafe values[identifier] = FeatureColumns.value(&walk)
  }

  /// Takes the members of the object that stands here, and goes behind it.
  func read(_ walk: inout JSONWalk) {
    walk.enter()
    var guess = 0
    while walk.node.kind == .string {
      let column = unsafe names.ordinal(of: walk.node.utf8, guess: guess)
      walk.skipKey()
      if let column {
        unsafe values[column] = FeatureColumns.value(&walk)
        guess = column + 1
      } else {
        walk.skipValue()
      }
      walk.skipSeparator()
    }
    walk.leave()
  }

  /// The value that stands here; goes behind it.
  @inline(__always)
  private static func value(_ walk: inout JSONWalk) -> Value {
    let node = walk.node
    let text = unsafe walk.skipText()
    switch node.kind {
    case .null, .end: return unsafe Value(start: text.baseAddress)
    case .string:
      let bytes = unsafe node.utf8
      return unsafe Value(start: UnsafeRawPointer(bytes.baseAddress), count: bytes.count, isText: true)
    default: return unsafe Value(start: text.baseAddress, count: text.count)
    }
  }

  func append(to target: ByteBuffer) {
    for column in 0..<names.count {
      if column > 0 { target.append(CSVDialect.comma.delimiter) }
      let value = unsafe values[column]
      guard let start = unsafe value.start else { continue }
      unsafe CSVField.append(
        UnsafeRawBufferPointer(start: start, count: value.count), to: target, dialect: .comma, isText: value.isText)
    }
  }

  /// The fields of a record of which nothing is known.
  func appendBlank(to target: ByteBuffer) {
    for _ in names.names.dropFirst() { target.append(CSVDialect.comma.delimiter) }
  }
}
