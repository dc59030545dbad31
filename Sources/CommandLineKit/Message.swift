package import Diagnostics
import Glibc
package import JSONWriting

// How faults and notices read: a line each for what, where and how to mend; or one JSON object.

extension Fault {
  /// `onegrid: error: WHAT`, then `  at: PLACE` and `  hint: HOW TO MEND` where there are any. Never over three lines.
  package func lines(_ language: Language, _ colour: Bool = false) -> String {
    var text = Message.line("error", red: true, what(language), colour)
    if let place { text += "\n  at: \(place.description.onOneLine)" }
    if let hint { text += "\n  hint: \(hint(language).onOneLine)" }
    return text
  }

  package func json(_ language: Language) -> JSONValue {
    [
      "error": [
        "code": .string(code), "what": .string(what(language)), "at": JSONValue(place?.description),
        "hint": JSONValue(hint?(language)),
      ]
    ]
  }
}

extension Notice {
  package func line(_ language: Language, _ colour: Bool = false) -> String {
    let words = text(language) + (place.map { " (\($0))" } ?? "")
    return Message.line(weight.rawValue, red: false, words, colour)
  }

  package func json(_ language: Language) -> JSONValue {
    [
      "notice": [
        "weight": .string(weight.rawValue), "code": .string(code), "text": .string(text(language)),
        "at": JSONValue(place?.description),
      ]
    ]
  }
}

private enum Message {
  static func line(_ kind: String, red: Bool, _ words: String, _ colour: Bool) -> String {
    let label = colour ? "\u{1B}[\(red ? 31 : 33);1m\(kind):\u{1B}[0m" : "\(kind):"
    return "onegrid: \(label) \(words.onOneLine)"
  }

}

extension String {
  /// The same words without line breaks.
  var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

/// Standard error, unbuffered. That nobody hears is no reason to fail.
enum StandardError {
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let base = rest.baseAddress, unsafe !rest.isEmpty {
        let written = unsafe Glibc.write(STDERR_FILENO, base, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return
        }
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
  }
}
