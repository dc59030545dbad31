internal import SpatialPrimitives

/// How far straight edges bend under a transformation, at most, cell by cell of a fixed grid in the source
/// plane: the second derivatives of the image, sampled once for each cell.
///
/// An edge's bound depends on the edge and the transformation alone, never on the geometry that it is met in,
/// so neighbours always decide alike.
final class CurvatureCells {
  /// The side of a cell, in units of the source coordinates; about 2 km.
  let side: Double
  private var bends: [Cell: Bend] = [:]
  private var last: (cell: Cell, bend: Bend)?

  init(side: Double) { self.side = side }

  private struct Cell: Hashable {
    var column: Double
    var row: Double
  }

  /// The largest second derivatives in a cell, in ground metres per squared source unit.
  private struct Bend {
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0
  }

  /// The most that the image of the edge from `a` to `b` may leave the straight line between the ends' images,
  /// in metres; infinite where the edge is too long for a cell to speak for it.
  func bound(_ a: Point, _ b: Point, under transformation: Transformation) -> Double {
    let dx = (b.x - a.x).magnitude
    let dy = (b.y - a.y).magnitude
    guard dx <= side / 2, dy <= side / 2 else { return .infinity }
    let middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
    let cell = Cell(column: (middle.x / side).rounded(.down), row: (middle.y / side).rounded(.down))
    let bend: Bend
    if let last, last.cell == cell {
      bend = last.bend
    } else {
      bend = bends[cell] ?? measured(cell, under: transformation)
      bends[cell] = bend
      last = (cell, bend)
    }
    return (bend.xx * dx * dx + 2 * bend.xy * dx * dy + bend.yy * dy * dy) / 8
  }

  /// Whether the bend may change along an edge: within a tenth of a cell it hardly does.
  func isLong(_ a: Point, _ b: Point) -> Bool {
    max((b.x - a.x).magnitude, (b.y - a.y).magnitude) > side / 10
  }

  /// Second differences on a lattice of five by five points that reaches half a cell beyond the cell, doubled
  /// for what lies between the samples.
  private func measured(_ cell: Cell, under transformation: Transformation) -> Bend {
    let step = side / 2
    var image: [Point] = []
    for row in -1...3 {
      for column in -1...3 {
        image.append(Point(cell.column * side + Double(column) * step, cell.row * side + Double(row) * step))
      }
    }
    transformation.transformEach(&image)
    guard image.allSatisfy(\.isFinite) else { return Bend(xx: .infinity, xy: .infinity, yy: .infinity) }
    var bend = Bend()
    for row in 1...3 {
      for column in 1...3 {
        let at = { (up: Int, right: Int) in image[(row + up) * 5 + column + right] }
        let center = at(0, 0)
        let metres = { (x: Double, y: Double) in
          2 / (step * step) * transformation.groundLength(x, y, at: center)
        }
        let west = at(0, -1)
        let east = at(0, 1)
        let south = at(-1, 0)
        let north = at(1, 0)
        bend.xx = max(bend.xx, metres(west.x - 2 * center.x + east.x, west.y - 2 * center.y + east.y))
        bend.yy = max(bend.yy, metres(south.x - 2 * center.x + north.x, south.y - 2 * center.y + north.y))
        let x = at(1, 1).x - at(1, -1).x - at(-1, 1).x + at(-1, -1).x
        let y = at(1, 1).y - at(1, -1).y - at(-1, 1).y + at(-1, -1).y
        bend.xy = max(bend.xy, metres(x, y) / 4)
      }
    }
    return bend
  }
}
