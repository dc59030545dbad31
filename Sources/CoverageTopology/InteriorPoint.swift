public import SpatialPrimitives

extension Polygon {
  /// A point in the open interior: of the widest convex corners, the middle of the triangle there, or the middle of the
  /// diagonal to the vertex that stands in it (O'Rourke, "Computational Geometry in C", 1998, lemma 1.2.2). Works for
  /// faces as thin as doubles allow. `nil` for a face that has no double inside. O(n) for each corner tried.
  public var pointWithin: Point? {
    let ring = Array(exterior.points.dropLast())
    guard ring.count >= 3 else { return nil }
    func corner(_ index: Int) -> (before: Point, here: Point, after: Point) {
      (ring[index == 0 ? ring.count - 1 : index - 1], ring[index], ring[index == ring.count - 1 ? 0 : index + 1])
    }
    var corners: [(size: Double, index: Int)] = []
    for index in ring.indices {
      let (u, v, w) = corner(index)
      guard Orientation.sign(u, v, w) > 0 else { continue }
      corners.append((((v.x - u.x) * (w.y - u.y) - (v.y - u.y) * (w.x - u.x)).magnitude, index))
    }
    corners.sort { ($1.size, $0.index) < ($0.size, $1.index) }
    for (_, index) in corners.prefix(24) {
      let (u, v, w) = corner(index)
      var intruder: (distance: Double, point: Point)?
      for other in [exterior] + holes {
        for point in other.points where point != u && point != v && point != w {
          guard Orientation.sign(u, v, point) >= 0, Orientation.sign(v, w, point) >= 0,
            Orientation.sign(w, u, point) >= 0
          else { continue }
          // Farthest from the base is nearest to the corner.
          let distance = ((w.x - u.x) * (point.y - u.y) - (w.y - u.y) * (point.x - u.x)).magnitude
          if intruder.map({ distance > $0.distance }) ?? true { intruder = (distance, point) }
        }
      }
      let point =
        intruder.map { Point(v.x + ($0.point.x - v.x) / 2, v.y + ($0.point.y - v.y) / 2) }
        ?? Point(u.x + ((v.x - u.x) + (w.x - u.x)) / 3, u.y + ((v.y - u.y) + (w.y - u.y)) / 3)
      if location(of: point) == .inside { return point }
    }
    return nil
  }
}
