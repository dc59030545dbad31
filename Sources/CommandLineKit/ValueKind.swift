import Diagnostics

/// What a value must look like; checked while parsing, so that no command meets a malformed one.
package enum ValueKind: Sendable, Hashable {
  /// No value at all.
  case flag
  case text
  /// A file to read or write; completed by the shell.
  case file
  case folder
  case integer(ClosedRange<Int> = Int.min...Int.max)
  /// A finite number.
  case number(ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
  case choice([String])
  /// Words joined by commas.
  case list

  /// The kind's name in `--help --json`.
  var word: String {
    switch self {
    case .flag: "flag"
    case .text: "text"
    case .file: "file"
    case .folder: "folder"
    case .integer: "integer"
    case .number: "number"
    case .choice: "choice"
    case .list: "list"
    }
  }

  /// - Parameter owner: the option or operand as the user wrote it, for the message.
  /// - Throws: `bad-value` (64).
  func check(_ value: String, of owner: String) throws(Fault) {
    switch self {
    case .flag, .text, .list: return
    case .file, .folder:
      guard value.isEmpty else { return }
      throw badValue(owner, value, Text("a name", zh: "一个名称"))
    case .integer(let range):
      if let number = Int(value), range.contains(number) { return }
      throw badValue(owner, value, integerWords(range))
    case .number(let range):
      if let number = Double(value), number.isFinite, range.contains(number) { return }
      throw badValue(owner, value, numberWords(range))
    case .choice(let words):
      if words.contains(value) { return }
      let list = words.joined(separator: "|")
      throw badValue(owner, value, Text(verbatim: list), hint: Suggestion.hint(for: value, among: words))
    }
  }

  private func badValue(_ owner: String, _ value: String, _ wanted: Text, hint: Text? = nil) -> Fault {
    Fault(
      .usage, code: "bad-value",
      Text(
        "\(owner) takes \(wanted.english), not “\(value)”", zh: "\(owner) 需要\(wanted.chinese)，而不是“\(value)”"),
      hint: hint)
  }

  private func integerWords(_ range: ClosedRange<Int>) -> Text {
    switch (range.lowerBound, range.upperBound) {
    case (.min, _): Text("a whole number", zh: "整数")
    case (let low, .max): Text("a whole number of at least \(low)", zh: "不小于 \(low) 的整数")
    case (let low, let high): Text("a whole number from \(low) to \(high)", zh: "\(low) 到 \(high) 的整数")
    }
  }

  private func numberWords(_ range: ClosedRange<Double>) -> Text {
    let unbounded = Double.greatestFiniteMagnitude
    switch (range.lowerBound, range.upperBound) {
    case (-unbounded, _): return Text("a number", zh: "数字")
    case (let low, unbounded): return Text("a number of at least \(low)", zh: "不小于 \(low) 的数字")
    case (let low, let high): return Text("a number from \(low) to \(high)", zh: "\(low) 到 \(high) 的数字")
    }
  }
}
