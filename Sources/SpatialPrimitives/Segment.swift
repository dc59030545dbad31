/// Measures between a point and a straight edge, in the plane of the coordinates.
public enum Segment {
  /// The point of the edge from `a` to `b` that lies nearest to `p`, where a unit of x is `scaleX` long and a unit
  /// of y `scaleY` (both positive; 1 for a plane with equal axes).
  ///
  /// Computed about `p`, so that large coordinates lose no digits; never leaves the edge's box; the same, bit for bit,
  /// for the edge from `b` to `a`.
  @inlinable
  public static func nearestPoint(
    to p: Point, from a: Point, _ b: Point, scaleX: Double = 1, scaleY: Double = 1
  ) -> Point {
    let (a, b) = (a.x, a.y) < (b.x, b.y) ? (a, b) : (b, a)
    let edgeX = (b.x - a.x) * scaleX
    let edgeY = (b.y - a.y) * scaleY
    let squared = edgeX * edgeX + edgeY * edgeY
    guard squared > 0 else { return a }
    let along = ((p.x - a.x) * scaleX * edgeX + (p.y - a.y) * scaleY * edgeY) / squared
    if along <= 0 { return a }
    if along >= 1 { return b }
    // From the nearer end, and kept inside the box against rounding.
    let near = along <= 0.5 ? a : b
    let part = along <= 0.5 ? along : along - 1
    let x = near.x + part * (b.x - a.x)
    let y = near.y + part * (b.y - a.y)
    return Point(min(max(x, min(a.x, b.x)), max(a.x, b.x)), min(max(y, min(a.y, b.y)), max(a.y, b.y)))
  }
}
