import SpatialPrimitives
import TestSupport
import Testing

@testable import CoverageTopology

@Suite struct AreaLocatorTests {
  @Test(arguments: 1...4) func agreesWithEveryEdgeOfEveryArea(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let one = SeededCoverage(columns: 5, rows: 5, bends: 20, seed: seed)
    let areas = one.areas + one.blocks(2) + SeededCoverage(columns: 3, rows: 3, seed: seed + 9).areas
    var locator = AreaLocator(CoverageEdges(areas))
    for _ in 0..<300 {
      let point = Point(
        500_000 + .random(in: -50...550, using: &generator), 2_500_000 + .random(in: -50...550, using: &generator))
      #expect(
        locator.areas(at: point) == areas.indices.filter { areas[$0].location(of: point) == .inside }, "seed \(seed)")
    }
  }

  @Test func aPlaceOnASharedBorderIsInExactlyOneArea() {
    let coverage = SeededCoverage(columns: 4, rows: 4, seed: 2)
    var locator = AreaLocator(CoverageEdges(coverage.areas))
    for point in coverage.areas[5].polygons[0].exterior.points { #expect(locator.areas(at: point).count == 1) }
  }
}
