public import SpatialPrimitives

extension Arrangement {
  /// Faces put together into one geometry that is valid by the rules of OGC Simple Features: exteriors counter-clockwise,
  /// holes clockwise, parts that touch in a point apart. O(n log n) for the n edges of the faces.
  ///
  /// - Parameters:
  ///   - members: ascending; not what is outside.
  ///   - isMember: tells the same.
  public func union(of members: [Int], where isMember: (Int) -> Bool) -> MultiPolygon {
    var groups = DisjointSets(count: members.count)
    let positions = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    var border: [Int] = []
    for (position, face) in members.enumerated() {
      forEachHalfEdge(of: face) { half in
        let beyond = Int(faces[half ^ 1])
        if !isMember(beyond) {
          border.append(half)
        } else if let other = positions[beyond] {
          groups.join(position, other)
        }
      }
    }
    var shells: [Int: Ring] = [:]
    var holes: [Int: [Ring]] = [:]
    var walked: Set<Int> = []
    for start in border where !walked.contains(start) {
      let group = positions[Int(faces[start])].map { groups.root(of: $0) } ?? 0
      for ring in rings(from: start, isMember, &walked) {
        if ring.runsCounterclockwise { shells[group] = ring } else { holes[group, default: []].append(ring) }
      }
    }
    return MultiPolygon(
      shells.sorted { $0.key < $1.key }.map { group, shell in Polygon(shell, holes: holes[group] ?? []) })
  }

  /// Walks along the border with the members on the left, always round the same corner of them, and parts the walk where
  /// it comes to a node again.
  private func rings(from start: Int, _ isMember: (Int) -> Bool, _ walked: inout Set<Int>) -> [Ring] {
    let graph = planar.graph
    var rings: [Ring] = []
    var open: [Int32] = []
    var places: [Int32: Int] = [:]
    func close(from place: Int) {
      let nodes = open[place...].filter { omitted.isEmpty || !omitted[Int($0)] }
      var points = nodes.map { graph.points[Int($0)] }
      if let first = points.first { points.append(first) }
      rings.append(Ring(points))
      for node in open[place...] { places[node] = nil }
      open.removeSubrange(place...)
    }
    var half = start
    repeat {
      walked.insert(half)
      let node = graph.origins[half]
      if let place = places[node] { close(from: place) }
      places[node] = open.count
      open.append(node)
      var next = Int(graph.following[half])
      while isMember(Int(faces[next ^ 1])) { next = Int(graph.following[next ^ 1]) }
      half = next
    } while half != start
    close(from: 0)
    return rings
  }
}
