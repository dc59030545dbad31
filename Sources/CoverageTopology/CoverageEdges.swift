import SpatialPrimitives

/// The borders of areas, and lines laid over them, as one list of edges, ring after ring and line after line.
///
/// The edge `i` leads from `points[i]` to `points[i + 1]`. Rings that are not closed are closed; edges without a length
/// are left out, and so are areas and lines with a coordinate that is no number.
struct CoverageEdges {
  private(set) var points: [Point] = []
  /// For each point the area whose edge begins there, doubled, plus one where the area lies left of the edge;
  /// `line` for an edge of a line, `none` where no edge begins.
  private(set) var owners: [UInt32] = []
  /// The edges of each area: a range of `points`.
  private(set) var ranges: [Range<Int>] = []

  static let none = UInt32.max
  static let line = UInt32.max - 1

  init(_ areas: [MultiPolygon], lines: [[Point]] = []) {
    let count = areas.reduce(0) { $0 + $1.pointCount } + lines.reduce(0) { $0 + $1.count }
    points.reserveCapacity(count)
    owners.reserveCapacity(count)
    ranges.reserveCapacity(areas.count)
    for (area, geometry) in areas.enumerated() {
      let first = points.count
      if geometry.isFinite {
        for polygon in geometry.polygons {
          append(polygon.exterior, of: area, isHole: false)
          for hole in polygon.holes { append(hole, of: area, isHole: true) }
        }
      }
      ranges.append(first..<points.count)
    }
    for path in lines where path.allSatisfy(\.isUsable) {
      let begin = append(path)
      close(from: begin, owner: CoverageEdges.line, least: 2)
    }
  }

  /// The area whose border an edge is; not of a line.
  func area(of edge: Int) -> Int { Int(owners[edge] >> 1) }

  private mutating func append(_ ring: Ring, of area: Int, isHole: Bool) {
    let isLeft = ring.runsCounterclockwise != isHole
    let owner = UInt32(area) << 1 | (isLeft ? 1 : 0)
    let begin = append(ring.points)
    if points.count > begin, points[begin] != points[points.count - 1] { points.append(points[begin]) }
    close(from: begin, owner: owner, least: 4)
  }

  /// Adds points without those that stand still.
  ///
  /// - Returns: where they begin.
  private mutating func append(_ path: [Point]) -> Int {
    let begin = points.count
    for point in path {
      // −0 becomes 0, so that equal points have equal bits.
      let point = Point(point.x + 0, point.y + 0)
      if points.count == begin || point != points[points.count - 1] { points.append(point) }
    }
    return begin
  }

  /// Gives the edges between the last points their owner; fewer points than `least` are none.
  private mutating func close(from begin: Int, owner: UInt32, least: Int) {
    if points.count - begin < least {
      points.removeSubrange(begin...)
    } else {
      owners.append(contentsOf: repeatElement(owner, count: points.count - begin - 1))
      owners.append(CoverageEdges.none)
    }
  }
}

extension MultiPolygon {
  /// Whether every coordinate is a number, and none so large that sums and products would not be.
  var isFinite: Bool {
    polygons.allSatisfy { polygon in
      polygon.exterior.points.allSatisfy(\.isUsable) && polygon.holes.allSatisfy { $0.points.allSatisfy(\.isUsable) }
    }
  }
}

extension Point {
  /// Whether both coordinates are numbers, and small enough to be reckoned with.
  fileprivate var isUsable: Bool { x.magnitude < 1e100 && y.magnitude < 1e100 }
}

extension Ring {
  /// The direction of a ring that does not cross itself, by the turn at its lowest leftmost point: exact, however thin
  /// the ring is.
  var runsCounterclockwise: Bool {
    guard var corner = points.first else { return false }
    var lowest = 0
    for (index, point) in points.enumerated() where point.x <= corner.x {
      if point.x < corner.x || point.y < corner.y { (lowest, corner) = (index, point) }
    }
    var (before, after) = (lowest, lowest)
    for _ in points.indices where points[before] == corner { before = before == 0 ? points.count - 1 : before - 1 }
    for _ in points.indices where points[after] == corner { after = after == points.count - 1 ? 0 : after + 1 }
    return Orientation.sign(points[before], corner, points[after]) > 0
  }
}
