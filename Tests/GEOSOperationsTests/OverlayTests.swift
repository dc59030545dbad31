import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct OverlayTests {
  @Test func squares() throws {
    let geos = try GEOSContext()
    let (a, b) = (square(0, 0, 2), square(1, 1, 2))
    #expect(try geos.intersection(a, b).planarArea == 1)
    #expect(try geos.intersectionArea(a, b) == 1)
    #expect(try geos.union(a, b).planarArea == 7)
    #expect(try geos.difference(a, b).planarArea == 3)
    #expect(try geos.union([a, b, square(10, 10, 1)]).planarArea == 8)
    #expect(try geos.covers(a, square(0, 0, 1)))
    #expect(try !geos.covers(a, b))
  }

  @Test func touchingHasNoArea() throws {
    let geos = try GEOSContext()
    #expect(try geos.intersection(square(0, 0, 1), square(1, 0, 1)).isEmpty)
    #expect(try geos.intersectionArea(square(0, 0, 1), square(1, 1, 1)) == 0)
  }

  @Test func areasAddUp() throws {
    let geos = try GEOSContext()
    var generator = SeededGenerator(seed: 99)
    for _ in 0..<50 {
      let a = star(Point(0, 0), radius: 10, corners: 40, &generator)
      let b = star(Point(3, 2), radius: 10, corners: 40, &generator)
      let both = try geos.intersectionArea(a, b)
      #expect(abs(try geos.union(a, b).planarArea - (a.planarArea + b.planarArea - both)) < 1e-9, "seed 99")
      #expect(abs(try geos.difference(a, b).planarArea - (a.planarArea - both)) < 1e-9, "seed 99")
      #expect(abs(try geos.intersection(a, b).planarArea - both) < 1e-9, "seed 99")
    }
  }

  @Test func preparedTellsBorderFromInside() throws {
    let geos = try GEOSContext()
    let area = try PreparedArea(square(0, 0, 2), in: geos)
    #expect(try area.intersects(Point(1, 1)) && area.contains(Point(1, 1)))
    #expect(try area.intersects(Point(2, 1)) && !area.contains(Point(2, 1)))
    #expect(try !area.intersects(Point(2.0.nextUp, 1)))
  }
}
