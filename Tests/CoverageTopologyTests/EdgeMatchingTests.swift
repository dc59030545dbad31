import SpatialPrimitives
import TestSupport
import Testing

@testable import CoverageTopology

@Suite struct EdgeMatchingTests {
  @Test func onlyTheOuterBorderOfACoverageIsUnbalanced() {
    let coverage = SeededCoverage(columns: 7, rows: 5, bends: 3, seed: 1)
    // Half of the rings run the other way; it must not matter.
    let areas = coverage.areas.enumerated().map { number, area in
      number.isMultiple(of: 2) ? area : area.mapRings { Ring($0.points.reversed()) }
    }
    let edges = CoverageEdges(areas)
    let matching = EdgeMatching(edges, charges: charges(areas.count))
    #expect(count(matching, .unbalanced) == coverage.blocks(7)[0].pointCount - 1)
    #expect(count(matching, .balanced) == (6 * 5 + 7 * 4) * 4)
  }

  @Test func areasOnOneSideOfAnEdgeDoNotBalance() {
    let areas = SeededCoverage(columns: 1, rows: 1, seed: 1).areas
    #expect(count(EdgeMatching(CoverageEdges(areas + areas), charges: charges(2)), .balanced) == 0)
    // Parent and child do.
    let nested: [EdgeMatching.Charge] = [
      .init(key: 0, weight: 1, isSound: true), .init(key: 0, weight: -1, isSound: true),
    ]
    #expect(count(EdgeMatching(CoverageEdges(areas + areas), charges: nested), .unbalanced) == 0)
    let other: [EdgeMatching.Charge] = [
      .init(key: 0, weight: 1, isSound: true), .init(key: 1, weight: -1, isSound: true),
    ]
    #expect(count(EdgeMatching(CoverageEdges(areas + areas), charges: other), .balanced) == 0)
  }

  private func charges(_ count: Int) -> [EdgeMatching.Charge] {
    Array(repeating: EdgeMatching.Charge(key: 0, weight: 1, isSound: true), count: count)
  }

  private func count(_ matching: EdgeMatching, _ state: EdgeMatching.State) -> Int {
    matching.states.count { $0 == state.rawValue }
  }
}
