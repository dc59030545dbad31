import CoverageTopology
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct InscribedCircleTests {
  @Test func rectanglesAreAsWideAsTheirShorterSide() throws {
    for (width, height) in [(10.0, 2.0), (1000, 0.01), (3, 3), (0.001, 50)] {
      let circle = try #require(InscribedCircle(in: polygon([(0, 0), (width, 0), (width, height), (0, height)])))
      #expect((circle.diameter - min(width, height)).magnitude < 0.02 * min(width, height), "\(width) × \(height)")
    }
  }

  @Test(arguments: 1...20) func trianglesHaveTheirInscribedCircle(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let points = (0..<3).map { _ in
      (Double.random(in: 0...100, using: &random), Double.random(in: 0...10, using: &random))
    }
    let (a, b, c) = (points[0], points[1], points[2])
    let doubled: Double = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
    var perimeter = 0.0
    for (p, q) in [(a, b), (b, c), (c, a)] {
      let (dx, dy) = (p.0 - q.0, p.1 - q.1)
      perimeter += (dx * dx + dy * dy).squareRoot()
    }
    let expected = doubled.magnitude / perimeter
    let circle = try #require(InscribedCircle(in: polygon(doubled > 0 ? [a, b, c] : [a, c, b])))
    #expect(
      circle.radius <= expected * 1.001 && circle.radius > expected * 0.95,
      "seed \(seed): \(circle.radius) of \(expected)")
  }

  @Test func holesNarrow() throws {
    var area = polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    area.holes = [Ring(Array(polygon([(3, 3), (7, 3), (7, 7), (3, 7)]).exterior.points.reversed()))]
    let circle = try #require(InscribedCircle(in: area))
    // In a corner: tangent to two sides and to the hole's corner.
    let expected = 3 * 2.0.squareRoot() / (1 + 2.0.squareRoot())
    #expect((circle.radius - expected).magnitude < 0.03 * expected)
  }

  @Test func edgesAsShortAsRoundingDoNotMislead() throws {
    // A sliver 85 m long whose tip was cut at two crossings a nanometre apart.
    let sliver = polygon([(0, 0), (85, 0.0), (85.000000001, 0.0000000005), (85, 0.000000001), (40, 0.08)])
    let circle = try #require(InscribedCircle(in: sliver))
    #expect(circle.diameter < 0.1 && sliver.location(of: circle.center) == .inside)
  }

  @Test func nothingIsInALine() { #expect(InscribedCircle(in: polygon([(0, 0), (5, 5)])) == nil) }

  private func polygon(_ points: [(Double, Double)]) -> Polygon {
    Polygon(Ring((points + points.prefix(1)).map { Point($0.0, $0.1) }))
  }
}
