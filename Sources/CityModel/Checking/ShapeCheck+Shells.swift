import Diagnostics
import SpatialIndexing
import SpatialPrimitives

/// Shells, and how those of a solid lie to each other.
extension ShapeCheck {
  /// The faces of a shell, where it closes and every edge joins two of them.
  func closed(shell surfaces: Range<Int>, isOuter: Bool, _ report: Report) -> FaceSet? {
    var faces = FaceSet()
    let rings = surfaces.map { geometry.rings(ofSurface: $0).map { geometry.points(ofRing: $0) } }
    for face in rings { faces.append(face) }
    guard faces.count >= 4 else {
      report(.tooFewFaces, nil, Text("a shell has fewer than four faces", zh: "壳的面少于四个"))
      return nil
    }
    // As val3dity builds a shell face by face: how faces join comes before whether all edges are joined.
    let topology = ShellTopology(rings)
    if let edge = topology.crowdedEdge {
      report(.notManifold, edge, Text("more than two faces share an edge", zh: "一条边被两个以上的面共用"))
      return nil
    }
    if let edge = topology.contraryEdge {
      report(.faceOrientation, edge, Text("two faces that join turn different ways", zh: "相邻面的方向不一致"))
      return nil
    }
    if let vertex = topology.doubleFan {
      report(.doubleFan, vertex, Text("two parts of a shell touch in a corner", zh: "壳的两部分仅在一个顶点相接"))
      return nil
    }
    if !topology.isConnected {
      report(.shellInPieces, faces.extent.center, Text("a shell is in several pieces", zh: "壳由互不相连的多块组成"))
      return nil
    }
    let open = topology.openEdges
    if let edge = open.first {
      report(
        .shellOpen, edge, Text("a shell is open at \(Text.counted(open.count, "edge"))", zh: "壳不封闭，开口边 \(open.count) 条")
      )
      return nil
    }
    if (faces.signedVolume > 0) != isOuter {
      report(
        .shellOrientation, faces.extent.center,
        isOuter
          ? Text("the faces of a solid look inward", zh: "外壳各面朝内")
          : Text("the faces of a hollow look outward", zh: "内壳各面朝外"))
    }
    if let place = faces.firstCrossing(tolerance: tolerances.snap) {
      report(.shellSelfIntersection, place, Text("faces of a shell go through each other", zh: "壳的面相互穿插"))
    }
    return faces
  }

  // MARK: Solids

  /// How the sound shells of a solid lie to each other; the first is the outer one.
  func check(_ shells: [FaceSet], _ report: Report) {
    for (number, shell) in shells.enumerated().dropFirst() {
      for (other, earlier) in shells[..<number].enumerated() {
        var both = earlier
        shell.forEachFace { both.append($0) }
        if Self.corners(of: earlier) == Self.corners(of: shell) {
          report(.duplicateShells, shell.extent.center, Text("a solid has a shell twice", zh: "体的壳重复"))
        } else if let place = Self.sharedFace(earlier, shell) ?? both.firstCrossing(tolerance: ShapeCheck.touch) {
          report(.shellsIntersect, place, Text("shells of a solid meet", zh: "体的壳相交或相接"))
        } else if other > 0 {
          let place =
            earlier.firstEdge(of: shell, lyingWithin: ShapeCheck.touch)
            ?? shell.firstEdge(of: earlier, lyingWithin: ShapeCheck.touch)
          if let place { report(.shellsIntersect, place, Text("hollows of a solid meet", zh: "体的内壳相交或相接")) }
        } else if let corner = Self.corner(of: shell), earlier.location(of: corner) == .outside {
          report(.shellOutside, corner, Text("a hollow lies outside of its solid", zh: "内壳位于外壳之外"))
        } else if let place = earlier.firstEdge(of: shell, lyingWithin: ShapeCheck.touch) {
          report(.solidInPieces, place, Text("a hollow cuts its solid into pieces", zh: "内壳将体分割为数块"))
        }
      }
    }
  }

  /// What is nearer touches: beyond the last digits of coordinates, and far below what can be measured.
  private static let touch = 1e-6

  /// A corner of a face that both have.
  private static func sharedFace(_ a: FaceSet, _ b: FaceSet) -> Point3? {
    var outlines: Set<Set<Point3>> = []
    a.forEachFace { outlines.insert(Set($0[0])) }
    var shared: Point3?
    b.forEachFace { if outlines.contains(Set($0[0])) { shared = shared ?? $0[0][0] } }
    return shared
  }

  private static func corner(of faces: FaceSet) -> Point3? {
    var corner: Point3?
    faces.forEachFace { corner = corner ?? $0.first?.first }
    return corner
  }

  private static func corners(of faces: FaceSet) -> Set<Point3> {
    var corners: Set<Point3> = []
    faces.forEachFace { corners.formUnion($0.joined()) }
    return corners
  }
}
