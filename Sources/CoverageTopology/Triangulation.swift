import SpatialPrimitives

extension Polygon {
  /// Lines between vertices that cut the polygon into triangles, by cutting off ears (Meisters 1975), of all ears the one
  /// with the shortest base first, holes being joined to the exterior by the shortest line that meets nothing. Signs are
  /// exact. O(n²); what is of more than some thousand vertices is left whole.
  var diagonals: [(Point, Point)] {
    var loop = Array(exterior.points.dropLast())
    guard loop.count >= 3, rings.reduce(0, { $0 + $1.points.count }) <= 6000 else { return [] }
    var lines: [(Point, Point)] = []
    var rest = holes.map { Array($0.points.dropLast()) }
    while !rest.isEmpty {
      guard let bridge = Bridge(from: loop, to: rest) else { return lines }
      let hole = rest.remove(at: bridge.hole)
      lines.append((loop[bridge.vertex], hole[bridge.holeVertex]))
      let turned = hole[bridge.holeVertex...] + hole[...bridge.holeVertex]
      loop.insert(contentsOf: turned + [loop[bridge.vertex]], at: bridge.vertex + 1)
    }
    var cutting = EarCutting(loop)
    return lines + cutting.cut()
  }
}

/// The shortest line from a vertex of the loop to one of a hole, that meets no edge of either between its ends.
private struct Bridge {
  var vertex: Int
  var hole: Int
  var holeVertex: Int

  init?(from loop: [Point], to holes: [[Point]]) {
    // From the leftmost corner of all holes something of the loop is always in sight.
    let corners = holes.indices.compactMap { hole in
      holes[hole].indices.min { (holes[hole][$0].x, holes[hole][$0].y) < (holes[hole][$1].x, holes[hole][$1].y) }
        .map { (hole: hole, vertex: $0) }
    }
    guard
      let leftmost = corners.min(by: {
        let (p, q) = (holes[$0.hole][$0.vertex], holes[$1.hole][$1.vertex])
        return (p.x, p.y) < (q.x, q.y)
      })
    else { return nil }
    let corner = holes[leftmost.hole][leftmost.vertex]
    func square(_ point: Point) -> Double {
      (point.x - corner.x) * (point.x - corner.x) + (point.y - corner.y) * (point.y - corner.y)
    }
    let nearest = loop.indices.sorted { square(loop[$0]) < square(loop[$1]) }
    let found = nearest.first { vertex in
      loop[vertex] != corner && Bridge.isInside(loop, vertex, corner)
        && ([loop] + holes).allSatisfy { !Bridge.meets($0, loop[vertex], corner) }
    }
    guard let found else { return nil }
    (vertex, hole, holeVertex) = (found, leftmost.hole, leftmost.vertex)
  }

  /// Whether `point` lies in the corner that the loop has at a vertex.
  private static func isInside(_ loop: [Point], _ vertex: Int, _ point: Point) -> Bool {
    let here = loop[vertex]
    let before = loop[vertex == 0 ? loop.count - 1 : vertex - 1]
    let after = loop[vertex == loop.count - 1 ? 0 : vertex + 1]
    let (first, second) = (Orientation.sign(before, here, point), Orientation.sign(here, after, point))
    return Orientation.sign(before, here, after) > 0 ? first > 0 && second > 0 : first > 0 || second > 0
  }

  private static func meets(_ ring: [Point], _ a: Point, _ b: Point) -> Bool {
    for (position, p) in ring.enumerated() {
      let q = ring[position == ring.count - 1 ? 0 : position + 1]
      if p != a, p != b, Orientation.sign(a, b, p) == 0, Box(around: [a, b]).contains(p) { return true }
      if p == a || p == b || q == a || q == b { continue }
      if Orientation.sign(a, b, p) * Orientation.sign(a, b, q) < 0,
        Orientation.sign(p, q, a) * Orientation.sign(p, q, b) <= 0
      {
        return true
      }
    }
    return false
  }
}

/// Cuts the ears off a loop, which may touch itself.
private struct EarCutting {
  private let points: [Point]
  private var before: [Int]
  private var after: [Int]
  /// The squared base of each vertex's ear; infinite where it has none.
  private var bases: [Double]

  init(_ points: [Point]) {
    self.points = points
    before = points.indices.map { $0 == 0 ? points.count - 1 : $0 - 1 }
    after = points.indices.map { $0 == points.count - 1 ? 0 : $0 + 1 }
    bases = Array(repeating: .infinity, count: points.count)
  }

  mutating func cut() -> [(Point, Point)] {
    var lines: [(Point, Point)] = []
    var alive = Array(points.indices)
    for vertex in alive { bases[vertex] = base(of: vertex) }
    while alive.count > 3 {
      var best = alive.min { bases[$0] < bases[$1] }
      if let vertex = best, bases[vertex] == .infinity {
        // What stood in the way of an ear may be gone.
        for vertex in alive { bases[vertex] = base(of: vertex) }
        best = alive.min { bases[$0] < bases[$1] }
      }
      guard let ear = best, bases[ear] < .infinity else { break }
      let (p, q) = (before[ear], after[ear])
      lines.append((points[p], points[q]))
      (after[p], before[q]) = (q, p)
      alive.removeAll { $0 == ear }
      bases[p] = base(of: p)
      bases[q] = base(of: q)
    }
    return lines
  }

  private func base(of vertex: Int) -> Double {
    let (a, b, c) = (points[before[vertex]], points[vertex], points[after[vertex]])
    guard a != c, Orientation.sign(a, b, c) > 0 else { return .infinity }
    var other = after[after[vertex]]
    while other != before[vertex] {
      let p = points[other]
      if p != a, p != b, p != c, Orientation.sign(a, b, p) >= 0, Orientation.sign(b, c, p) >= 0,
        Orientation.sign(c, a, p) >= 0
      {
        return .infinity
      }
      other = after[other]
    }
    return (c.x - a.x) * (c.x - a.x) + (c.y - a.y) * (c.y - a.y)
  }
}
