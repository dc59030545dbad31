/// How much room text takes on a terminal.
package enum TextWidth {
  /// Columns: two for the wide characters of East Asian scripts, none for marks that join the one before.
  package static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  static func isWide(_ character: Character) -> Bool { character.unicodeScalars.contains { columns(of: $0) == 2 } }

  /// The wide and fullwidth ranges of Unicode Standard Annex #11.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: return 0
      default: return 1
      }
    }
  }

  /// Breaks a paragraph into lines of at most `width` columns: at spaces, and between wide characters
  /// save before a closing mark. A word that is longer than a line stays whole.
  static func wrap(_ paragraph: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces(of: paragraph) {
      if !line.isEmpty, columns(of: line) + columns(of: piece.trimmingTrailingSpaces) > width {
        lines.append(line.trimmingTrailingSpaces)
        line = ""
      }
      line += piece
    }
    if !line.isEmpty { lines.append(line.trimmingTrailingSpaces) }
    return lines
  }

  /// The parts of a text between which a line may break; a part keeps the spaces that follow it.
  private static func pieces(of text: String) -> [String] {
    let closing: Set<Character> = ["，", "。", "、", "；", "：", "）", "”", "！", "？", "…"]
    let opening: Set<Character> = ["（", "“"]
    var pieces: [String] = []
    var piece = ""
    var previous: Character?
    for character in text {
      if let previous, !closing.contains(character), !opening.contains(previous), character != " ",
        previous == " " || isWide(previous) || isWide(character) || closing.contains(previous)
      {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
      previous = character
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
