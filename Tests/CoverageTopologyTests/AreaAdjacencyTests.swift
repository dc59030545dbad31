import CoverageTopology
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct AreaAdjacencyTests {
  private func plane(_ a: Point, _ b: Point) -> Double {
    ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
  }

  /// Edges compared one with another, and GEOS for who borders on whom at all.
  @Test(arguments: 1...8) func agreesWithEveryEdgeAgainstEveryOther(_ seed: UInt64) throws {
    let areas = SeededCoverage(columns: 6, rows: 5, bends: Int(seed) % 4, seed: seed).blocks(Int(seed) % 2 + 1)
    let adjacency = AreaAdjacency(areas, length: plane)
    var expected: [[Int]: Double] = [:]
    for (a, first) in areas.enumerated() {
      for (b, second) in areas.enumerated() where b > a {
        for (p, q) in edges(first) {
          for (r, s) in edges(second) where p == s && q == r || p == r && q == s {
            expected[[a, b], default: 0] += plane(p, q)
          }
        }
      }
    }
    #expect(adjacency.borders.map { [$0.a, $0.b] } == expected.keys.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
    for border in adjacency.borders {
      #expect((border.length - (expected[[border.a, border.b]] ?? 0)).magnitude < 1e-6, "seed \(seed)")
    }
    // Two areas and their union: what the border becomes shorter by, they share.
    let geos = try GEOSContext()
    for border in adjacency.borders {
      let union = try geos.union(areas[border.a], areas[border.b])
      let shared = (perimeter(areas[border.a]) + perimeter(areas[border.b]) - perimeter(union)) / 2
      #expect((shared - border.length).magnitude < 1e-6 * (1 + shared), "seed \(seed)")
    }
    // Each area's border is all shared or open.
    for (area, geometry) in areas.enumerated() {
      let shared = adjacency.borders.reduce(0) { $1.a == area || $1.b == area ? $0 + $1.length : $0 }
      #expect((shared + adjacency.openLengths[area] - perimeter(geometry)).magnitude < 1e-6, "seed \(seed)")
    }
  }

  @Test func aCornerOnAnEdgeMakesNeighbours() {
    let areas = [rectangle(0, 0, 10, 10), rectangle(10, -5, 20, 4), rectangle(10, 4, 20, 30), rectangle(0, 10, 10, 20)]
    let adjacency = AreaAdjacency(areas, length: plane)
    #expect(
      adjacency.borders == [
        .init(a: 0, b: 1, length: 4), .init(a: 0, b: 2, length: 6), .init(a: 0, b: 3, length: 10),
        .init(a: 1, b: 2, length: 10), .init(a: 2, b: 3, length: 10),
      ])
    #expect(adjacency.openLengths == [20, 24, 46, 20])
  }

  @Test func cornersAndOverlapsMakeNone() {
    let areas = [rectangle(0, 0, 1, 1), rectangle(1, 1, 2, 2), rectangle(0, 0, 1, 1), rectangle(5, 0, 6, 2)]
    let adjacency = AreaAdjacency(areas, length: plane)
    #expect(adjacency.borders.isEmpty)
    #expect(adjacency.openLengths == [4, 4, 4, 6])
  }

  @Test func anIslandBordersOnWhatItLiesIn() {
    let ring = rectangle(0, 0, 9, 9).polygons[0].exterior
    let hole = rectangle(3, 3, 6, 6).polygons[0].exterior
    let areas = [MultiPolygon([Polygon(ring, holes: [hole])]), MultiPolygon([Polygon(hole)])]
    let adjacency = AreaAdjacency(areas, length: plane)
    #expect(adjacency.borders == [.init(a: 0, b: 1, length: 12)])
    #expect(adjacency.openLengths == [36, 0])
  }

  @Test func brokenRingsBorderOnNothing() {
    let nowhere = MultiPolygon([Polygon(Ring([Point(.nan, 0), Point(1, 1), Point(2, 0), Point(.nan, 0)]))])
    let adjacency = AreaAdjacency([nowhere, rectangle(0, 0, 1, 1), MultiPolygon([])], length: plane)
    #expect(adjacency.borders.isEmpty && adjacency.openLengths == [0, 4, 0])
  }

  /// More points than one thread takes alone; corners on edges and areas that lie on one another among them.
  @Test func anyNumberOfThreadsFindsTheSame() {
    var areas = SeededCoverage(columns: 50, rows: 36, bends: 9, seed: 77).blocks(2)
    areas += areas[..<9] + [rectangle(-9, -9, -4, 900), rectangle(-4, 3, 0, 40), rectangle(-4, 40, 0, 77)]
    let alone = AreaAdjacency(areas, length: plane)
    #expect(areas.reduce(0) { $0 + $1.pointCount } > 1 << 15)
    #expect(alone.borders.count > areas.count)
    for threads in [2, 3, 40] {
      let together = AreaAdjacency(areas, threads: threads, length: plane)
      #expect(together.borders == alone.borders, "\(threads) threads")
      #expect(together.openLengths == alone.openLengths, "\(threads) threads")
    }
  }

  @Test func measuresWhatRunsAlongSomething() {
    let areas = [rectangle(0, 0, 10, 10), rectangle(10, -5, 20, 4), rectangle(10, 4, 20, 30)]
    let adjacency = AreaAdjacency(areas, length: plane) { p, q in p.x == q.x ? abs(q.y - p.y) / 2 : 0 }
    #expect(adjacency.borders.map(\.along) == [2, 3, 0])
    #expect(adjacency.borders.map(\.length) == [4, 6, 10])
  }

  private func edges(_ area: MultiPolygon) -> [(Point, Point)] {
    area.polygons.flatMap { $0.rings.flatMap { Array(zip($0.points, $0.points.dropFirst())) } }
  }

  private func perimeter(_ area: MultiPolygon) -> Double { edges(area).reduce(0) { $0 + plane($1.0, $1.1) } }

  private func rectangle(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> MultiPolygon {
    MultiPolygon([
      Polygon(
        Ring([Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top), Point(left, bottom)]))
    ])
  }
}
