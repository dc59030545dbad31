import SpatialPrimitives

/// Some faces of a graph, in which all borders of all areas are there, while others may be missing outside.
struct FaceRegion {
  let planar: PlanarFaces
  private let isInside: [Bool]

  init(_ planar: PlanarFaces, _ faces: [Int]) {
    self.planar = planar
    var isInside = [Bool](repeating: false, count: planar.faces.count)
    for face in faces { isInside[face] = true }
    self.isInside = isInside
  }

  private func holds(_ half: Int) -> Bool {
    let face = planar.face(leftOf: half)
    return face >= 0 && isInside[face]
  }

  /// The same ground with more borders in it. What of them lies outside is of no concern.
  func cut(by inner: [Piece]) -> FaceRegion {
    let graph = planar.graph
    var pieces = inner
    for half in stride(from: 0, to: graph.halfEdgeCount, by: 2) {
      let (left, right) = (holds(half), holds(half ^ 1))
      guard left || right else { continue }
      let (a, b) = (graph.origin(half), graph.end(half))
      for source in graph.sources(ofPiece: half / 2) { pieces.append(Piece(a: a, b: b, source: source.edge)) }
      // The region's own border, to be crossed as those of areas are.
      if left != right { pieces.append(Piece(a: a, b: b, source: CoverageEdges.none)) }
    }
    let planar = PlanarFaces(cutting: pieces)
    var isInside = [Bool](repeating: false, count: planar.faces.count)
    planar.forEachStep { half, from, to in
      let borders = planar.graph.sources(ofPiece: half / 2).count { $0.edge == CoverageEdges.none }
      isInside[to] = (from >= 0 && isInside[from]) != !borders.isMultiple(of: 2)
    }
    return FaceRegion(planar, planar.faces.indices.filter { isInside[$0] })
  }

  /// The areas that hold each face of the region: asked of a point in the largest face of those that hang together, exactly
  /// and on the areas as they were given, and carried across borders from there.
  func areas(_ edges: CoverageEdges, _ twins: EdgeTwins) -> [(face: Int, areas: [Int])] {
    var locator = AreaLocator(edges)
    var found = [[Int]?](repeating: nil, count: planar.faces.count)
    for group in groups() {
      let bySize = group.map { ($0, planar.polygon(planar.faces[$0])) }.sorted { $0.1.planarArea > $1.1.planarArea }
      guard
        let (start, point) = bySize.lazy.compactMap({ face, polygon in polygon.pointWithin.map { (face, $0) } }).first
      else { continue }
      found[start] = locator.areas(at: point)
      var waiting = [start]
      while let face = waiting.popLast() {
        guard let here = found[face] else { continue }
        forEachNeighbour(of: face) { half, other in
          guard found[other] == nil else { return }
          found[other] = Membership.crossing(half / 2, of: planar.graph, from: here, edges, twins)
          waiting.append(other)
        }
      }
    }
    return found.indices.compactMap { face in found[face].map { (face, $0) } }
  }

  private func forEachNeighbour(of face: Int, _ body: (_ half: Int, _ other: Int) -> Void) {
    for cycle in planar.cycles(of: face) {
      for half in planar.cycles[cycle].halves where holds(Int(half) ^ 1) {
        body(Int(half), planar.face(leftOf: Int(half) ^ 1))
      }
    }
  }

  /// Faces that hang together by edges.
  private func groups() -> [[Int]] {
    var isDone = isInside.map { !$0 }
    var groups: [[Int]] = []
    for start in isDone.indices where !isDone[start] {
      var group: [Int] = []
      var waiting = [start]
      isDone[start] = true
      while let face = waiting.popLast() {
        group.append(face)
        forEachNeighbour(of: face) { _, other in
          if isDone[other] { return }
          isDone[other] = true
          waiting.append(other)
        }
      }
      groups.append(group)
    }
    return groups
  }
}
