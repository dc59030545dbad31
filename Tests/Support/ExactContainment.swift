public import SpatialPrimitives

/// Containment in rational arithmetic, by a ray that goes down instead of right: another algorithm than the one under
/// test, on other arithmetic.
public enum ExactContainment {
  public static func orientation(_ a: Point, _ b: Point, _ p: Point) -> Int {
    let (ax, ay, bx, by) = (ExactNumber(a.x), ExactNumber(a.y), ExactNumber(b.x), ExactNumber(b.y))
    let (px, py) = (ExactNumber(p.x), ExactNumber(p.y))
    return ((ax - px) * (by - py) - (ay - py) * (bx - px)).sign
  }

  /// 1 where `a`, `b` and `c` turn left seen from `p`.
  public static func orientation(_ a: Point3, _ b: Point3, _ c: Point3, _ p: Point3) -> Int {
    func way(_ q: Point3) -> [ExactNumber] {
      [(q.x, p.x), (q.y, p.y), (q.z, p.z)].map { ExactNumber($0.0) - ExactNumber($0.1) }
    }
    let (u, v, w) = (way(a), way(b), way(c))
    let minors = [(1, 2), (2, 0), (0, 1)].map { v[$0.0] * w[$0.1] - v[$0.1] * w[$0.0] }
    // The determinant's negative: seen from `p`, what is in front of it turns the other way than behind it.
    let zero = ExactNumber(0)
    return (zero - u[0] * minors[0] - u[1] * minors[1] - u[2] * minors[2]).sign
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
