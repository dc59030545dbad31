import SpatialPrimitives

/// The outlines of groups of faces: the half-edges with the group on their left and something else on their right.
struct GroupOutlines {
  private let planar: PlanarFaces
  private let groups: [Int32]
  private let count: Int

  init(_ planar: PlanarFaces, _ groups: [Int32], count: Int) {
    self.planar = planar
    self.groups = groups
    self.count = count
  }

  /// O(half-edges), and for groups of several parts with holes O(parts × holes × edges).
  func polygons() -> [MultiPolygon] {
    let graph = planar.graph
    var exteriors = [[Ring]](repeating: [], count: count)
    var holes = [[Ring]](repeating: [], count: count)
    var isDone = [Bool](repeating: false, count: graph.halfEdgeCount)
    // At which place of the walk a node was met, plus one.
    var places = [Int32](repeating: 0, count: graph.points.count)
    for start in 0..<graph.halfEdgeCount where !isDone[start] {
      let group = group(leftOf: start)
      guard group >= 0, self.group(leftOf: start ^ 1) != group else { continue }
      var nodes: [Int32] = []
      func close(from place: Int) {
        let ring = Ring((nodes[place...] + [nodes[place]]).map { graph.points[Int($0)] })
        for node in nodes[place...] { places[Int(node)] = 0 }
        nodes.removeSubrange(place...)
        if ring.points.count < 4 { return }
        if ring.runsCounterclockwise { exteriors[Int(group)].append(ring) } else { holes[Int(group)].append(ring) }
      }
      var half = start
      repeat {
        isDone[half] = true
        let node = graph.origins[half]
        // A walk that comes back to a node has gone round something that touches itself there.
        if places[Int(node)] > 0 { close(from: Int(places[Int(node)]) - 1) }
        places[Int(node)] = Int32(nodes.count + 1)
        nodes.append(node)
        half = next(after: half, group)
      } while half != start
      close(from: 0)
    }
    return (0..<count).map { MultiPolygon(GroupOutlines.nested(exteriors[$0], holes[$0])) }
  }

  private func group(leftOf half: Int) -> Int32 {
    let face = planar.face(leftOf: half)
    return face < 0 ? -1 : groups[face]
  }

  /// The half-edge that follows on the border of the group, past those that lie within it.
  private func next(after half: Int, _ group: Int32) -> Int {
    var next = Int(planar.graph.following[half])
    while self.group(leftOf: next ^ 1) == group { next = Int(planar.graph.following[next ^ 1]) }
    return next
  }

  /// Gives each hole to the smallest exterior round it.
  private static func nested(_ exteriors: [Ring], _ holes: [Ring]) -> [Polygon] {
    var polygons = exteriors.map { Polygon($0) }
    guard polygons.count != 1 else { return [Polygon(exteriors[0], holes: holes)] }
    for hole in holes {
      var home: (area: Double, index: Int)?
      for (index, exterior) in exteriors.enumerated() {
        let area = exterior.doubledSignedArea
        guard area < home?.area ?? .infinity, exterior.box.contains(hole.points[0]), holds(exterior, hole) else {
          continue
        }
        home = (area, index)
      }
      if let home { polygons[home.index].holes.append(hole) }
    }
    return polygons
  }

  /// Whether a ring that does not cross another lies in it: told by a point that is not on both, or else by size.
  private static func holds(_ exterior: Ring, _ hole: Ring) -> Bool {
    for point in hole.points {
      let location = exterior.location(of: point)
      if location != .boundary { return location == .inside }
    }
    return hole.doubledSignedArea.magnitude < exterior.doubledSignedArea
  }
}
