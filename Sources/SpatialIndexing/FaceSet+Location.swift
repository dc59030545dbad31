public import SpatialPrimitives

/// Containment by counting how often a ray straight up from the point meets the faces, each taken as the triangles from its
/// rings' first corners. The ray's foot is moved by infinitesimals (simulation of simplicity, Edelsbrunner & Mücke 1990), so
/// that it never meets an edge or a corner, and all tests are exact on the coordinates as they are. Inner shells count as outer
/// ones do, so that what lies in a hollow is outside.
extension FaceSet {
  /// Whether every edge belongs to an even number of faces' rings: the faces then divide space into inside and outside.
  /// Corners are the same where their coordinates are. O(n) with a table of all edges.
  public var isClosed: Bool {
    var open = Set<Edge>()
    for face in 0..<count {
      forEachEdge(ofFace: face) { a, b in
        guard a != b else { return }
        let edge = Edge(a, b)
        if open.remove(edge) == nil { open.insert(edge) }
      }
    }
    return count > 0 && open.isEmpty
  }

  /// Where a point lies; `boundary` exactly on a face. The faces must be closed. O(faces' corners).
  ///
  /// Exact for flat faces. A face whose corners are not quite in one plane is taken as the triangles from each ring's first
  /// corner, which still close with its neighbours.
  public func location(of point: Point3) -> Location {
    guard extent.contains(point) else { return .outside }
    for face in 0..<count where boxes[face].contains(point) {
      if isOn(face, point) { return .boundary }
    }
    var isInside = false
    for face in 0..<count where boxes[face].inPlane.contains(point.inPlane) && boxes[face].maxZ >= point.z {
      forEachTriangle(ofFace: face) { a, b, c in
        if Self.isBelow(point, a, b, c) { isInside.toggle() }
      }
    }
    return isInside ? .inside : .outside
  }

  /// The volume inside, in cubic units: positive where outer shells turn left seen from outside and inner ones right, as they
  /// should. Summed from tetrahedra between one corner and all triangles; means nothing where the faces do not close.
  public var signedVolume: Double {
    guard let origin = corners.first else { return 0 }
    var sum = 0.0
    for face in 0..<count {
      forEachTriangle(ofFace: face) { a, b, c in
        let (a, b, c) = (a.relative(to: origin), b.relative(to: origin), c.relative(to: origin))
        sum += a.dot(Point3(b.y * c.z - b.z * c.y, b.z * c.x - b.x * c.z, b.x * c.y - b.y * c.x))
      }
    }
    return sum / 6
  }

  /// Whether a point is exactly on a face: on one of its triangles, and where the face is, seen along its main axis; or on
  /// one of its edges.
  private func isOn(_ face: Int, _ point: Point3) -> Bool {
    let axis = planes[face].axis
    guard location(point, inFace: face, along: axis) != .outside else { return false }
    var isOn = false
    let seen = point.dropping(axis)
    forEachTriangle(ofFace: face) { a, b, c in
      if isOn { return }
      let (p, q, r) = (a.dropping(axis), b.dropping(axis), c.dropping(axis))
      let whole = Orientation.sign(p, q, r)
      guard whole != 0, Orientation.sign(p, q, seen) != -whole, Orientation.sign(q, r, seen) != -whole,
        Orientation.sign(r, p, seen) != -whole
      else { return }
      isOn = Orientation.sign(a, b, c, point) == 0
    }
    if isOn { return true }
    forEachEdge(ofFace: face) { a, b in
      isOn =
        isOn
        || (Box3(around: [a, b]).contains(point)
          && (0..<3).allSatisfy { Orientation.sign(a.dropping($0), b.dropping($0), point.dropping($0)) == 0 })
    }
    return isOn
  }

  /// Whether the ray up from `p`, its foot moved by infinitesimals, meets a triangle.
  private static func isBelow(_ p: Point3, _ a: Point3, _ b: Point3, _ c: Point3) -> Bool {
    guard max(a.z, max(b.z, c.z)) >= p.z, min(a.x, min(b.x, c.x)) <= p.x, max(a.x, max(b.x, c.x)) >= p.x,
      min(a.y, min(b.y, c.y)) <= p.y, max(a.y, max(b.y, c.y)) >= p.y
    else { return false }
    let (a2, b2, c2, p2) = (a.inPlane, b.inPlane, c.inPlane, p.inPlane)
    guard a2 != b2, b2 != c2, c2 != a2 else { return false }
    let isLeft = Orientation.isLeftPerturbed(a2, b2, p2)
    guard Orientation.isLeftPerturbed(b2, c2, p2) == isLeft, Orientation.isLeftPerturbed(c2, a2, p2) == isLeft else {
      return false
    }
    // The triangle turns left seen from above where `isLeft`; then the side from which it does is up.
    var side = Orientation.sign(a, b, c, p)
    // Moved a little north, far less east, and least of all up: the plane's own slopes decide.
    if side == 0 { side = Orientation.sign(a.dropping(1), b.dropping(1), c.dropping(1)) }
    if side == 0 { side = Orientation.sign(a.dropping(0), b.dropping(0), c.dropping(0)) }
    return side != 0 && (side > 0) != isLeft
  }
}

/// Two corners, the same whichever comes first.
private struct Edge: Hashable {
  let low: Point3
  let high: Point3

  init(_ a: Point3, _ b: Point3) {
    let isOrdered = (a.x, a.y, a.z) <= (b.x, b.y, b.z)
    low = isOrdered ? a : b
    high = isOrdered ? b : a
  }
}
