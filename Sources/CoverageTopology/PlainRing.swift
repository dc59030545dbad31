public import SpatialPrimitives

extension MultiPolygon {
  /// Whether this is one ring without holes that nowhere touches itself: the common case of a valid area, told without
  /// a geometry library. `false` decides nothing.
  ///
  /// Edges are compared in the order of their left ends: O(n log n) for rings whose edges are short.
  public var isPlainlyValid: Bool {
    guard polygons.count == 1, polygons[0].holes.isEmpty, polygons[0].exterior.isClosed, isFinite else { return false }
    let points = polygons[0].exterior.points
    let count = points.count - 1
    // An edge and its left end in one number. Counted from the leftmost point on and rounded, ends keep their order; where
    // they become equal, edges are compared that need not be.
    let origin = points.reduce(.infinity) { min($0, $1.x) }
    func key(_ x: Double) -> UInt64 { UInt64(Float(x - origin).bitPattern) << 32 }
    var order: [UInt64] = []
    order.reserveCapacity(count)
    for edge in 0..<count { order.append(key(min(points[edge].x, points[edge + 1].x)) | UInt64(edge)) }
    order.sort()
    for position in 0..<count {
      let edge = Int(truncatingIfNeeded: order[position] & 0xFFFF_FFFF)
      let (a, b) = (points[edge], points[edge + 1])
      let (right, low, high) = (key(max(a.x, b.x)) | 0xFFFF_FFFF, min(a.y, b.y), max(a.y, b.y))
      var other = position + 1
      while other < count, order[other] <= right {
        let second = Int(truncatingIfNeeded: order[other] & 0xFFFF_FFFF)
        other += 1
        let (c, d) = (points[second], points[second + 1])
        if min(c.y, d.y) > high || max(c.y, d.y) < low { continue }
        if second == edge + 1 || second == 0 && edge == count - 1 {
          if MultiPolygon.foldsBack(a, b, d) { return false }
        } else if edge == second + 1 || edge == 0 && second == count - 1 {
          if MultiPolygon.foldsBack(c, d, b) { return false }
        } else if Orientation.sign(a, b, c) * Orientation.sign(a, b, d) <= 0,
          Orientation.sign(c, d, a) * Orientation.sign(c, d, b) <= 0
        {
          return false
        }
      }
    }
    return true
  }

  /// Whether the border comes back along itself at `b`, or stands still there.
  private static func foldsBack(_ a: Point, _ b: Point, _ c: Point) -> Bool {
    guard Orientation.sign(a, b, c) == 0 else { return false }
    if a == b || b == c { return true }
    return (c.x > b.x) == (a.x > b.x) && c.x != b.x || (c.y > b.y) == (a.y > b.y) && c.y != b.y
  }
}
