import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct ValidityTests {
  private let bowTie = MultiPolygon([
    Polygon(Ring([Point(0, 0), Point(2, 2), Point(2, 0), Point(0, 2), Point(0, 0)]))
  ])

  @Test func reasonAndPlaceAreTold() throws {
    let geos = try GEOSContext()
    #expect(try geos.flaw(in: square(0, 0, 1)) == nil)
    #expect(try geos.flaw(in: bowTie) == Flaw(reason: "Self-intersection", place: Point(1, 1)))
    let outside = MultiPolygon([Polygon(squareRing(0, 0, 1), holes: [squareRing(5, 5, 1)])])
    #expect(try geos.flaw(in: outside)?.reason == "Hole lies outside shell")
    let open = MultiPolygon([Polygon(Ring([Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)]))])
    #expect(try geos.flaw(in: open) == Flaw(reason: "Ring is not closed", place: Point(0, 1)))
    let few = MultiPolygon([Polygon(Ring([Point(0, 0), Point(1, 0), Point(0, 0)]))])
    #expect(try geos.flaw(in: few)?.reason == "Too few points in ring")
    let unreal = MultiPolygon([Polygon(Ring([Point(0, 0), Point(.nan, 0), Point(1, 1), Point(0, 0)]))])
    #expect(try geos.flaw(in: unreal) != nil)
  }

  @Test func validStaysAsItIs() throws {
    let geos = try GEOSContext()
    let holed = MultiPolygon([
      Polygon(squareRing(0, 0, 9), holes: [squareRing(1, 1, 1)]), Polygon(squareRing(20, 0, 1)),
    ])
    let repair = try geos.makeValid(holed)
    #expect(repair.geometry == holed)
    #expect(repair.details.english == "")
  }

  @Test func bowTieKeepsBothWings() throws {
    let geos = try GEOSContext()
    let repair = try geos.makeValid(bowTie)
    #expect(repair.geometry.polygons.count == 2)
    #expect(repair.geometry.planarArea == 2)
    #expect(try geos.flaw(in: repair.geometry) == nil)
  }

  @Test func whatHasNoAreaIsDroppedAndTold() throws {
    let geos = try GEOSContext()
    // A square with a spike that goes out and back.
    let spike = Ring([
      Point(0, 0), Point(2, 0), Point(2, 1), Point(5, 1), Point(2, 1), Point(2, 2), Point(0, 2), Point(0, 0),
    ])
    let repair = try geos.makeValid(MultiPolygon([Polygon(spike)]))
    #expect(repair.geometry.planarArea == 4)
    #expect(repair.droppedLines == 1)
    #expect(repair.details.english == "1 lines dropped")
    let flat = MultiPolygon([Polygon(Ring([Point(0, 0), Point(1, 1), Point(2, 2), Point(0, 0)]))])
    #expect(try geos.makeValid(flat).geometry.isEmpty)
  }

  @Test func ringsAreClosedOrDropped() throws {
    let geos = try GEOSContext()
    let open = Ring([Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)])
    let repair = try geos.makeValid(
      MultiPolygon([Polygon(open, holes: [Ring([Point(0.5, 0.5)])]), Polygon(Ring([Point(7, 7), Point(8, 8)]))]))
    #expect(repair.geometry == square(0, 0, 1))
    #expect(repair.closedRings == 1)
    #expect(repair.droppedRings == 2)
    #expect(repair.details.chinese == "1个环被闭合，2个空环被丢弃")
  }

  @Test func repairKeepsTheEvenOddMeaning() throws {
    // Random closed scribbles: a point is inside after the repair if and only if an odd number of edges lies to its
    // right before it.
    let geos = try GEOSContext()
    var generator = SeededGenerator(seed: 4242)
    for _ in 0..<40 {
      var points = (0..<9).map { _ in
        Point(.random(in: 0...10, using: &generator), .random(in: 0...10, using: &generator))
      }
      points.append(points[0])
      let repaired = try geos.makeValid(MultiPolygon([Polygon(Ring(points))])).geometry
      #expect(try geos.flaw(in: repaired) == nil)
      let area = try PreparedArea(repaired, in: geos)
      for _ in 0..<50 {
        let place = Point(.random(in: 0...10, using: &generator), .random(in: 0...10, using: &generator))
        #expect(try area.contains(place) == isInside(place, points), "seed 4242, \(place)")
      }
    }
  }

  private func isInside(_ place: Point, _ points: [Point]) -> Bool {
    var inside = false
    for (a, b) in zip(points, points.dropFirst()) where (a.y > place.y) != (b.y > place.y) {
      if a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x) > place.x { inside.toggle() }
    }
    return inside
  }
}
