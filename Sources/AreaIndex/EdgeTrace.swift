/// Which cells an edge passes through: computed in rounded arithmetic, and therefore with a margin of
/// `GridFrame.margin` on all sides, so that no cell is missed. A cell too many does no harm.
enum EdgeTrace {
  /// Calls `body` with column and row of each cell of a `columns` × `rows` grid of unit squares that the edge from
  /// (ax, ay) to (bx, by) passes through or comes near to; row by row from below.
  ///
  /// Along a flat edge a small error of y moves the computed x far, but no farther than where the edge is within
  /// that error of the row: the margin in y covers it.
  @inline(__always)
  static func cells(
    _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, columns: Int, rows: Int, _ body: (Int, Int) -> Void
  ) {
    let margin = GridFrame.margin
    let (lowX, highX) = ax < bx ? (ax, bx) : (bx, ax)
    let (lowY, highY) = ay < by ? (ay, by) : (by, ay)
    let firstRow = clampedFloor(lowY - margin, below: rows)
    let lastRow = clampedFloor(highY + margin, below: rows)
    guard highY >= -margin, lowY <= Double(rows) + margin, highX >= -margin, lowX <= Double(columns) + margin else {
      return
    }
    let slope = highY > lowY ? (bx - ax) / (by - ay) : 0
    for row in firstRow...lastRow {
      var left = lowX
      var right = highX
      if highY > lowY {
        let u = ax + (max(Double(row) - margin, lowY) - ay) * slope
        let v = ax + (min(Double(row + 1) + margin, highY) - ay) * slope
        left = max(left, min(u, v))
        right = min(right, max(u, v))
      }
      if right < -margin || left > Double(columns) + margin { continue }
      for column in clampedFloor(left - margin, below: columns)...clampedFloor(right + margin, below: columns) {
        body(column, row)
      }
    }
  }

  /// Whether the edge may come near the side x = `side` of the unit square, between its lower and upper corner.
  /// With the coordinates exchanged, near the side y = `side`.
  static func meetsSide(
    _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, at side: Double
  ) -> Bool {
    let margin = GridFrame.margin
    let (lowX, highX) = ax < bx ? (ax, bx) : (bx, ax)
    guard lowX <= side + margin, highX >= side - margin else { return false }
    var (low, high) = ay < by ? (ay, by) : (by, ay)
    if highX > lowX {
      let slope = (by - ay) / (bx - ax)
      let u = ay + (max(side - margin, lowX) - ax) * slope
      let v = ay + (min(side + margin, highX) - ax) * slope
      low = max(low, min(u, v))
      high = min(high, max(u, v))
    }
    return low <= 1 + 2 * margin && high >= -2 * margin
  }

  @inline(__always)
  private static func clampedFloor(_ value: Double, below count: Int) -> Int {
    Int(min(max(value, 0), Double(count - 1)))
  }
}
