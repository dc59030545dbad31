import AreaIndex
import Foundation
import GEOSOperations
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Spikes that fit their neighbours, or stand at the outer border: a check names them, a repair cuts them off.
@Suite struct SpikeRepairTests {
  /// Puts a spike onto an edge of an area, into the ring of every area that has this edge.
  ///
  /// - Returns: the codes of those that it sticks out of.
  private func spike(
    _ fixture: inout CheckFixture, area: Int, width: Double, length: Double, _ random: inout SeededGenerator
  ) -> Set<String> {
    let ring = fixture.areas[area].geometry.polygons[0].exterior.points
    func extent(ofEdge edge: Int) -> Double { hypot(ring[edge + 1].x - ring[edge].x, ring[edge + 1].y - ring[edge].y) }
    let edge = ring.indices.dropLast().max { extent(ofEdge: $0) < extent(ofEdge: $1) } ?? 0
    let (a, b) = (ring[edge], ring[edge + 1])
    let size = hypot(b.x - a.x, b.y - a.y)
    let along = Point((b.x - a.x) / size, (b.y - a.y) / size)
    func place(_ u: Double, _ v: Double) -> Point {
      Point(a.x + u * along.x + v * along.y, a.y + u * along.y - v * along.x)
    }
    let foot = Double.random(in: 0.3...0.7, using: &random) * size
    let spike = [place(foot, 0), place(foot + width / 2, length), place(foot + width, 0)]
    var codes: Set<String> = []
    for number in fixture.areas.indices {
      var points = fixture.areas[number].geometry.polygons[0].exterior.points
      guard let first = points.indices.dropLast().first(where: { Set([points[$0], points[$0 + 1]]) == Set([a, b]) })
      else { continue }
      let isForward = points[first] == a
      points.insert(contentsOf: isForward ? spike : spike.reversed(), at: first + 1)
      fixture.areas[number].geometry.polygons[0].exterior = Ring(points)
      if isForward { codes.insert(fixture.areas[number].code) }
    }
    return codes
  }

  @Test(arguments: 1...12) func spikesAreNamedAndCutOff(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var fixture = CheckFixture(columns: 6, rows: 5, side: 3, bends: 1, seed: seed)
    let plain = fixture
    var expected: [String: Int] = [:]
    var ground = 0.0
    for area in Set((0..<4).map { _ in Int.random(in: fixture.grids, using: &random) }).sorted() {
      let width = pow(10, Double.random(in: -3...(-1.1), using: &random))
      let length = Double.random(in: 5...60, using: &random)
      for code in spike(&fixture, area: area, width: width, length: length, &random) { expected[code, default: 0] += 1 }
      ground += width * length / 2
    }
    let findings = try fixture.check().findings
    #expect(findings.allSatisfy { $0.kind == .sliver && $0.severity == .error }, "seed \(seed)")
    var found: [String: Int] = [:]
    for finding in findings { found[finding.areas[0].code, default: 0] += 1 }
    #expect(found == expected, "seed \(seed)")
    for finding in findings {
      #expect((finding.length ?? 0) > 4 && (finding.greatestWidth ?? 9) < 0.1 && finding.place != nil)
      #expect(finding.message.english.hasPrefix("a spike sticks out of "))
    }

    let result = try CoverageRepair.run(fixture.subject())
    #expect(result.remainders.isEmpty, "seed \(seed): \(result.remainders.map(\.finding.message.english))")
    #expect(result.greatestShift <= 1)
    #expect((result.gained + result.dropped - result.lost - result.filled).magnitude < 1e-9)
    #expect(result.changes.contains { $0.rule == .spike })
    var repaired = fixture
    for (ordinal, geometry) in result.geometries { repaired.areas[ordinal].geometry = geometry }
    #expect(try repaired.check().findings.isEmpty, "seed \(seed)")
    // Each area is again what it was before.
    let geos = try GEOSContext()
    for (area, before) in zip(repaired.areas, plain.areas) {
      #expect(try geos.flaw(in: area.geometry) == nil)
      #expect(
        (area.geometry.planarArea - before.geometry.planarArea).magnitude < 1e-3 * ground + 1e-6,
        "seed \(seed): \(area.code)")
    }
  }

  /// What is wider than the tolerance is left, and said to be so.
  @Test func aSpikeWiderThanTheToleranceIsLeft() throws {
    var random = SeededGenerator(seed: 3)
    var fixture = CheckFixture(columns: 4, rows: 4, side: 2, bends: 0, seed: 3)
    let codes = spike(&fixture, area: fixture.grids.lowerBound + 5, width: 0.09, length: 40, &random)
    var request = RepairRequest()
    request.tolerance = 0.02
    let result = try CoverageRepair.run(fixture.subject(), request)
    #expect(result.geometries.isEmpty && result.remainders.count == codes.count)
    #expect(result.remainders.allSatisfy { $0.reason.english.contains("tolerance") })
  }

  /// A spike that lies over a neighbour: the overlap is settled, and none of it is left as a spike that fits.
  @Test(arguments: 1...8) func aSpikeOverANeighbourLeavesNone(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var fixture = CheckFixture(columns: 5, rows: 4, side: 2, bends: 1, seed: seed)
    let area = Int.random(in: fixture.grids, using: &random)
    var alone = fixture
    _ = spike(&alone, area: area, width: 0.05, length: 30, &random)
    fixture.areas[area].geometry = alone.areas[area].geometry
    #expect(try !fixture.check().findings.isEmpty)
    let result = try CoverageRepair.run(fixture.subject())
    #expect(result.remainders.isEmpty, "seed \(seed): \(result.remainders.map(\.finding.message.english))")
    var repaired = fixture
    for (ordinal, geometry) in result.geometries { repaired.areas[ordinal].geometry = geometry }
    #expect(try repaired.check().findings.isEmpty, "seed \(seed)")
  }

  /// A spike into a slit of its own area: the slit is filled on both sides of it, and then it sticks out of nothing. Taken
  /// away all the same it would leave a hole, which is filled, without end.
  @Test(arguments: [2.0, 50]) func aSpikeWhoseSurroundingsAreFilledStays(_ tolerance: Double) throws {
    func ring(_ corners: [(Double, Double)]) -> Ring {
      Ring((corners + [corners[0]]).map { Point(500_000 + $0.0, 2_500_000 + $0.1) })
    }
    let slit = ring([(40, 50), (40, 50.10), (60, 50.14), (40, 50.15), (40, 50.4), (70, 50.4), (70, 50)])
    let area = Polygon(ring([(0, 0), (100, 0), (100, 100), (0, 100)]), holes: [slit])
    let neighbour = Polygon(ring([(100, 0), (200, 0), (200, 100), (100, 100)]))
    let subject = CheckSubject(
      areas: [area, neighbour].enumerated().map { number, polygon in
        CheckSubject.Area(level: .grid, code: "\(number + 1)", name: "", geometry: MultiPolygon([polygon]))
      }, coordinateSystem: try CheckFixture.metres.get(), hasParents: false, title: .init(verbatim: "slit"))
    let before = try AreaCheck.run(subject).findings
    #expect(Set(before.map(\.kind)) == [.gap, .sliver])
    var request = RepairRequest()
    request.tolerance = tolerance
    let result = try CoverageRepair.run(subject, request)
    #expect(result.remainders.isEmpty, "\(result.remainders.map(\.finding.message.english))")
    #expect(result.changes.count { $0.rule.movesGround } == 1)
    let mended = try #require(result.geometries[0])
    #expect(mended.polygons.count == 1 && mended.polygons[0].holes.isEmpty && mended.planarArea == 10_000)
  }
}
