/// What a storey's name says of where it is among the others.
///
/// Numbers: `3层`, `F3`, `3F`, `Level 3`, `十二层`, `Third floor`, `2. Obergeschoss`; of basements, below zero: `B1`, `-1`, `地下1层`,
/// `负一层`, `1. UG`, `Keller`. A storey at the ground may have a number, 0 or 1 as the country has it, or only be called so: `首层`,
/// `Ground floor`, `GF`, `EG`.
enum StoreyNumber {
  /// - Returns: `nil` for a name with no number, or with several of which none is a storey's.
  static func of(_ name: String) -> Int? {
    let characters = Array(name.lowercased())
    let runs = runs(in: characters)
    guard !runs.isEmpty else { return ofWords(String(characters)) }
    // Of several, the one that a storey's sign follows: `3层(标高9.000)`.
    let chosen = runs.count == 1 ? runs : runs.filter { isSigned($0, characters) }
    guard chosen.count == 1, let run = chosen.first, let number = value(characters[run]) else { return nil }
    let before = String(characters[..<run.lowerBound])
    return isBelow(before, String(characters)) ? -number : number
  }

  /// Whether a name says that the storey is the one at the ground.
  static func isGround(_ name: String) -> Bool {
    let word = name.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "." && $0 != "_" }
    if ["g", "gf", "gl", "eg", "rdc", "bg", "pb", "pt"].contains(word) { return true }
    guard !word.contains("lowerground"), !word.contains("upperground") else { return false }
    return groundWords.contains { word.contains($0) }
  }

  private static let groundWords = [
    "groundfloor", "groundlevel", "groundstor", "erdgescho", "parterre", "rezdechauss", "beganegrond", "plantabaja",
    "pianoterra", "首层", "底层", "首楼", "地面层", "地面一层", "地上一层", "地上1层",
  ]

  // MARK: numbers

  private static func runs(in characters: [Character]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for place in characters.indices where isDigit(characters[place]) {
      if let last = runs.last, last.upperBound == place {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    return runs
  }

  /// Whether a sign of storeys follows a number, which is no end of a range.
  private static func isSigned(_ run: Range<Int>, _ characters: [Character]) -> Bool {
    guard run.upperBound < characters.count, "层楼階층f".contains(characters[run.upperBound]) else { return false }
    return run.lowerBound < 2 || !"-~至、".contains(characters[run.lowerBound - 1])
      || !isDigit(characters[run.lowerBound - 2]) && characters[run.lowerBound - 1] != "至"
  }

  /// - Parameters:
  ///   - before: what stands before the number.
  ///   - name: the whole.
  private static func isBelow(_ before: String, _ name: String) -> Bool {
    if ["b", "-", "−", "b-", "f-", "l-", "r-", "u", "ug"].contains(before.filter { !$0.isWhitespace }) { return true }
    // `Level -1`, but not `Storey-1`.
    if let stroke = before.last, "-−".contains(stroke), before.dropLast().last?.isWhitespace ?? true { return true }
    let words = name.split { !$0.isLetter }
    return belowWords.contains { name.contains($0) } || words.contains("ug")
  }

  private static let belowWords = [
    "地下", "地库", "负", "負", "basement", "cellar", "untergescho", "keller", "kelder", "sous-sol", "souterrain",
    "lower ground",
  ]

  /// Of a name without digits.
  private static func ofWords(_ name: String) -> Int? {
    let words = name.split { !$0.isLetter }.map(String.init)
    if belowWords.contains(where: { name.contains($0) }) || words == ["ug"] || words == ["lg"] { return -1 }
    guard words.contains(where: { ["floor", "storey", "story", "level"].contains($0) }) else { return nil }
    let said = words.compactMap { ordinals.firstIndex(of: $0) }
    return said.count == 1 ? said[0] + 1 : nil
  }

  private static let ordinals = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
  ]

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
