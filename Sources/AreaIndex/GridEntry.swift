/// A word of the grid: what there is to know about a cell.
///
/// The two highest bits say which of four: the number of an *answer* (no edge comes near the cell), a *split* into
/// 2ˢ × 2ˢ cells of the next order, a *block* with the edges that come near, or that the cell is *crowded*: so many
/// edges that only the areas themselves can be asked.
struct GridEntry {
  let word: UInt32

  static func answer(_ number: UInt32) -> GridEntry { GridEntry(word: number) }

  /// - Parameters:
  ///   - offset: of the first of the cells among the words of all splits, a multiple of 4.
  ///   - bits: s, at least 1.
  static func split(at offset: Int, bits: Int) -> GridEntry {
    GridEntry(word: 1 << 30 | UInt32(bits) << 27 | UInt32(offset / 4))
  }

  /// - Parameter unit: the block's place in units of `CellBlock.unit`.
  static func block(at unit: Int) -> GridEntry { GridEntry(word: 2 << 30 | UInt32(unit)) }

  static let crowded = GridEntry(word: 3 << 30)

  @inline(__always) init(word: UInt32) { self.word = word }

  @inline(__always) var isAnswer: Bool { word < 1 << 30 }
  @inline(__always) var isSplit: Bool { word >> 30 == 1 }
  @inline(__always) var isBlock: Bool { word >> 30 == 2 }
  @inline(__always) var answer: Int { Int(word) }
  @inline(__always) var blockUnit: UInt32 { word & 0x3FFF_FFFF }
  @inline(__always) var splitBits: UInt32 { word >> 27 & 7 }
  @inline(__always) var splitOffset: Int { Int(word & 0x07FF_FFFF) &* 4 }

  static let mostAnswers = 1 << 30
  static let mostBlockUnits = 1 << 30
  static let mostSplitWords = 4 << 27
}
