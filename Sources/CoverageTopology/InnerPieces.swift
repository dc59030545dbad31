import SpatialPrimitives

/// Picks the pieces that may run through polygons: those in the cells that the polygons' borders run through and in the
/// cells between these.
enum InnerPieces {
  /// O(pieces + cells); the cells are as large as the polygons' edges, at least a 2048th of their extent.
  static func within(_ polygons: [Polygon], _ pieces: some Sequence<Piece>) -> [Piece] {
    guard !polygons.isEmpty else { return [] }
    let borders = polygons.map { polygon in
      polygon.rings.flatMap { ring in
        zip(ring.points, ring.points.dropFirst()).map { Piece(a: $0, b: $1, source: 0) }
      }
    }
    let frame = CellFrame(borders.flatMap(\.self), finest: 2048)
    var marked: Set<UInt64> = []
    for border in borders {
      for piece in border { frame.forEachCell(of: piece) { marked.insert($0) } }
      mark(border, frame, &marked)
    }
    let extent = Box(around: polygons.lazy.flatMap(\.exterior.points))
    return pieces.filter { piece in
      guard extent.intersects(piece.box) else { return false }
      var meets = false
      frame.forEachCell(of: piece) { if marked.contains($0) { meets = true } }
      return meets
    }
  }

  /// Marks the cells between the crossings of the border with the middle of each row.
  private static func mark(_ border: [Piece], _ frame: CellFrame, _ marked: inout Set<UInt64>) {
    var crossings: [Int: [Double]] = [:]
    for piece in border {
      let (low, high) = piece.a.y < piece.b.y ? (piece.a, piece.b) : (piece.b, piece.a)
      var row = frame.row(low.y)
      let last = frame.row(high.y)
      while row <= last {
        let y = frame.middle(ofRow: row)
        if low.y <= y, y < high.y {
          crossings[row, default: []].append(low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x))
        }
        row += 1
      }
    }
    for (row, xs) in crossings {
      let sorted = xs.sorted()
      for pair in stride(from: 0, to: sorted.count - 1, by: 2) {
        var column = frame.column(sorted[pair])
        let last = frame.column(sorted[pair + 1])
        while column <= last {
          marked.insert(frame.cell(column, row))
          column += 1
        }
      }
    }
  }
}
