public import SpatialPrimitives

/// Containment in rational arithmetic, by a ray that goes down instead of right: another algorithm than the one under
/// test, on other arithmetic.
public enum ExactContainment {
  public static func orientation(_ a: Point, _ b: Point, _ p: Point) -> Int {
    let (ax, ay, bx, by) = (ExactNumber(a.x), ExactNumber(a.y), ExactNumber(b.x), ExactNumber(b.y))
    let (px, py) = (ExactNumber(p.x), ExactNumber(p.y))
    return ((ax - px) * (by - py) - (ay - py) * (bx - px)).sign
  }

  public static func location(of point: Point, in area: MultiPolygon) -> Location {
    var isInside = false
    for polygon in area.polygons {
      for ring in polygon.rings {
        guard var previous = ring.points.last else { continue }
        for current in ring.points {
          defer { previous = current }
          let (a, b) = previous.x <= current.x ? (previous, current) : (current, previous)
          guard a.x <= point.x, point.x <= b.x, min(a.y, b.y) <= point.y else { continue }
          let side = orientation(a, b, point)
          if side == 0, point.y <= max(a.y, b.y) { return .boundary }
          if side > 0, a.x <= point.x, point.x < b.x { isInside.toggle() }
        }
      }
    }
    return isInside ? .inside : .outside
  }
}
