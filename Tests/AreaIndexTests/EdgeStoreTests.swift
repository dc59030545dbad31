import SpatialPrimitives
import TestSupport
import Testing

@testable import AreaIndex

struct EdgeStoreTests {
  /// Random rings on a small lattice, so that edges meet in both directions, twice in one ring, and as single points.
  @Test(arguments: 0..<10) func everyEdgeOnceWithAllItsAreas(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let areas = (0..<40).map { number in
      let points = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        Point(Double(Int.random(in: -2...2, using: &random)), Double(Int.random(in: 0...3, using: &random)))
      }
      return AreaShape(
        level: .grid, code: "\(number)", geometry: MultiPolygon([Polygon(Ring(points + [points[0]]))]))
    }
    let roster = Roster(areas)
    let rings = try RingStore(areas, roster)
    let edges = EdgeStore(rings, threads: 3)

    var expected: [Set<Point>: [UInt32: Int]] = [:]
    for rank in 0..<areas.count {
      for position in rings.pointRange(of: rank) where !rings.endsRing[position] {
        expected[[rings.points[position], rings.points[position + 1]], default: [:]][UInt32(rank), default: 0] += 1
        let (a, b) = edges.ends(of: edges.edgeNumbers[position])
        #expect(Set([a, b]) == [rings.points[position], rings.points[position + 1]])
      }
    }
    var seen: Set<Set<Point>> = []
    for edge in edges.labels.indices where edges.labels[edge] != EdgeStore.none {
      let (a, b) = edges.ends(of: UInt32(edge))
      #expect(seen.insert([a, b]).inserted, "an edge stands twice")
      let label = edges.areasOfLabels.items[edges.areasOfLabels.range(of: edges.labels[edge])]
      let counts = expected[[a, b]] ?? [:]
      #expect(Array(label) == counts.keys.sorted().map { $0 << 1 | UInt32(counts[$0]! % 2) })
    }
    #expect(seen.count == expected.count)
  }
}
