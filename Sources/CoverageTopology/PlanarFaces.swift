import SpatialPrimitives

/// The bounded faces of a planar graph, each with the holes in it.
struct PlanarFaces {
  /// A closed walk along half-edges with the face on its left.
  struct Cycle {
    var halves: [Int32]
    /// The part of the graph that it belongs to.
    var part: Int32
    /// Whether it goes round its part from outside, and therefore bounds a hole of another face.
    var isOutside: Bool
  }

  struct Face {
    /// Counter-clockwise round the face, holes clockwise.
    var outer: Int
    var holes: [Int]
  }

  let graph: PlanarGraph
  private(set) var cycles: [Cycle] = []
  private(set) var faces: [Face] = []
  /// For each half-edge the cycle that it is on.
  private(set) var cycleOf: [Int32]
  /// For each cycle the face whose border it is, −1 for the unbounded one.
  private var faceOf: [Int] = []

  init(_ graph: PlanarGraph) {
    self.graph = graph
    cycleOf = Array(repeating: -1, count: graph.halfEdgeCount)
    walk()
    nest()
  }

  /// For each half-edge the face left of it; `faces.count` for what is outside of all.
  var faceOfHalfEdge: [Int32] {
    cycleOf.map { faceOf[Int($0)] < 0 ? Int32(faces.count) : Int32(faceOf[Int($0)]) }
  }

  /// The face left of a half-edge, −1 for the unbounded one.
  func face(leftOf half: Int) -> Int { faceOf[Int(cycleOf[half])] }

  /// Whether the walks fit together as in a plane, by Euler's formula: each part of the graph has two more nodes and
  /// faces together than edges. Not so where pieces cross.
  var isPlanar: Bool {
    var isUsed = [Bool](repeating: false, count: graph.points.count)
    for node in graph.origins { isUsed[Int(node)] = true }
    let parts = (cycles.map { Int($0.part) }.max() ?? -1) + 1
    return isUsed.count(where: \.self) + cycles.count == graph.halfEdgeCount / 2 + 2 * parts
  }

  /// The cycles that border the unbounded face.
  var outermost: [Int] { cycles.indices.filter { faceOf[$0] < 0 } }

  /// The rings of a face.
  func polygon(_ face: Face) -> Polygon {
    Polygon(ring(cycles[face.outer]), holes: face.holes.map { ring(cycles[$0]) })
  }

  private func ring(_ cycle: Cycle) -> Ring {
    var points: [Point] = []
    points.reserveCapacity(cycle.halves.count + 1)
    for half in cycle.halves { points.append(graph.origin(Int(half))) }
    if let first = points.first { points.append(first) }
    return Ring(points)
  }

  /// Finds the cycles, and which of them go round their part of the graph.
  private mutating func walk() {
    for start in 0..<graph.halfEdgeCount where cycleOf[start] < 0 {
      var halves: [Int32] = []
      var half = start
      repeat {
        cycleOf[half] = Int32(cycles.count)
        halves.append(Int32(half))
        half = Int(graph.following[half])
      } while half != start
      cycles.append(Cycle(halves: halves, part: -1, isOutside: false))
    }
    var parts: Int32 = 0
    for first in cycles.indices where cycles[first].part < 0 {
      var waiting = [first]
      var lowest = Int(graph.origins[Int(cycles[first].halves[0])])
      cycles[first].part = parts
      while let cycle = waiting.popLast() {
        for half in cycles[cycle].halves {
          let node = Int(graph.origins[Int(half)])
          let (p, q) = (graph.points[node], graph.points[lowest])
          if (p.x, p.y) < (q.x, q.y) { lowest = node }
          let other = Int(cycleOf[Int(half ^ 1)])
          if cycles[other].part < 0 {
            cycles[other].part = parts
            waiting.append(other)
          }
        }
      }
      cycles[Int(cycleOf[graph.outermost(at: lowest)])].isOutside = true
      parts += 1
    }
  }

  /// Gives every outside cycle to the face that it lies in, if one holds it.
  private mutating func nest() {
    faceOf = Array(repeating: -1, count: cycles.count)
    for cycle in cycles.indices where !cycles[cycle].isOutside {
      faceOf[cycle] = faces.count
      faces.append(Face(outer: cycle, holes: []))
    }
    let outsides = cycles.indices.filter { cycles[$0].isOutside }.map { cycle in
      let corner = cycles[cycle].halves.map { graph.origin(Int($0)) }.min { ($0.x, $0.y) < ($1.x, $1.y) }
      return (cycle: cycle, corner: corner ?? Point(0, 0))
    }
    guard outsides.count > 1 else { return }
    let strips = Strips(
      (0..<graph.halfEdgeCount / 2).map { piece in
        let (a, b) = (graph.origin(piece * 2).y, graph.end(piece * 2).y)
        return (min(a, b), max(a, b), UInt32(piece))
      })
    // What lies left of a part's leftmost corner belongs to a part whose own corner lies farther left: it is settled.
    for (cycle, corner) in outsides.sorted(by: { ($0.corner.x, $0.corner.y) < ($1.corner.x, $1.corner.y) }) {
      guard let half = nearestLeft(of: corner, besides: cycles[cycle].part, strips) else { continue }
      let other = Int(cycleOf[half])
      faceOf[cycle] = faceOf[other]
      if faceOf[other] >= 0 { faces[faceOf[other]].holes.append(cycle) }
    }
  }

  /// The half-edge that has `point` on its left across the stretch between them, of the piece next to it on its left.
  private func nearestLeft(of point: Point, besides part: Int32, _ strips: Strips) -> Int? {
    var best: (low: Point, high: Point, half: Int)?
    for piece in strips.items(at: point.y) {
      let half = Int(piece) * 2
      guard cycles[Int(cycleOf[half])].part != part else { continue }
      let (a, b) = (graph.origin(half), graph.end(half))
      // As if the point stood a little higher: what ends at its height counts as below.
      guard (a.y > point.y) != (b.y > point.y) else { continue }
      let (low, high) = a.y < b.y ? (a, b) : (b, a)
      guard Orientation.sign(low, high, point) < 0 else { continue }
      if let best, !PlanarFaces.isRight(low, high, of: best.low, best.high) { continue }
      // Downward, the right-hand side of the upward piece is its left.
      best = (low, high, a.y < b.y ? half ^ 1 : half)
    }
    return best?.half
  }

  /// Whether one piece lies right of another at a height that both reach, exactly. Pieces may meet at their ends only;
  /// each leads from its lower to its higher end.
  private static func isRight(_ low: Point, _ high: Point, of otherLow: Point, _ otherHigh: Point) -> Bool {
    let side =
      low.y >= otherLow.y
      ? Orientation.sign(otherLow, otherHigh, low) : -Orientation.sign(low, high, otherLow)
    if side != 0 { return side < 0 }
    let above =
      high.y <= otherHigh.y
      ? Orientation.sign(otherLow, otherHigh, high) : -Orientation.sign(low, high, otherHigh)
    return above < 0
  }
}
