import SpatialPrimitives
import TestSupport
import Testing

@testable import CoverageTopology

@Suite struct NodingTests {
  @Test(arguments: 1...8) func noTwoPiecesCrossAfterwards(_ seed: UInt64) {
    let pieces = random(60, seed)
    let noded = Noding.noded(pieces)
    for (number, p) in noded.enumerated() {
      for q in noded[(number + 1)...] where p.box.intersects(q.box) {
        let sides = Orientation.sign(q.a, q.b, p.a) * Orientation.sign(q.a, q.b, p.b)
        let others = Orientation.sign(p.a, p.b, q.a) * Orientation.sign(p.a, p.b, q.b)
        #expect(!(sides < 0 && others < 0), "seed \(seed): \(p) crosses \(q)")
      }
    }
  }

  @Test(arguments: 1...4) func piecesStayWhereTheyWere(_ seed: UInt64) {
    let pieces = random(60, seed)
    let bySource = Dictionary(grouping: Noding.noded(pieces), by: \.source)
    for piece in pieces {
      let parts = bySource[piece.source] ?? []
      #expect(parts.first?.a == piece.a && parts.last?.b == piece.b)
      for (one, next) in zip(parts, parts.dropFirst()) {
        #expect(one.b == next.a)
        let near = Segment.nearestPoint(to: one.b, from: piece.a, piece.b)
        #expect(max((near.x - one.b.x).magnitude, (near.y - one.b.y).magnitude) < 1e-8, "seed \(seed)")
      }
    }
  }

  @Test func piecesOnOneAnotherAreCutAtTheirEnds() {
    let noded = Noding.noded([
      Piece(a: Point(0, 0), b: Point(10, 10), source: 0), Piece(a: Point(4, 4), b: Point(14, 14), source: 1),
      Piece(a: Point(7, 7), b: Point(7, 0), source: 2),
    ])
    let ends = Set(noded.map { [$0.a, $0.b] })
    #expect(
      ends == [
        [Point(0, 0), Point(4, 4)], [Point(4, 4), Point(7, 7)], [Point(7, 7), Point(10, 10)],
        [Point(10, 10), Point(14, 14)], [Point(7, 7), Point(7, 0)],
      ])
  }

  /// A border that three nets drew a few units in the last place apart, with vertices nearer to one another than the reach:
  /// leading pieces through points that lie farther off than these are long makes more of them in every round.
  @Test(arguments: 1...3) func bordersDrawnThriceBecomeFew(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func shaken(_ value: Double) -> Double { value + Double(Int.random(in: -4...4, using: &generator)) * value.ulp }
    var pieces: [Piece] = []
    for net in 0..<3 {
      var ring: [Point] = []
      for corner in [Point(-74.09, 40.60), Point(-74.10, 40.61), Point(-74.11, 40.60), Point(-74.10, 40.59)] {
        for _ in 0..<2 { ring.append(Point(shaken(corner.x), shaken(corner.y))) }
      }
      for (a, b) in zip(ring, ring.dropFirst() + [ring[0]]) where a != b {
        pieces.append(Piece(a: a, b: b, source: UInt32(net)))
      }
    }
    let noded = Noding.noded(pieces, reach: 74.11 * PlanarFaces.leastReach)
    #expect(noded.count < 600, "seed \(seed): \(noded.count)")
    let once = Set(noded.map { $0.a.x < $0.b.x || $0.a.x == $0.b.x && $0.a.y < $0.b.y ? [$0.a, $0.b] : [$0.b, $0.a] })
    #expect(once.count < 60, "seed \(seed): \(once.count)")
  }

  /// Coordinates as large as those of a projected system, and many that meet on a lattice.
  private func random(_ count: Int, _ seed: UInt64) -> [Piece] {
    var generator = SeededGenerator(seed: seed)
    func point() -> Point {
      let free = Bool.random(using: &generator)
      func value(_ base: Double) -> Double {
        free
          ? base + .random(in: 0...50, using: &generator) : base + Double(Int.random(in: 0...10, using: &generator)) * 5
      }
      return Point(value(500_000), value(2_500_000))
    }
    return (0..<count).compactMap { number in
      let (a, b) = (point(), point())
      return a == b ? nil : Piece(a: a, b: b, source: UInt32(number))
    }
  }
}
