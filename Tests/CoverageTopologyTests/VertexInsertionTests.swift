import CoverageTopology
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct VertexInsertionTests {
  let square = MultiPolygon([
    Polygon(Ring([Point(113, 23), Point(113.1, 23), Point(113.1, 23.1), Point(113, 23.1), Point(113, 23)]))
  ])

  @Test func verticesComeIntoTheEdgeInItsDirection() {
    let fitted = square.insertingVertices([
      Point(113.05, 23.1), Point(113.02, 23), Point(113.07, 23), Point(113.02, 23),
    ])
    #expect(
      fitted?.polygons[0].exterior.points == [
        Point(113, 23), Point(113.02, 23), Point(113.07, 23), Point(113.1, 23), Point(113.1, 23.1),
        Point(113.05, 23.1), Point(113, 23.1), Point(113, 23),
      ])
  }

  @Test func whatIsNotOnTheBorderOrIsThereAlreadyChangesNothing() {
    for point in [Point(113.05, 23.05), Point(113.05, 23.000_001), Point(113, 23), Point(113 + 1e-13, 23), Point(9, 9)]
    {
      #expect(square.insertingVertices([point]) == nil, "\(point)")
    }
    #expect(square.insertingVertices([]) == nil)
  }

  @Test(arguments: UInt64(1)...20) func roundedPointsOfAnEdgeAreOnIt(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let a = Point(.random(in: 112...114, using: &random), .random(in: 22...24, using: &random))
    let b = Point(a.x + .random(in: -0.02...0.02, using: &random), a.y + .random(in: -0.02...0.02, using: &random))
    let area = MultiPolygon([Polygon(Ring([a, b, Point(a.x, b.y + 1), a]))])
    let part = Double.random(in: 0.01...0.99, using: &random)
    let point = Point(a.x + part * (b.x - a.x), a.y + part * (b.y - a.y))
    #expect(area.insertingVertices([point])?.polygons[0].exterior.points[1] == point, "seed \(seed)")
  }
}
