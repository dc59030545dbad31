/// The number that a storey's name says: `3层`, `F3`, `3F`, `Level 3`, `十二层`; of basements, below zero: `B1`, `-1`, `地下1层`,
/// `负一层`. A storey at the ground has the number that its name gives it, 0 or 1 as the country has it.
enum StoreyNumber {
  /// - Returns: `nil` for a name with no number, or with several.
  static func of(_ name: String) -> Int? {
    let characters = Array(name.lowercased())
    var runs: [Range<Int>] = []
    for place in characters.indices where isDigit(characters[place]) {
      if let last = runs.last, last.upperBound == place {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    guard runs.count == 1, let number = value(characters[runs[0]]) else { return nil }
    let before = String(characters[..<runs[0].lowerBound])
    let isBelow =
      ["b", "-", "b-", "−"].contains(before) || before.contains("地下") || before.contains("负")
      || before.contains("basement")
    return isBelow ? -number : number
  }

  private static let chinese: [Character: Int] = [
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
  ]

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber || chinese[character] != nil
  }

  /// Of decimal digits, or of Chinese numerals up to 99.
  private static func value(_ digits: ArraySlice<Character>) -> Int? {
    if let number = Int(String(digits)) { return number }
    var (tens, ones) = (0, 0)
    for digit in digits {
      guard let value = chinese[digit] else { return nil }
      if value == 10 {
        guard tens == 0 else { return nil }
        (tens, ones) = (10 * max(ones, 1), 0)
      } else {
        guard ones == 0 else { return nil }
        ones = value
      }
    }
    return tens + ones
  }
}
