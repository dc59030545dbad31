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
    let edges = try EdgeStore(areas, roster)

    var expected: [Set<Point>: [UInt32: Int]] = [:]
    for rank in 0..<areas.count {
      let points = areas[Int(roster.members[rank].ordinal)].geometry.polygons[0].exterior.points
      let pairs = zip(points, points.dropFirst()).filter { $0 != $1 }.map { Set([$0, $1]) }
      // A ring of one place is kept as an edge without length.
      for pair in pairs.isEmpty ? [[points[0]]] : pairs { expected[pair, default: [:]][UInt32(rank), default: 0] += 1 }
      #expect(edges.boxes[rank] == Box(around: points))
      var met: Set<Set<Point>> = []
      for stretch in edges.stretches(of: rank) {
        for edge in (stretch >> 32)..<(stretch >> 32 + stretch & 0xFFFF_FFFF) {
          let (a, b) = edges.ends(of: UInt32(edge))
          met.insert([a, b])
        }
      }
      #expect(met == Set(pairs.isEmpty ? [[points[0]]] : pairs))
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

  /// More edges than the table was made for, since hardly any is shared; then all once more, the other way round.
  @Test func edgesThatAreNotSharedAreFoundAgain() throws {
    var random = SeededGenerator(seed: 7)
    let rings = (0..<400).map { _ in
      let points = (0..<6).map { _ in Point(.random(in: 0...1, using: &random), .random(in: 0...1, using: &random)) }
      return points + [points[0]]
    }
    func area(_ points: [Point], _ level: Level) -> AreaShape {
      AreaShape(level: level, code: "", geometry: MultiPolygon([Polygon(Ring(points))]))
    }
    let alone = rings.map { area($0, .grid) }
    #expect(try EdgeStore(alone, Roster(alone)).labels.count { $0 != EdgeStore.none } == 2400)
    let both = alone + rings.map { area($0.reversed(), .community) }
    let edges = try EdgeStore(both, Roster(both))
    #expect(edges.labels.count { $0 != EdgeStore.none } == 2400)
    #expect(edges.labels.allSatisfy { $0 == EdgeStore.none || edges.areasOfLabels.range(of: $0).count == 2 })
  }
}
