import JSONWriting
import SpatialFormats

extension JSONWalk {
  /// Goes through the members of the object that stands here, and behind it.
  /// - Parameter body: is to go behind the value that the walk stands at.
  mutating func forEachMember<Failure>(
    _ body: (_ key: String, _ walk: inout JSONWalk) throws(Failure) -> Void
  ) throws(Failure) {
    enter()
    while node.kind == .string {
      let key = node.string ?? ""
      skipKey()
      try body(key, &self)
      skipSeparator()
    }
    leave()
  }

  /// Goes through the elements of the list that stands here, and behind it.
  /// - Parameter body: is to go behind the value that the walk stands at.
  mutating func forEachElement<Failure>(_ body: (_ walk: inout JSONWalk) throws(Failure) -> Void) throws(Failure) {
    enter()
    while node.kind != .end {
      try body(&self)
      skipSeparator()
    }
    leave()
  }

  /// `"key":value`
  static func member(_ key: String, _ value: String) -> String { JSONValue.quoted(key) + ":" + value }
}

extension JSONNode {
  /// A list of texts; `nil` for anything else.
  var strings: [String]? {
    guard kind == .array else { return nil }
    var strings: [String] = []
    var node = first
    while node.kind != .end {
      guard let string = node.string else { return nil }
      strings.append(string)
      node = node.next
    }
    return strings
  }

  /// A list of numbers; `nil` for anything else.
  var numbers: [Double]? {
    guard kind == .array else { return nil }
    var numbers: [Double] = []
    var node = first
    while node.kind != .end {
      guard let number = node.number else { return nil }
      numbers.append(number)
      node = node.next
    }
    return numbers
  }
}
