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
  /// border; `nil` where no two faces cross so. Faces that lie in one plane are not compared. Neighbours are found by a tree of
  /// the faces' boxes.
  public func firstCrossing(tolerance: Double) -> Point3? {
    guard let tree = try? BoxTree(boxes) else { return nil }
    for face in 0..<count {
      guard let plane = facePlane(face) else { continue }
      for other in tree.items(meeting: boxes[face]) where other != face {
        var place: Point3?
        forEachEdge(ofFace: other) { a, b in
          guard place == nil else { return }
          let (start, end) = (plane.height(of: a), plane.height(of: b))
          guard min(start, end) < -tolerance, max(start, end) > tolerance else { return }
          let part = start / (start - end)
          let meeting = Point3(a.x + part * (b.x - a.x), a.y + part * (b.y - a.y), a.z + part * (b.z - a.z))
          guard location(meeting, inFace: face, along: planes[face].axis) == .inside else { return }
          var border = Double.infinity
          forEachEdge(ofFace: face) { border = min(border, Self.squaredDistance(from: meeting, $0, $1)) }
          if border > tolerance * tolerance { place = meeting }
        }
        if let place { return place }
      }
    }
    return nil
  }
}
