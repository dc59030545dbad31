import SpatialPrimitives

extension PlanarFaces {
  /// A face whose rings pass no point twice, as OGC Simple Features wants them: a walk that comes back to a point is two
  /// rings that touch there. Of a face's outer walk the one that runs counter-clockwise is the exterior, all others are
  /// holes.
  func simplePolygon(_ face: Face) -> Polygon {
    var exterior = Ring([])
    var holes: [Ring] = []
    for ring in simpleRings(cycles[face.outer]) {
      if exterior.points.isEmpty, ring.runsCounterclockwise { exterior = ring } else { holes.append(ring) }
    }
    for cycle in face.holes { holes += simpleRings(cycles[cycle]) }
    return Polygon(exterior, holes: holes)
  }

  private func simpleRings(_ cycle: Cycle) -> [Ring] {
    let nodes = cycle.halves.map { graph.origins[Int($0)] }
    var rings: [Ring] = []
    var path: [Int32] = []
    var position: [Int32: Int] = [:]
    func close(_ part: ArraySlice<Int32>) {
      guard part.count > 2, let first = part.first else { return }
      rings.append(Ring(part.map { graph.points[Int($0)] } + [graph.points[Int(first)]]))
    }
    for node in nodes {
      if let start = position[node] {
        close(path[start...])
        for passed in path[(start + 1)...] { position[passed] = nil }
        path.removeSubrange((start + 1)...)
      } else {
        position[node] = path.count
        path.append(node)
      }
    }
    close(path[...])
    return rings
  }
}
