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

  /// From a point to the edge from `a` to `b`.
  private static func squaredDistance(from point: Point3, _ a: Point3, _ b: Point3) -> Double {
    let edge = b.relative(to: a)
    let way = point.relative(to: a)
    let squared = edge.dot(edge)
    let part = squared > 0 ? min(max(way.dot(edge) / squared, 0), 1) : 0
    let rest = Point3(way.x - part * edge.x, way.y - part * edge.y, way.z - part * edge.z)
    return rest.dot(rest)
  }
}
