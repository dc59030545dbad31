import SpatialPrimitives

/// A straight piece of a border between two points that differ.
struct Piece {
  var a: Point
  var b: Point
  /// The edge of the coverage that it is a part of.
  var source: UInt32

  var box: Box {
    Box(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
  }
}

/// Square cells over a part of the plane, and which of them pieces run through.
struct CellFrame {
  private let origin: Point
  private let scale: Double
  private let columns: Int

  /// Cells about as large as the pieces: two or three to a piece.
  ///
  /// - Parameter finest: how many cells a side there are at most; below 2³², so that a cell's number fits.
  init(_ pieces: [Piece], finest: Double = 268_435_456) {
    var box = Box.empty
    var length = 0.0
    for piece in pieces {
      box.extend(to: piece.a)
      box.extend(to: piece.b)
      length += max((piece.b.x - piece.a.x).magnitude, (piece.b.y - piece.a.y).magnitude)
    }
    let extent = max(box.width, box.height)
    let side = max(length / Double(max(pieces.count, 1)) * 1.5, extent / finest, 1e-300)
    origin = Point(box.isEmpty ? 0 : box.minX, box.isEmpty ? 0 : box.minY)
    scale = 1 / side
    columns = Int(extent * scale) + 2
  }

  func column(_ x: Double) -> Int { min(max(Int((x - origin.x) * scale), 0), columns - 1) }
  func row(_ y: Double) -> Int { min(max(Int((y - origin.y) * scale), 0), columns - 1) }
  func cell(_ column: Int, _ row: Int) -> UInt64 { UInt64(row) << 32 | UInt64(column) }
  /// The height of the middle of a row of cells.
  func middle(ofRow row: Int) -> Double { origin.y + (Double(row) + 0.5) / scale }

  /// Calls `body` for each cell that the piece may run through: for each column the rows that it spans there, one more
  /// on each side where rounding could tell otherwise.
  func forEachCell(of piece: Piece, _ body: (UInt64) -> Void) {
    let (left, right) = piece.a.x <= piece.b.x ? (piece.a, piece.b) : (piece.b, piece.a)
    let (first, last) = (column(left.x), column(right.x))
    let (lowest, highest) = (row(min(left.y, right.y)), row(max(left.y, right.y)))
    let isStraight = first == last || lowest == highest
    let slope = isStraight ? 0 : (right.y - left.y) / (right.x - left.x)
    var column = first
    while column <= last {
      var (low, high) = (lowest, highest)
      if !isStraight {
        let from = column == first ? left.y : left.y + slope * (origin.x + Double(column) / scale - left.x)
        let to = column == last ? right.y : left.y + slope * (origin.x + Double(column + 1) / scale - left.x)
        // A thousandth of a cell is far beyond what rounding can move.
        low = max(low, row(min(from, to) - 0.001 / scale))
        high = min(high, row(max(from, to) + 0.001 / scale))
      }
      // No range is walked here: in this loop the optimiser of Swift 6.3.1 loses the row of ranges of one row.
      var here = low
      while here <= high {
        body(cell(column, here))
        here += 1
      }
      column += 1
    }
  }
}
