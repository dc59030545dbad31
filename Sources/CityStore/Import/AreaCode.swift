import SpatialFormats

/// The code of an area as a file gives it, made fit to be compared: codes are text, and their digits are kept.
struct AreaCode: Equatable {
  var text: String
  /// Whether `text` is not what the file says letter by letter: blanks trimmed, full-width digits narrowed, a number
  /// written out.
  var isTidied: Bool

  /// - Returns: `nil` where the number has lost digits on its way (a spreadsheet's `4.10105E+14`, a binary number
  ///   beyond 2⁵³), so that the code cannot be known.
  init?(_ value: Value) {
    switch value {
    case .null: self.init(text: "", isTidied: false)
    case .text(let text): self.init(text: text)
    case .integer(let number): self.init(text: String(number), isTidied: false)
    case .boolean(let truth): self.init(text: truth ? "1" : "0", isTidied: false)
    case .real(let number):
      guard number.magnitude < 9_007_199_254_740_992 else { return nil }
      let whole = number.rounded(.towardZero) == number
      self.init(text: whole ? String(Int64(number)) : "\(number)", isTidied: false)
    }
  }

  private init(text: String, isTidied: Bool) {
    self.text = text
    self.isTidied = isTidied
  }

  private init?(text given: String) {
    var text = AreaCode.trimmed(given.narrowed)
    if text.first == "'" || text.first == "`", text.count > 1, text.dropFirst().utf8.allSatisfy(AreaCode.isDigit) {
      // A spreadsheet's mark for “this is text”.
      text.removeFirst()
    }
    guard let written = AreaCode.writtenOut(text) else { return nil }
    self.init(text: written, isTidied: written != given)
  }

  /// `text` without blanks and invisible marks at its ends.
  static func trimmed(_ text: String) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}" || scalar.value == 0
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }

  /// A number's text as the digits it stands for: `410105.0`, `4.10105001001001E+14`. Any other text as it is.
  private static func writtenOut(_ text: String) -> String? {
    guard let point = text.utf8.firstIndex(of: 46), text.utf8[..<point].allSatisfy(isDigit), point > text.startIndex
    else { return isRoundedNumber(text) ? nil : text }
    let whole = text[..<point]
    let rest = text[text.utf8.index(after: point)...]
    let fraction = rest.utf8.prefix(while: isDigit)
    let tail = rest.utf8.dropFirst(fraction.count)
    if tail.isEmpty, !fraction.isEmpty, fraction.allSatisfy({ $0 == 48 }) { return String(whole) }
    guard let power = exponent(tail), whole.count == 1 else { return text }
    return fraction.count == power ? String(whole) + (String(fraction) ?? "") : nil
  }

  /// `4E+14`: a spreadsheet's way with long numbers, with no digit left but the first.
  private static func isRoundedNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first, isDigit(first) else { return false }
    return exponent(text.utf8.dropFirst()) != nil
  }

  /// The number in `E+14`.
  private static func exponent(_ tail: Substring.UTF8View) -> Int? {
    guard tail.count >= 3, let mark = tail.first, mark == 69 || mark == 101, tail.dropFirst().first == 43 else {
      return nil
    }
    return String(tail.dropFirst(2)).flatMap { Int($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
