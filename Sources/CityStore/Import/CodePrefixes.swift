import AreaIndex

/// Finds the areas above by code: official codes begin with the code of the area above them, which may be padded
/// with zeros (`410105` or `410105000000` above `410105001`).
package struct CodePrefixes {
  private var positions: [String: [Int]] = [:]
  /// The lengths of significant parts in bytes, longest first.
  private var lengths: [Int] = []

  /// - Parameter uppers: the code and the level of each area above; their positions are the answers.
  init(_ uppers: [(code: String, level: Level)]) {
    // The deepest level first: of two areas with one significant part, `410100` the city and the district, it is nearer.
    for position in uppers.indices.sorted(by: { (uppers[$1].level, $0) < (uppers[$0].level, $1) }) {
      let part = CodePrefixes.significantPart(of: uppers[position].code)
      guard !part.isEmpty else { continue }
      if let first = positions[part]?.first, uppers[first].level != uppers[position].level { continue }
      positions[part, default: []].append(position)
    }
    lengths = Set(positions.keys.map(\.utf8.count)).sorted(by: >)
  }

  /// The areas whose code is the longest proper beginning of `code`. More than one where codes are doubled;
  /// none where no code fits. O(number of code lengths).
  func parents(of code: String) -> [Int] {
    let part = CodePrefixes.significantPart(of: code)
    for length in lengths where length < part.utf8.count {
      guard let prefix = String(part.utf8.prefix(length)), let found = positions[prefix] else { continue }
      return found
    }
    return []
  }

  /// The code without the zeros that only fill it up.
  ///
  /// Chinese codes have parts that end after 2, 4, 6, 9, 12 digits (GB/T 2260, GB/T 10114, NBS), Korean ones after 2, 5, 8,
  /// 10; zeros go only by whole parts, so that `410105010` keeps its last zero.
  package static func significantPart(of code: String) -> String {
    let digits = Array(code.utf8)
    guard digits.allSatisfy({ (48...57).contains($0) }) else { return code }
    let ends: [Int]
    switch digits.count {
    case 6, 9, 12, 14, 15: ends = [2, 4, 6, 9, 12]
    case 10: ends = [2, 5, 8]
    default: return code
    }
    var length = digits.count
    for end in ends.reversed() where end < length {
      guard digits[end..<length].allSatisfy({ $0 == 48 }) else { break }
      length = end
    }
    return String(code.prefix(length))
  }
}
