public import SpatialPrimitives

/// The plane of a face.
public struct FacePlane: Sendable {
  let plane: FaceSet.Plane
  private let length: Double

  init?(_ plane: FaceSet.Plane) {
    length = plane.normal.dot(plane.normal).squareRoot()
    guard length > 0 else { return nil }
    self.plane = plane
  }

  /// On the side from which the outer ring turns left, positive.
  public func height(of point: Point3) -> Double { point.relative(to: plane.middle).dot(plane.normal) / length }

  public func distance(to point: Point3) -> Double { height(of: point).magnitude }

  /// A place as seen along the axis on which the face is largest.
  public func seen(_ point: Point3) -> Point { point.dropping(plane.axis) }
}

extension FaceSet {
  /// The plane of a face, by its outer ring; `nil` where that has no area.
  public func facePlane(_ face: Int) -> FacePlane? { FacePlane(planes[face]) }

  /// A place where an edge of one face goes through another, by more than `tolerance` on both sides of its plane and inside its
  /// border, or where a corner of one lies on another, as far inside its border; `nil` where no two faces meet so. Neighbours are
  /// found by a tree of the faces' boxes.
  public func firstCrossing(tolerance: Double) -> Point3? {
    // Boxes that no tree takes have corners that are no numbers: nothing meets them.
    guard let tree = try? BoxTree(boxes) else { return nil }
    for face in 0..<count {
      guard let plane = facePlane(face) else { continue }
      for other in tree.builtItems(meeting: boxes[face]).map(Int.init).sorted() where other != face {
        var place: Point3?
        forEachEdge(ofFace: other) { a, b in
          guard place == nil else { return }
          let (start, end) = (plane.height(of: a), plane.height(of: b))
          if start.magnitude <= min(tolerance, 1e-6) {
            if holds(a, inFace: face, awayFromBorder: tolerance) { place = a }
            return
          }
          guard min(start, end) < -tolerance, max(start, end) > tolerance else { return }
          let part = start / (start - end)
          let meeting = Point3(a.x + part * (b.x - a.x), a.y + part * (b.y - a.y), a.z + part * (b.z - a.z))
          if holds(meeting, inFace: face, awayFromBorder: tolerance) { place = meeting }
        }
        if let place { return place }
      }
    }
    return nil
  }

  /// The middle of an edge of `other` that lies in one of these faces, inside its border, to within `tolerance`.
  public func firstEdge(of other: FaceSet, lyingWithin tolerance: Double) -> Point3? {
    for face in 0..<count {
      guard let plane = facePlane(face) else { continue }
      for neighbour in 0..<other.count where boxes[face].expanded(by: tolerance).intersects(other.boxes[neighbour]) {
        var place: Point3?
        other.forEachEdge(ofFace: neighbour) { a, b in
          guard place == nil, plane.distance(to: a) <= tolerance, plane.distance(to: b) <= tolerance else { return }
          let middle = Point3((a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2)
          if holds(middle, inFace: face, awayFromBorder: tolerance) { place = middle }
        }
        if let place { return place }
      }
    }
    return nil
  }

  /// Whether a place in a face's plane is in the face, farther from its border than a distance.
  private func holds(_ place: Point3, inFace face: Int, awayFromBorder distance: Double) -> Bool {
    guard location(place, inFace: face, along: planes[face].axis) == .inside else { return false }
    var border = Double.infinity
    forEachEdge(ofFace: face) { border = min(border, Self.squaredDistance(from: place, $0, $1)) }
    return border > distance * distance
  }
}
