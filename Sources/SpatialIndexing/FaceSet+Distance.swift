public import SpatialPrimitives

extension FaceSet {
  /// The squared distance from a point to the nearest place of any face, 0 only on a face; infinite where there is none.
  /// In double precision; a face is taken as flat. O(faces' corners), faces farther away than the best left out.
  public func squaredDistance(to point: Point3) -> Double {
    var best = Double.infinity
    for face in 0..<count where boxes[face].squaredDistance(to: point) < best {
      best = min(best, squaredDistance(to: point, ofFace: face))
    }
    return best
  }

  /// The heights at which a vertical line meets faces that are not vertical, ascending; a face's border counts.
  public func heights(at place: Point) -> [Double] {
    let seen = Point3(place.x, place.y, 0)
    var heights: [Double] = []
    for face in 0..<count where boxes[face].inPlane.contains(place) {
      let plane = planes[face]
      guard plane.normal.z != 0, location(seen, inFace: face, along: 2) != .outside else { continue }
      let (x, y) = (place.x - plane.middle.x, place.y - plane.middle.y)
      let height = plane.middle.z - (plane.normal.x * x + plane.normal.y * y) / plane.normal.z
      heights.append(min(max(height, boxes[face].minZ), boxes[face].maxZ))
    }
    return heights.sorted()
  }

  private func squaredDistance(to point: Point3, ofFace face: Int) -> Double {
    let plane = planes[face]
    let squared = plane.normal.dot(plane.normal)
    if squared > 0 {
      let height = point.relative(to: plane.middle).dot(plane.normal)
      let part = height / squared
      let foot = Point3(
        point.x - part * plane.normal.x, point.y - part * plane.normal.y, point.z - part * plane.normal.z)
      if location(foot, inFace: face, along: plane.axis) != .outside { return height * part }
    }
    var best = Double.infinity
    forEachEdge(ofFace: face) { a, b in best = min(best, Self.squaredDistance(from: point, a, b)) }
    return best
  }

  /// The squared distance from the straight way between two places to the nearest place of any face: 0 where it meets one.
  /// In double precision; a face is taken as flat. O(faces' corners), faces farther away than the best left out.
  public func squaredDistance(toSegment a: Point3, _ b: Point3) -> Double {
    var best = Double.infinity
    let around = Box3(around: [a, b])
    for face in 0..<count where boxes[face].squaredDistance(to: around) < best {
      if crosses(a, b, face) { return 0 }
      best = min(best, squaredDistance(to: a, ofFace: face), squaredDistance(to: b, ofFace: face))
      forEachEdge(ofFace: face) { c, d in best = min(best, Self.squaredDistance(a, b, c, d)) }
    }
    return best
  }

  /// Whether the way from `a` to `b` goes through a face.
  private func crosses(_ a: Point3, _ b: Point3, _ face: Int) -> Bool {
    let plane = planes[face]
    let (start, end) = (
      a.relative(to: plane.middle).dot(plane.normal), b.relative(to: plane.middle).dot(plane.normal)
    )
    guard (start > 0) != (end > 0), start != end else { return false }
    let part = start / (start - end)
    let place = Point3(a.x + part * (b.x - a.x), a.y + part * (b.y - a.y), a.z + part * (b.z - a.z))
    return location(place, inFace: face, along: plane.axis) != .outside
  }

  /// Calls `body` with the two ends of each edge of each face.
  public func forEachEdge(_ body: (Point3, Point3) -> Void) {
    for face in 0..<count { forEachEdge(ofFace: face, body) }
  }

  /// From a point to the edge from `a` to `b`.
  public static func squaredDistance(from point: Point3, _ a: Point3, _ b: Point3) -> Double {
    let edge = b.relative(to: a)
    let way = point.relative(to: a)
    let squared = edge.dot(edge)
    let part = squared > 0 ? min(max(way.dot(edge) / squared, 0), 1) : 0
    let rest = Point3(way.x - part * edge.x, way.y - part * edge.y, way.z - part * edge.z)
    return rest.dot(rest)
  }

  /// Between the edges from `a` to `b` and from `c` to `d`.
  static func squaredDistance(_ a: Point3, _ b: Point3, _ c: Point3, _ d: Point3) -> Double {
    let (u, v, w) = (b.relative(to: a), d.relative(to: c), a.relative(to: c))
    let (uu, uv, vv) = (u.dot(u), u.dot(v), v.dot(v))
    var best = min(
      squaredDistance(from: a, c, d), squaredDistance(from: b, c, d), squaredDistance(from: c, a, b),
      squaredDistance(from: d, a, b))
    // Where both lines are nearest to each other, if that is within both edges.
    let determinant = uu * vv - uv * uv
    if determinant > 0 {
      let (s, t) = (
        (uv * v.dot(w) - vv * u.dot(w)) / determinant, (uu * v.dot(w) - uv * u.dot(w)) / determinant
      )
      if 0...1 ~= s, 0...1 ~= t {
        let rest = Point3(
          w.x + s * u.x - t * v.x, w.y + s * u.y - t * v.y, w.z + s * u.z - t * v.z)
        best = min(best, rest.dot(rest))
      }
    }
    return best
  }
}
