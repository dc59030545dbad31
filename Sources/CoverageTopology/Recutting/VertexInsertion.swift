public import SpatialPrimitives

extension MultiPolygon {
  /// This geometry with those of `points` as vertices that lie on one of its edges, so that it fits an area whose border
  /// has come to bend there. `nil` where none does.
  ///
  /// A point counts as lying on an edge that it is off by no more than rounding: 2⁻⁴⁸ of its coordinates, a tenth of a
  /// micrometre at most. O(n) for edges far from the points.
  public func insertingVertices(_ points: [Point]) -> MultiPolygon? {
    var box = Box(around: points)
    let slack = max(box.minX.magnitude, box.maxX.magnitude, box.minY.magnitude, box.maxY.magnitude) * 0x1p-48
    guard slack.isFinite else { return nil }
    box = box.expanded(by: slack)
    guard box.intersects(self.box) else { return nil }
    var hasChanged = false
    let result = mapRings { ring in
      var path: [Point] = []
      for (index, b) in ring.points.enumerated() {
        if index > 0 {
          let between = MultiPolygon.points(points, onEdge: ring.points[index - 1], b, near: box, slack)
          hasChanged = hasChanged || !between.isEmpty
          path += between
        }
        path.append(b)
      }
      return Ring(path)
    }
    return hasChanged ? result : nil
  }

  /// Those of `points` that lie on the edge between its ends, in its direction.
  private static func points(
    _ points: [Point], onEdge a: Point, _ b: Point, near box: Box, _ slack: Double
  ) -> [Point] {
    let edge = Box(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    guard edge.intersects(box) else { return [] }
    let around = edge.expanded(by: slack)
    func isNear(_ p: Point, _ q: Point) -> Bool { (p.x - q.x).magnitude <= slack && (p.y - q.y).magnitude <= slack }
    var found = points.filter { point in
      around.contains(point) && !isNear(point, a) && !isNear(point, b)
        && isNear(point, Segment.nearestPoint(to: point, from: a, b))
    }
    guard found.count > 1 else { return found }
    let isFlat = (b.x - a.x).magnitude >= (b.y - a.y).magnitude
    let rises = isFlat ? b.x > a.x : b.y > a.y
    found.sort { p, q in
      let (u, v) = isFlat ? (p.x, q.x) : (p.y, q.y)
      return rises ? u < v : u > v
    }
    // One that is given twice is one vertex.
    return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
  }
}
