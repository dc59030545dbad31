import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityModel

struct OutlineJoiningTests {
  /// Cells of a lattice, turned either way, some of them cut in two: against GEOS, wherever it says that all is valid.
  @Test func cellsOfALattice() throws {
    let context = try GEOSContext()
    var counts = [true: 0, false: 0]
    for seed in 0..<UInt64(200) {
      var random = SeededGenerator(seed: seed)
      var polygons: [Polygon] = []
      func add(_ points: [Point]) {
        let ring = points + [points[0]]
        polygons.append(Polygon(Ring(Bool.random(using: &random) ? ring : ring.reversed())))
      }
      for column in 0..<5 {
        for row in 0..<5 where Int.random(in: 0..<3, using: &random) > 0 {
          let (x, y) = (Double(column) + 0.1, Double(row) + 0.7)
          let corners = [Point(x, y), Point(x + 1, y), Point(x + 1, y + 1), Point(x, y + 1)].map {
            Point(($0.x * 8).rounded(), ($0.y * 8).rounded())
          }
          if Bool.random(using: &random) {
            add(corners)
          } else {
            add([corners[0], corners[1], corners[2]])
            add([corners[0], corners[2], corners[3]])
          }
        }
      }
      guard let joined = OutlineJoining.joined(polygons), try context.flaw(in: joined) == nil else {
        counts[false, default: 0] += 1
        continue
      }
      counts[true, default: 0] += 1
      let expected = try context.union(polygons.map { MultiPolygon([$0]) })
      let (a, b) = (try context.difference(joined, expected), try context.difference(expected, joined))
      #expect(a.isEmpty && b.isEmpty, "seed \(seed)")
    }
    #expect(counts[true, default: 0] > 10, "\(counts)")
  }

  private func square(_ low: Double, _ high: Double) -> Polygon {
    Polygon(Ring([(low, low), (high, low), (high, high), (low, high), (low, low)].map { Point($0.0, $0.1) }))
  }

  /// What overlaps gives nothing, or something that is not valid, and never a wrong outline.
  @Test func polygonsThatOverlap() throws {
    let context = try GEOSContext()
    for pair in [[square(0, 4), square(1, 3)], [square(0, 4), square(0, 4)], [square(0, 4), square(2, 6)]] {
      let joined = OutlineJoining.joined(pair)
      #expect(try joined.map { try context.flaw(in: $0) != nil } ?? true)
    }
  }

  @Test func aCourtStaysOpen() throws {
    let ring = [
      [(0, 0), (3, 0), (3, 1), (0, 1)], [(2, 1), (3, 1), (3, 3), (2, 3)], [(0, 3), (0, 1), (1, 1), (1, 3)],
      [(0, 3), (1, 3), (2, 3), (3, 3), (3, 4), (0, 4)],
    ].map { pairs in
      Polygon(Ring((pairs + [pairs[0]]).map { Point(Double($0.0), Double($0.1)) }))
    }
    // The first strip lacks the corners at which the court begins: they do not fit, edge to edge.
    #expect(OutlineJoining.joined(ring).map { $0.polygons.count == 1 } ?? true)
    let fitting = [
      [(0, 0), (3, 0), (3, 1), (2, 1), (1, 1), (0, 1)], [(2, 1), (3, 1), (3, 3), (2, 3)],
      [(0, 3), (0, 1), (1, 1), (1, 3)], [(0, 3), (1, 3), (2, 3), (3, 3), (3, 4), (0, 4)],
    ].map { pairs in
      Polygon(Ring((pairs + [pairs[0]]).map { Point(Double($0.0), Double($0.1)) }))
    }
    let joined = try #require(OutlineJoining.joined(fitting))
    #expect(joined.polygons.count == 1 && joined.polygons[0].holes.count == 1)
    #expect(joined.polygons[0].planarArea == 10)
  }
}
