package import Diagnostics

/// What the user gave, by the names in the command's table. Kinds, counts and required values were checked
/// by the parser, so most access cannot fail. A name that the table does not have is a mistake of ours and traps.
package struct Arguments: Sendable {
  private var values: [String: [String]]

  /// - Parameter values: an entry for each option and operand of the command, empty where it was not given.
  init(_ values: [String: [String]]) { self.values = values }

  /// Every value of an option or operand, in the order given; a list is taken apart at its commas.
  package func values(_ name: String) -> [String] {
    guard let found = values[name] else { preconditionFailure("the command declares no “\(name)”") }
    return found
  }

  package func flag(_ name: String) -> Bool { !values(name).isEmpty }

  package func value(_ name: String) -> String? { values(name).last }

  /// The value of what the table calls required, or gives a default.
  package func required(_ name: String) -> String {
    guard let value = value(name) else { preconditionFailure("“\(name)” is not required") }
    return value
  }

  package func integer(_ name: String) -> Int? { value(name).flatMap { Int($0) } }

  package func number(_ name: String) -> Double? { value(name).flatMap { Double($0) } }

  /// A value of a richer kind.
  ///
  /// - Parameters:
  ///   - wanted: what it should have been, e.g. "a date".
  ///   - read: `nil` where the text is no such thing.
  /// - Throws: `bad-value` (64).
  package func value<Value>(
    _ name: String, as wanted: Text, _ read: (String) -> Value?
  ) throws(Fault) -> Value? {
    guard let text = value(name) else { return nil }
    guard let value = read(text) else {
      let owner = name == name.uppercased() ? name : "--\(name)"
      throw Fault(
        .usage, code: "bad-value",
        Text("\(owner) takes \(wanted.english), not “\(text)”", zh: "\(owner) 需要\(wanted.chinese)，而不是“\(text)”"))
    }
    return value
  }
}
