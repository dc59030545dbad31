import SpatialPrimitives
import TestSupport
import Testing

@testable import CoverageTopology

@Suite struct ChargeLedgerTests {
  @Test func onlyTheOuterBorderOfACoverageIsUnbalanced() {
    let coverage = SeededCoverage(columns: 7, rows: 5, bends: 3, seed: 1)
    // Half of the rings run the other way; it must not matter.
    let areas = coverage.areas.enumerated().map { number, area in
      number.isMultiple(of: 2) ? area : area.mapRings { Ring($0.points.reversed()) }
    }
    let (balanced, unbalanced) = count(areas, charges(areas.count))
    #expect(unbalanced == coverage.blocks(7)[0].pointCount - 1)
    #expect(balanced == (6 * 5 + 7 * 4) * 4)
  }

  @Test func areasOnOneSideOfAnEdgeDoNotBalance() {
    let areas = SeededCoverage(columns: 1, rows: 1, seed: 1).areas
    #expect(count(areas + areas, charges(2)).balanced == 0)
    // Parent and child do.
    #expect(count(areas + areas, [.init(key: 0, weight: 1), .init(key: 0, weight: -1)]).unbalanced == 0)
    #expect(count(areas + areas, [.init(key: 0, weight: 1), .init(key: 1, weight: -1)]).balanced == 0)
    // However many there are.
    let pairs = (0..<12).map { Coverage.Charge(key: $0 / 2, weight: $0.isMultiple(of: 2) ? 1 : -1) }
    #expect(count(Array(repeating: areas[0], count: 12), pairs).unbalanced == 0)
    #expect(count(Array(repeating: areas[0], count: 11), Array(pairs.dropLast())).balanced == 0)
  }

  @Test func nothingIsKnownOfAreasThatCannotBeTrusted() {
    let areas = SeededCoverage(columns: 2, rows: 1, bends: 0, seed: 1).areas
    #expect(count(areas, charges(2), isSound: [true, false]).balanced == 0)
  }

  private func charges(_ count: Int) -> [Coverage.Charge] {
    Array(repeating: Coverage.Charge(key: 0, weight: 1), count: count)
  }

  private func count(
    _ areas: [MultiPolygon], _ charges: [Coverage.Charge], isSound: [Bool]? = nil
  ) -> (balanced: Int, unbalanced: Int) {
    let edges = CoverageEdges(areas)
    let twins = EdgeTwins(edges)
    let sound = isSound ?? Array(repeating: true, count: areas.count)
    let ledger = ChargeLedger(edges, twins, charges, sound, [])
    let balanced = twins.firsts.count { ledger.isBalanced($0) }
    return (balanced, twins.firsts.count - balanced)
  }
}
