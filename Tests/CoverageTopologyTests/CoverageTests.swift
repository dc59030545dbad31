import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct CoverageTests {
  @Test(arguments: 1...5) func aPerfectCoverageHasNoMisfits(_ seed: UInt64) {
    let areas = SeededCoverage(columns: 12, rows: 9, bends: Int(seed) - 1, seed: seed).areas
    #expect(misfits(areas).isEmpty, "seed \(seed)")
  }

  @Test func bordersWithOtherVerticesOnTheSameLineFit() {
    let left = square(0, 0, 10)
    // The right neighbour is two areas; their corner lies on the left one's edge.
    let right = [rectangle(10, 0, 20, 4), rectangle(10, 4, 20, 10)]
    #expect(misfits([left] + right).isEmpty)
  }

  /// Minus zero and zero are one place, on shared borders and where borders that do not fit meet.
  @Test func theTwoZerosAreOnePlace() throws {
    let left = rectangle(-10, -0.0, -0.0, 10)
    #expect(misfits([left, rectangle(0, 0, 10, 10)]).isEmpty)
    let faces = misfits([left, rectangle(-2, 0, 10, 10)])
    #expect(faces.map(\.areas) == [[0, 1]])
    #expect(try #require(faces.first).polygon.planarArea == 20)
  }

  @Test func anAreaWithinAnotherIsAnOverlap() throws {
    let faces = misfits([square(0, 0, 10), square(2, 2, 3)])
    #expect(faces.map(\.areas) == [[0, 1]])
    #expect(try #require(faces.first).polygon.planarArea == 9)
  }

  @Test func equalAreasOverlapWholly() throws {
    let faces = misfits([square(0, 0, 10), square(0, 0, 10)])
    #expect(faces.map(\.areas) == [[0, 1]])
    #expect(try #require(faces.first).polygon.planarArea == 100)
  }

  @Test func aHoleIsAGapAndWhatFillsItIsNone() throws {
    let hole = Polygon(square(0, 0, 10).polygons[0].exterior, holes: [square(4, 4, 2).polygons[0].exterior])
    let faces = misfits([MultiPolygon([hole])])
    #expect(faces.map(\.areas) == [[]])
    #expect(try #require(faces.first).polygon.planarArea == 4)
    #expect(faces.first?.borders == [[0, 0, 0, 0]])
    #expect(misfits([MultiPolygon([hole]), square(4, 4, 2)]).isEmpty)
  }

  @Test func anAreaOverAWholeCoverageOverlapsEveryOne() {
    var areas = SeededCoverage(columns: 8, rows: 8, seed: 3).areas
    areas.append(rectangle(499_000, 2_499_000, 502_000, 2_502_000))
    let faces = misfits(areas).filter { $0.areas.count > 1 }
    #expect(Set(faces.map(\.areas)) == Set((0..<64).map { [$0, 64] }))
    #expect(faces.count == 64)
  }

  /// Two coverages of the same place: every pair that a brute-force overlay finds, with its area.
  @Test(arguments: 1...6) func shiftedCoveragesAgreeWithOverlay(_ seed: UInt64) throws {
    let areas = SeededCoverage(columns: 4, rows: 4, seed: seed).areas
    let others = SeededCoverage(columns: 5, rows: 3, origin: Point(500_030, 2_500_050), seed: seed + 100).areas
    try compare(areas + others, seed)
  }

  @Test(arguments: 1...12) func movedVerticesAgreeWithOverlay(_ seed: UInt64) throws {
    try compare(SeededCoverage.flawed(seed: seed), seed)
  }

  @Test func bowTiesAndBrokenRingsDoNoHarm() {
    let tie = MultiPolygon([Polygon(Ring([Point(0, 0), Point(4, 4), Point(4, 0), Point(0, 4), Point(0, 0)]))])
    let nowhere = MultiPolygon([Polygon(Ring([Point(.nan, 0), Point(1, 1), Point(2, 0), Point(.nan, 0)]))])
    let endless = MultiPolygon([
      Polygon(Ring([Point(-1e308, 0), Point(1e308, 1e308), Point(1e308, -1e308), Point(-1e308, 0)]))
    ])
    let line = MultiPolygon([Polygon(Ring([Point(0, 0), Point(4, 4), Point(0, 0)]))])
    let open = MultiPolygon([Polygon(Ring([Point(1, 1), Point(3, 1), Point(3, 3), Point(1, 3)]))])
    let coverage = Coverage(
      [tie, nowhere, line, open, MultiPolygon([]), endless], isSound: Array(repeating: false, count: 6))
    let faces = coverage.misfits(leastArea: 0)
    #expect(faces.allSatisfy { $0.areas.isEmpty || $0.areas == [0, 3] })
    #expect(faces.contains { $0.areas == [0, 3] })
  }

  // MARK: The oracle

  private func misfits(_ areas: [MultiPolygon]) -> [CoverageFace] {
    Coverage(areas, isSound: Array(repeating: true, count: areas.count)).misfits(leastArea: 1e-7)
  }

  private func compare(_ areas: [MultiPolygon], _ seed: UInt64) throws {
    let faces = misfits(areas)
    var found: [[Int]: Double] = [:]
    for face in faces {
      for (position, first) in face.areas.enumerated() {
        for second in face.areas[(position + 1)...] { found[[first, second], default: 0] += face.polygon.planarArea }
      }
    }
    let geos = try GEOSContext()
    let sound = try areas.map { try geos.makeValid($0).geometry }
    for first in areas.indices {
      for second in areas.indices where second > first {
        let area =
          areas[first].box.intersects(areas[second].box) ? try geos.intersectionArea(sound[first], sound[second]) : 0
        let ours = found[[first, second]] ?? 0
        #expect(
          (area - ours).magnitude < 1e-4 + area * 1e-6, "seed \(seed), \(first) and \(second): \(ours), GEOS \(area)")
      }
    }
    // What the union leaves open, without what is round it.
    let union = try geos.union(sound)
    let holes = union.polygons.flatMap(\.holes).reduce(0) { $0 + $1.doubledSignedArea.magnitude / 2 }
    let islands =
      union.planarArea - union.polygons.reduce(0) { $0 + $1.exterior.doubledSignedArea.magnitude / 2 } + holes
    let gaps = faces.filter(\.areas.isEmpty).reduce(0) { $0 + $1.polygon.planarArea }
    #expect((holes - islands - gaps).magnitude < 1e-3, "seed \(seed): gaps \(gaps), GEOS \(holes)")
  }

  private func square(_ x: Double, _ y: Double, _ side: Double) -> MultiPolygon { rectangle(x, y, x + side, y + side) }

  private func rectangle(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> MultiPolygon {
    MultiPolygon([
      Polygon(
        Ring([Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top), Point(left, bottom)]))
    ])
  }
}
