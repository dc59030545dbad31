import CityStore
import Diagnostics

/// The form of a code: digits, letters and other signs in their order, with how many of each.
struct CodeForm: Hashable {
  private var runs: [Run] = []

  private struct Run: Hashable {
    var kind: Kind
    var count: Int
  }

  private enum Kind: Hashable {
    case digit, upper, lower, ideograph
    case other(Character)
  }

  init(_ code: String) {
    if code.utf8.allSatisfy({ $0 < 128 }) {
      for byte in code.utf8 { add(CodeForm.kind(of: byte)) }
    } else {
      for character in code { add(CodeForm.kind(of: character)) }
    }
  }

  private mutating func add(_ kind: Kind) {
    if runs.last?.kind == kind { runs[runs.count - 1].count += 1 } else { runs.append(Run(kind: kind, count: 1)) }
  }

  private static func kind(of byte: UInt8) -> Kind {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
    case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
    default: .other(Character(Unicode.Scalar(byte)))
    }
  }

  private static func kind(of character: Character) -> Kind {
    if let byte = character.asciiValue, character != "\r\n" { return kind(of: byte) }
    return character.isLetter ? .ideograph : .other(character)
  }

  /// Running numbers have no form: `7`, `12`, `263`.
  static func areNumbers(_ codes: [String]) -> Bool {
    codes.allSatisfy { code in
      code.utf8.count <= 5 && code.utf8.first != 48 && code.utf8.allSatisfy { (48...57).contains($0) }
    }
  }

  /// The code without the zeros that only fill it up.
  static func significantPart(of code: String) -> String { CodePrefixes.significantPart(of: code) }

  /// For an order among equals.
  var text: String { words.english }

  var words: Text {
    guard !runs.isEmpty else { return Text("blank", zh: "空") }
    let parts = runs.map { run -> Text in
      switch run.kind {
      case .digit: Text(Text.counted(run.count, "digit"), zh: "\(run.count) 位数字")
      case .upper: Text(Text.counted(run.count, "capital"), zh: "\(run.count) 个大写字母")
      case .lower: Text(Text.counted(run.count, "small letter"), zh: "\(run.count) 个小写字母")
      case .ideograph: Text(Text.counted(run.count, "letter"), zh: "\(run.count) 个汉字")
      case .other(let sign): Text(verbatim: String(repeating: "“\(sign)”", count: run.count))
      }
    }
    return Text(parts.map(\.english).joined(separator: " + "), zh: parts.map(\.chinese).joined(separator: "加"))
  }
}
