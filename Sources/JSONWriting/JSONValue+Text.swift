extension JSONValue {
  /// The document as UTF-8 text on one line. A number that JSON cannot hold (NaN, infinity) becomes `null`.
  public var text: String {
    var text = ""
    write(to: &text, indent: nil, depth: 0)
    return text
  }

  /// The document laid out for people: two spaces a depth, a member a line.
  public var prettyText: String {
    var text = ""
    write(to: &text, indent: "  ", depth: 0)
    return text
  }

  private func write(to text: inout String, indent: String?, depth: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += JSONValue.numberText(value)
    case .string(let value): JSONValue.writeQuoted(value, to: &text)
    case .raw(let value): text += value
    case .array(let elements):
      writeList(elements, "[", "]", to: &text, indent: indent, depth: depth) { element, text in
        element.write(to: &text, indent: indent, depth: depth + 1)
      }
    case .object(let members):
      writeList(members, "{", "}", to: &text, indent: indent, depth: depth) { member, text in
        JSONValue.writeQuoted(member.key, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent, depth: depth + 1)
      }
    }
  }

  private func writeList<Item>(
    _ items: [Item], _ opening: String, _ closing: String, to text: inout String, indent: String?, depth: Int,
    each: (Item, inout String) -> Void
  ) {
    text += opening
    for (position, item) in items.enumerated() {
      if position > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: indent, count: depth + 1) }
      each(item, &text)
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: indent, count: depth) }
    text += closing
  }

  /// The shortest decimal that reads back as the same double; whole numbers without a fraction.
  public static func numberText(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(.towardZero), value.magnitude < 9e18, !(value == 0 && value.sign == .minus) {
      return String(Int64(value))
    }
    return "\(value)"
  }

  /// A JSON string with its quotes.
  public static func quoted(_ value: String) -> String {
    var text = ""
    writeQuoted(value, to: &text)
    return text
  }

  private static func writeQuoted(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{00}"..<"\u{20}":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
