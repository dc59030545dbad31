/// Sets of the cells of an 8 × 8 subdivision, one bit each, row by row from below.
enum CellBits {
  private static let notFirstColumn: UInt64 = 0xFEFE_FEFE_FEFE_FEFE
  private static let notLastColumn: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

  /// The cells that hang together with `seed` side by side or one above the other, within `field`.
  static func connected(_ seed: UInt64, within field: UInt64) -> UInt64 {
    var cells = seed & field
    while true {
      let right = cells << 1 & notFirstColumn
      let left = cells >> 1 & notLastColumn
      let grown = (cells | right | left | cells << 8 | cells >> 8) & field
      if grown == cells { return cells }
      cells = grown
    }
  }

  /// Eight bits with a zero between each two: the lower of two bits for each cell of a row.
  static func doubled(_ row: UInt8) -> UInt16 {
    var bits = UInt16(row)
    bits = (bits | bits << 4) & 0x0F0F
    bits = (bits | bits << 2) & 0x3333
    return (bits | bits << 1) & 0x5555
  }
}
