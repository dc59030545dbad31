import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct ConversionTests {
  @Test func bitsSurviveTheBorder() throws {
    // A union with nothing hands the coordinates there and back; makeValid of a valid one does not move a bit.
    let geos = try GEOSContext()
    let ring = Ring([
      Point(113.123456789012345, 34.000000000000007), Point(113.3.nextUp, 34), Point(113.2, 34.1.nextDown),
      Point(113.123456789012345, 34.000000000000007),
    ])
    let geometry = MultiPolygon([Polygon(ring)])
    #expect(try geos.makeValid(geometry).geometry == geometry)
    let united = try geos.union(geometry, MultiPolygon([]))
    #expect(Set(united.polygons[0].exterior.points) == Set(ring.points))
  }

  @Test func ringsThatAreNoneAreRefused() throws {
    let geos = try GEOSContext()
    let open = MultiPolygon([Polygon(Ring([Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)]))])
    let fault = #expect(throws: Fault.self) { try geos.union(open, square(0, 0, 1)) }
    #expect(fault?.code == "geometry-failure")
    #expect(fault?.kind == .data)
    #expect(fault?.what.english.contains("closed") == true)
    // A hole that is none beside a shell that is one.
    let badHole = MultiPolygon([Polygon(squareRing(0, 0, 9), holes: [squareRing(1, 1, 1), Ring([Point(2, 2)])])])
    #expect(throws: Fault.self) { try geos.union(badHole, square(0, 0, 1)) }
  }

  @Test func emptinessIsLawful() throws {
    let geos = try GEOSContext()
    #expect(try geos.union(MultiPolygon([]), MultiPolygon([])).isEmpty)
    #expect(try geos.flaw(in: MultiPolygon([])) == nil)
    #expect(try geos.intersectionArea(MultiPolygon([]), square(0, 0, 1)) == 0)
    #expect(GEOSContext.version.hasPrefix("3."))
  }
}
