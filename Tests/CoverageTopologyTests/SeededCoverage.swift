import SpatialPrimitives
import TestSupport

/// A coverage without a flaw, and flaws to put into it: cells of a bent lattice whose borders have bends of their own,
/// each shared border the same doubles on both sides.
struct SeededCoverage {
  let columns: Int
  let rows: Int
  private var corners: [Point] = []
  /// The bends of the border that leads right, and of the one that leads up, from each corner.
  private var across: [[Point]] = []
  private var upward: [[Point]] = []

  /// - Parameter size: of a cell, in units of the plane.
  init(columns: Int, rows: Int, bends: Int = 3, size: Double = 100, origin: Point = Point(500_000, 2_500_000), seed: UInt64) {
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
        let off = Double.random(in: -0.06...0.06, using: &random)
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

  var count: Int { columns * rows }

  private func index(_ column: Int, _ row: Int) -> Int { row * (columns + 1) + column }
  private func corner(_ column: Int, _ row: Int) -> Point { corners[index(column, row)] }

  /// The areas, row by row.
  var areas: [MultiPolygon] {
    var areas: [MultiPolygon] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var ring = [corner(column, row)] + across[index(column, row)] + [corner(column + 1, row)]
        ring += upward[index(column + 1, row)] + [corner(column + 1, row + 1)]
        ring += across[index(column, row + 1)].reversed() + [corner(column, row + 1)]
        ring += upward[index(column, row)].reversed() + [corner(column, row)]
        areas.append(MultiPolygon([Polygon(Ring(ring))]))
      }
    }
    return areas
  }
}

extension MultiPolygon {
  /// With one vertex of the first exterior moved.
  func moving(vertex: Int, by dx: Double, _ dy: Double) -> MultiPolygon {
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
