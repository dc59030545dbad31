/// Which cells an edge passes through: computed in rounded arithmetic, and therefore with a margin on all sides, so that
/// no cell is missed. A cell too many does no harm.
enum EdgeTrace {
  /// Calls `body` with column and row of each cell of a `columns` × `rows` grid of unit squares that the edge from
  /// (ax, ay) to (bx, by) passes through or comes nearer to than `margin`; row by row from below.
  ///
  /// Along a flat edge a small error of y moves the computed x far, but no farther than where the edge is within
  /// that error of the row: the margin in y covers it.
  @inline(__always)
  static func cells(
    _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, columns: Int, rows: Int, margin: Double,
    _ body: (Int, Int) -> Void
  ) {
    self.rows(ax, ay, bx, by, columns: columns, rows: rows, margin: margin) { row, first, last in
      for column in first...last { body(column, row) }
    }
  }

  /// The same by rows: with the first and the last column of each.
  @inline(__always)
  static func rows(
    _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, columns: Int, rows: Int, margin: Double,
    _ body: (_ row: Int, _ first: Int, _ last: Int) -> Void
  ) {
    let (lowX, highX) = ax < bx ? (ax, bx) : (bx, ax)
    let (lowY, highY) = ay < by ? (ay, by) : (by, ay)
    guard highY >= -margin, lowY <= Double(rows) + margin, highX >= -margin, lowX <= Double(columns) + margin else {
      return
    }
    let firstRow = clampedFloor(lowY - margin, below: rows)
    let lastRow = clampedFloor(highY + margin, below: rows)
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
      body(row, clampedFloor(left - margin, below: columns), clampedFloor(right + margin, below: columns))
    }
  }

  @inline(__always)
  private static func clampedFloor(_ value: Double, below count: Int) -> Int {
    Int(min(max(value, 0), Double(count - 1)))
  }
}
