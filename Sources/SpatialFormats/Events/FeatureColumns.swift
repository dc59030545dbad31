/// Gathers the properties of one feature after the other as the fields of delimited records: texts without their JSON
/// escapes, everything else as it stands; nothing for a null, and `""` for a text that is empty.
@safe final class FeatureColumns {
  private let names: [[UInt8]]
  private let ordinals: [[UInt8]: Int]
  private let identifier: Int?
  /// Of the feature in hand, by column; `nil` where it has none.
  private var values: [(node: JSONNode, text: UnsafeRawBufferPointer)?]

  init(_ names: [String]) {
    self.names = names.map { Array($0.utf8) }
    ordinals = Dictionary(zip(self.names, names.indices), uniquingKeysWith: { first, _ in first })
    identifier = ordinals[Array("id".utf8)]
    unsafe values = Array(repeating: nil, count: names.count)
  }

  func begin() {
    for column in names.indices { unsafe values[column] = nil }
  }

  /// Takes the feature's own id, which a property of that name overrules.
  func readIdentifier(_ walk: JSONWalk) {
    guard let identifier, unsafe values[identifier] == nil else { return }
    var walk = walk
    unsafe values[identifier] = (walk.node, walk.skipText())
  }

  /// Takes the members of the object that stands here, and goes behind it.
  func read(_ walk: inout JSONWalk) {
    walk.enter()
    var guess = 0
    while walk.node.kind == .string {
      let column = unsafe self.column(walk.node.utf8, guess)
      walk.skipKey()
      let node = walk.node
      let text = unsafe walk.skipText()
      if let column {
        unsafe values[column] = (node, text)
        guess = column + 1
      }
      walk.skipSeparator()
    }
    walk.leave()
  }

  /// Features mostly have the same properties in the same order, so that the guess is right.
  private func column(_ name: UnsafeBufferPointer<UInt8>, _ guess: Int) -> Int? {
    if guess < names.count, names[guess].count == name.count, unsafe name.elementsEqual(names[guess]) { return guess }
    return unsafe ordinals[Array(name)]
  }

  func append(to target: ByteBuffer) {
    for column in names.indices {
      if column > 0 { target.append(CSVDialect.comma.delimiter) }
      guard let value = unsafe values[column] else { continue }
      switch unsafe value.node.kind {
      case .null, .end: break
      case .string:
        unsafe CSVField.append(UnsafeRawBufferPointer(value.node.utf8), to: target, dialect: .comma, isText: true)
      default: unsafe CSVField.append(value.text, to: target, dialect: .comma)
      }
    }
  }

  /// The fields of a record of which nothing is known.
  func appendBlank(to target: ByteBuffer) {
    for _ in names.dropFirst() { target.append(CSVDialect.comma.delimiter) }
  }
}
