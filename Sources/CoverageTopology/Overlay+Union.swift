public import SpatialPrimitives

extension Overlay {
  /// Faces put together into one geometry that is valid by the rules of OGC Simple Features: exteriors counter-clockwise,
  /// holes clockwise, parts that touch in a point apart. O(n log n) for the n edges of the faces.
  ///
  /// - Parameter members: ascending; not what is outside.
  public func union(of members: [Int]) -> MultiPolygon {
    var outline = FaceOutline(self, members)
    return outline.polygons()
  }

  /// Faces joined into groups: for each group the union of its faces.
  ///
  /// - Parameters:
  ///   - groups: of each face its group, −1 for none.
  ///   - count: how many groups there are.
  public func unions(of groups: [Int32], count: Int) -> [MultiPolygon] {
    let members = Buckets(
      count: count, items: groups.indices.filter { groups[$0] >= 0 }.map { (Int(groups[$0]), $0) })
    return (0..<count).map { union(of: Array(members[$0])) }
  }
}

/// The half-edges with some faces on their left and others on their right.
private struct FaceOutline {
  private let overlay: Overlay
  /// Ascending.
  private let members: [Int]
  /// Ascending.
  private var border: [Int] = []
  private var isWalked: [Bool] = []
  /// Nodes that the border comes to more than once.
  private var crossroads: Set<Int32> = []
  /// Faces that hang together by edges: they have one exterior.
  private var parts: DisjointSets

  init(_ overlay: Overlay, _ members: [Int]) {
    (self.overlay, self.members) = (overlay, members)
    parts = DisjointSets(count: members.count)
    for (position, face) in members.enumerated() {
      overlay.forEachHalfEdge(of: face) { half in
        if let other = members.position(of: overlay.face(leftOf: half ^ 1)) {
          if other > position { parts.join(position, other) }
        } else {
          border.append(half)
        }
      }
    }
    border.sort()
    isWalked = Array(repeating: false, count: border.count)
    let nodes = border.map { overlay.planar.graph.origins[$0] }.sorted()
    for (node, next) in zip(nodes, nodes.dropFirst()) where node == next { crossroads.insert(node) }
  }

  mutating func polygons() -> MultiPolygon {
    var shells: [Int: Ring] = [:]
    var holes: [Int: [Ring]] = [:]
    for position in border.indices where !isWalked[position] {
      let start = border[position]
      let part = members.position(of: overlay.face(leftOf: start)).map { parts.root(of: $0) } ?? 0
      for ring in rings(from: start) {
        if ring.runsCounterclockwise { shells[part] = ring } else { holes[part, default: []].append(ring) }
      }
    }
    return MultiPolygon(
      shells.sorted { $0.key < $1.key }.map { part, shell in Polygon(shell, holes: holes[part] ?? []) })
  }

  /// Walks along the border with the members on the left, always round the same corner of them, and parts the walk where
  /// it comes to a node again.
  private mutating func rings(from start: Int) -> [Ring] {
    let graph = overlay.planar.graph
    var rings: [Ring] = []
    var open: [Int32] = []
    var places: [Int32: Int] = [:]
    func close(from place: Int) {
      let nodes = open[place...].filter { overlay.omitted.isEmpty || !overlay.omitted[Int($0)] }
      var points = nodes.map { graph.points[Int($0)] }
      if let first = points.first { points.append(first) }
      rings.append(Ring(points))
      for node in open[place...] where crossroads.contains(node) { places[node] = nil }
      open.removeSubrange(place...)
    }
    var half = start
    repeat {
      if let position = border.position(of: half) { isWalked[position] = true }
      let node = graph.origins[half]
      if crossroads.contains(node) {
        if let place = places[node] { close(from: place) }
        places[node] = open.count
      }
      open.append(node)
      half = Int(graph.following[half])
      while members.position(of: overlay.face(leftOf: half ^ 1)) != nil { half = Int(graph.following[half ^ 1]) }
    } while half != start
    close(from: 0)
    return rings
  }
}

extension [Int] {
  /// Where an item is in an ascending list.
  fileprivate func position(of item: Int) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < item { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == item ? low : nil
  }
}
