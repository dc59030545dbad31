public import SpatialPrimitives

extension FaceTriangles {
  /// The middle of the first triangle that is tilted against the face: the cosine between their normals is less than `cosine`.
  /// What is not wider than `width` is passed over, since the last digits of its corners decide how it lies.
  public func firstTilted(cosine: Double, widerThan width: Double) -> Point3? {
    for first in stride(from: 0, to: indices.count - 2, by: 3) {
      let (a, b, c) = (corners[Int(indices[first])], corners[Int(indices[first + 1])], corners[Int(indices[first + 2])])
      let (u, v, w) = (b.relative(to: a), c.relative(to: b), a.relative(to: c))
      let turn = Point3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
      let twiceArea = turn.dot(turn).squareRoot()
      let longest = max(u.dot(u), max(v.dot(v), w.dot(w))).squareRoot()
      if twiceArea > width * longest, turn.dot(normal) < cosine * twiceArea {
        return Point3((a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3, (a.z + b.z + c.z) / 3)
      }
    }
    return nil
  }
}
