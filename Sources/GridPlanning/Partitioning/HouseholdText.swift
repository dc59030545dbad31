import CityStore

/// A number of households as people write it into a field of text.
enum HouseholdText {
  /// What may stand behind the number.
  private static let units = ["户", "人", "households", "household"]

  /// Reads digits, half or full width, with a point and a sign, and a unit behind them or none.
  ///
  /// - Returns: `nil` for anything else. What is `plain` is a number by itself, of which nothing was guessed.
  static func read(_ text: String) -> (number: Double, isPlain: Bool)? {
    let trimmed = trimmed(text[...])
    var digits = String(trimmed).narrowed[...]
    if let unit = units.first(where: { digits.lowercased().hasSuffix($0) }) {
      digits = Self.trimmed(digits.dropLast(unit.count))
    }
    // Double also reads names and other bases.
    guard digits.utf8.allSatisfy({ (48...57).contains($0) || ".-+eE".utf8.contains($0) }), let number = Double(digits),
      number.isFinite
    else { return nil }
    return (number, digits == trimmed)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
