import SpatialPrimitives

/// The square cells of the grid: their side is a power of two and their corners are whole multiples of it, so that
/// scaling a coordinate and naming a corner are exact.
///
/// Cells split into halves up to `depthBits` times; positions are counted in *fine units*, the smallest cells. The
/// unit that a point falls into is computed with one rounding, which is monotone: a point may be given to the unit
/// beside its own only if it lies within 2⁻²⁴ units of their common side. Everything that is listed by cell is
/// listed with a margin a thousand times as wide (`margin`), so it makes no difference.
struct GridFrame: Sendable {
  static let depthBits = 16
  /// How many fine units a whole cell is wide.
  static let cellUnits = 1 << depthBits
  /// How far around itself a cell knows the edges, in parts of its own side.
  static let margin = 0x1p-10
  private static let mostColumns = 4096.0

  let columns: Int
  let rows: Int
  /// The cells' side is 2^`exponent`; the first column and row, in cells from the coordinates' zero.
  let exponent: Int
  let firstColumn: Int
  let firstRow: Int
  /// Fine units per coordinate unit, a power of two, and back.
  let scale: Double
  let unit: Double
  /// The frame's lower left corner in fine units from the coordinates' zero.
  let originX: Double
  let originY: Double
  /// The frame's size in fine units.
  let width: Double
  let height: Double

  init(columns: Int, rows: Int, exponent: Int, firstColumn: Int, firstRow: Int) {
    self.columns = columns
    self.rows = rows
    self.exponent = exponent
    self.firstColumn = firstColumn
    self.firstRow = firstRow
    unit = Double(sign: .plus, exponent: exponent - Self.depthBits, significand: 1)
    scale = 1 / unit
    originX = Double(firstColumn * Self.cellUnits)
    originY = Double(firstRow * Self.cellUnits)
    width = Double(columns * Self.cellUnits)
    height = Double(rows * Self.cellUnits)
  }

  /// Whether numbers that came from outside can be those of a frame.
  static func isPossible(columns: Int, rows: Int, exponent: Int, firstColumn: Int, firstRow: Int) -> Bool {
    1...65535 ~= columns && 1...65535 ~= rows && -1000...1010 ~= exponent && firstColumn.magnitude < 1 << 40
      && firstRow.magnitude < 1 << 40
  }

  /// A frame around `box` with about `cells` cells. Its outermost cells are empty.
  init(around box: Box, cells: Int) {
    guard !box.isEmpty else {
      self.init(columns: 1, rows: 1, exponent: 0, firstColumn: 0, firstRow: 0)
      return
    }
    // Halves, because the whole width may be beyond the range of a double.
    let halfWidth = box.maxX / 2 - box.minX / 2
    let halfHeight = box.maxY / 2 - box.minY / 2
    let longer = max(halfWidth, halfHeight)
    let flatness = longer > 0 ? min(halfWidth, halfHeight) / longer : 1
    // Half a cell's side: few enough columns, and room in a coordinate for the bits of a fine unit.
    let farthest = max(box.minX.magnitude, box.maxX.magnitude, box.minY.magnitude, box.maxY.magnitude)
    let half = max(
      longer * max((flatness / Double(cells)).squareRoot(), 1 / Double(cells), 2 / Self.mostColumns),
      farthest * 0x1p-34, 0x1p-900)
    // The power of two nearest to the side, by its logarithm.
    let exponent = Int((half * 2.0.squareRoot()).exponent) + 1
    let cell = Double(sign: .plus, exponent: exponent, significand: 1)
    let firstColumn = Int((box.minX / cell).rounded(.down)) - 1
    let firstRow = Int((box.minY / cell).rounded(.down)) - 1
    self.init(
      columns: Int((box.maxX / cell).rounded(.down)) - firstColumn + 2,
      rows: Int((box.maxY / cell).rounded(.down)) - firstRow + 2, exponent: exponent, firstColumn: firstColumn,
      firstRow: firstRow)
  }

  /// A coordinate in fine units from the frame's corner.
  @inline(__always) func fineX(_ x: Double) -> Double { x * scale - originX }
  @inline(__always) func fineY(_ y: Double) -> Double { y * scale - originY }

  /// Whether a place in fine units is on the frame. The first unit of the margin is left out: see `truncated`.
  @inline(__always) func holds(_ x: Double, _ y: Double) -> Bool { x >= 1 && y >= 1 && x < width && y < height }

  /// The fine unit of a place from 1 to 2³¹, without the checks of a conversion: adding 2⁵² leaves the whole part in
  /// the low bits, rounded; half less makes that the part below (or, on a side, either).
  @inline(__always) static func truncated(_ fine: Double) -> Int {
    Int(truncatingIfNeeded: UInt32(truncatingIfNeeded: (fine + (0x1p52 - 0.5)).bitPattern))
  }

  /// The place of a corner, exactly.
  @inline(__always) func corner(_ x: Int, _ y: Int) -> Point {
    Point((originX + Double(x)) * unit, (originY + Double(y)) * unit)
  }
}
