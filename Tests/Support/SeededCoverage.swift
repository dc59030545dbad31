public import SpatialPrimitives

/// A coverage without a flaw, and flaws to put into it: cells of a bent lattice whose borders have bends of their own,
/// each shared border the same doubles on both sides.
public struct SeededCoverage {
  public let columns: Int
  public let rows: Int
  private var corners: [Point] = []
  /// The bends of the border that leads right, and of the one that leads up, from each corner.
  private var across: [[Point]] = []
  private var upward: [[Point]] = []

  /// - Parameter size: of a cell, in units of the plane.
  public init(
    columns: Int, rows: Int, bends: Int = 3, size: Double = 100, origin: Point = Point(500_000, 2_500_000), seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    self.columns = columns
    self.rows = rows
    for row in 0...rows {
      for column in 0...columns {
        corners.append(
          Point(
            origin.x + (Double(column) + .random(in: -0.2...0.2, using: &random)) * size,
            origin.y + (Double(row) + .random(in: -0.2...0.2, using: &random)) * size))
      }
    }
    func bent(_ a: Point, _ b: Point) -> [Point] {
      (0..<bends).map { bend in
        let part = (Double(bend) + 1) / Double(bends + 1)
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        // Less near the corners, so that no two borders cross there.
        let most = min(0.06, 0.25 * min(part, 1 - part))
        let off = Double.random(in: -most...most, using: &random)
        return Point(a.x + part * dx - off * dy, a.y + part * dy + off * dx)
      }
    }
    for row in 0...rows {
      for column in 0...columns {
        across.append(column < columns ? bent(corner(column, row), corner(column + 1, row)) : [])
        upward.append(row < rows ? bent(corner(column, row), corner(column, row + 1)) : [])
      }
    }
  }

  public var count: Int { columns * rows }

  /// Thirty areas with eight flaws: vertices pushed about by a centimetre to ten metres.
  public static func flawed(seed: UInt64) -> [MultiPolygon] {
    var random = SeededGenerator(seed: seed)
    var areas = SeededCoverage(columns: 6, rows: 5, bends: 2, seed: seed).areas
    for _ in 0..<8 {
      let reach: Double = [0.01, 0.1, 1, 10].randomElement(using: &random) ?? 1
      let area = Int.random(in: 0..<areas.count, using: &random)
      areas[area] = areas[area].moving(
        vertex: .random(in: 0..<40, using: &random), by: .random(in: -reach...reach, using: &random),
        .random(in: -reach...reach, using: &random))
    }
    return areas
  }

  private func index(_ column: Int, _ row: Int) -> Int { row * (columns + 1) + column }
  private func corner(_ column: Int, _ row: Int) -> Point { corners[index(column, row)] }

  /// The areas, row by row.
  public var areas: [MultiPolygon] {
    blocks(1)
  }

  /// Areas of `side` × `side` cells each, less at the right and the top, with the same borders as the cells.
  public func blocks(_ side: Int) -> [MultiPolygon] {
    var areas: [MultiPolygon] = []
    for bottom in stride(from: 0, to: rows, by: side) {
      for left in stride(from: 0, to: columns, by: side) {
        let (right, top) = (min(left + side, columns), min(bottom + side, rows))
        var ring: [Point] = []
        for column in left..<right { ring += [corner(column, bottom)] + across[index(column, bottom)] }
        for row in bottom..<top { ring += [corner(right, row)] + upward[index(right, row)] }
        for column in (left..<right).reversed() {
          ring += [corner(column + 1, top)] + across[index(column, top)].reversed()
        }
        for row in (bottom..<top).reversed() { ring += [corner(left, row + 1)] + upward[index(left, row)].reversed() }
        ring.append(corner(left, bottom))
        areas.append(MultiPolygon([Polygon(Ring(ring))]))
      }
    }
    return areas
  }

  /// The block of `side` × `side` cells that each cell lies in.
  public func block(of cell: Int, side: Int) -> Int {
    let (row, column) = (cell / columns, cell % columns)
    return row / side * ((columns + side - 1) / side) + column / side
  }
}

extension MultiPolygon {
  /// With one vertex of the first exterior moved.
  public func moving(vertex: Int, by dx: Double, _ dy: Double) -> MultiPolygon {
    var result = self
    var points = result.polygons[0].exterior.points
    let last = points.count - 1
    let index = vertex % last
    let moved = Point(points[index].x + dx, points[index].y + dy)
    points[index] = moved
    if index == 0 { points[last] = moved }
    result.polygons[0].exterior.points = points
    return result
  }
}
