import SpatialPrimitives

/// Polygons that fit together, joined without an overlay: an edge that two of them go along in opposite directions is inside.
enum OutlineJoining {
  /// What is left of the polygons' edges, put together to rings; `nil` where that is no matter of following edges.
  ///
  /// Each ring winds round a place as often as polygons hold it. So where the result is valid, it is exactly their union, and no
  /// two of them overlap; that is for the caller to test. O(n).
  static func joined(_ polygons: [Polygon]) -> MultiPolygon? {
    var left = Set<Edge>()
    var order: [Edge] = []
    for polygon in polygons {
      for (number, ring) in polygon.rings.enumerated() {
        let isLeftward = ring.doubledSignedArea > 0
        let points = isLeftward == (number == 0) ? ring.points : ring.points.reversed()
        for (a, b) in zip(points, points.dropFirst()) where left.remove(Edge(from: b, to: a)) == nil {
          guard left.insert(Edge(from: a, to: b)).inserted else { return nil }
          order.append(Edge(from: a, to: b))
        }
      }
    }
    var edges: [Point: Point] = [:]
    for edge in order where left.remove(edge) != nil {
      guard edges.updateValue(edge.to, forKey: edge.from) == nil else { return nil }
    }
    var outer: [Ring] = []
    var holes: [Ring] = []
    for start in order.map(\.from) {
      guard var at = edges.removeValue(forKey: start) else { continue }
      var points = [start, at]
      while at != start {
        guard let next = edges.removeValue(forKey: at) else { return nil }
        points.append(next)
        at = next
      }
      let ring = Ring(points)
      if ring.doubledSignedArea > 0 { outer.append(ring) } else { holes.append(ring) }
    }
    var joined = outer.map { Polygon($0) }
    for hole in holes {
      let owners = joined.indices.filter { position in
        let area = MultiPolygon([Polygon(outer[position])])
        return hole.points.allSatisfy { area.location(of: $0) != .outside }
      }
      guard owners.count == 1, let owner = owners.first else { return nil }
      joined[owner] = Polygon(joined[owner].exterior, holes: joined[owner].holes + [hole])
    }
    return MultiPolygon(joined)
  }

  private struct Edge: Hashable {
    var from: Point
    var to: Point
  }
}
