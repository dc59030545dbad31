import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct SharesTests {
  @Test func nestedChildrenHaveOneParent() throws {
    let geos = try GEOSContext()
    let parents = [square(0, 0, 2), square(2, 0, 2)]
    let children = [square(0, 0, 1), square(1, 1, 1), square(2, 0, 1), square(9, 9, 1)]
    let shares = try geos.shares(of: children, in: parents)
    #expect(
      shares == [
        [OverlapShare(parent: 0, share: 1)], [OverlapShare(parent: 0, share: 1)],
        [OverlapShare(parent: 1, share: 1)], [],
      ])
  }

  @Test func theLargestShareComesFirst() throws {
    let geos = try GEOSContext()
    let child = MultiPolygon([Polygon(Ring([Point(1, 0), Point(5, 0), Point(5, 1), Point(1, 1), Point(1, 0)]))])
    let shares = try geos.shares(of: [child], in: [square(0, 0, 2), square(2, 0, 2), square(4, -9, 20)])
    #expect(shares[0].map(\.parent) == [1, 0, 2])
    #expect(shares[0].map(\.share) == [0.5, 0.25, 0.25])
  }

  @Test func invalidAndEmptyOnesDoNotStopTheRest() throws {
    let geos = try GEOSContext()
    let bowTie = MultiPolygon([Polygon(Ring([Point(0, 0), Point(2, 2), Point(2, 0), Point(0, 2), Point(0, 0)]))])
    let flat = MultiPolygon([Polygon(Ring([Point(0, 0), Point(1, 1), Point(2, 2), Point(0, 0)]))])
    let shares = try geos.shares(
      of: [bowTie, MultiPolygon([]), flat, square(0, 0, 1)], in: [square(0, 0, 2), MultiPolygon([]), flat, bowTie])
    #expect(shares[0] == [OverlapShare(parent: 0, share: 1), OverlapShare(parent: 3, share: 1)])
    #expect(shares[1].isEmpty && shares[2].isEmpty)
    #expect(shares[3] == [OverlapShare(parent: 0, share: 1)])
  }

  @Test func equalsAllPairsOneByOne() throws {
    let geos = try GEOSContext()
    var generator = SeededGenerator(seed: 31)
    let children = (0..<40).map { _ in
      star(
        Point(.random(in: 0...40, using: &generator), .random(in: 0...40, using: &generator)), radius: 6, corners: 12,
        &generator)
    }
    var parents: [MultiPolygon] = []
    for row in 0..<4 { for column in 0..<4 { parents.append(square(Double(column) * 10, Double(row) * 10, 10)) } }
    let shares = try geos.shares(of: children, in: parents)
    for (child, found) in zip(children, shares) {
      for (ordinal, parent) in parents.enumerated() {
        let expected = try geos.intersectionArea(child, parent) / child.planarArea
        let share = found.first { $0.parent == ordinal }?.share ?? 0
        #expect(abs(share - expected) < 1e-12, "seed 31")
      }
    }
  }
}
