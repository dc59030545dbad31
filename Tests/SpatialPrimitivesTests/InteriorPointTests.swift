import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct InteriorPointTests {
  @Test func liesInsideStarsWithHoles() {
    var random = SeededGenerator(seed: 20_260_301)
    for _ in 0..<300 {
      let corners = Int.random(in: 3...40, using: &random)
      func star(_ least: Double, _ most: Double) -> Ring {
        var points = (0..<corners).map { corner in
          let angle = 2 * Double.pi * Double(corner) / Double(corners)
          let radius = Double.random(in: least...most, using: &random)
          return Point(113 + radius * cos(angle), 23 + radius * sin(angle))
        }
        points.append(points[0])
        return Ring(points)
      }
      let area = MultiPolygon([Polygon(star(0.5, 1), holes: corners > 8 ? [star(0.1, 0.2)] : [])])
      let point = area.interiorPoint
      #expect(point.map { area.location(of: $0) } == .inside, "seed \(random.seed)")
    }
  }

  @Test func nothingEnclosedHasNone() {
    #expect(MultiPolygon([]).interiorPoint == nil)
    let flat = Ring([Point(0, 0), Point(1, 1), Point(2, 2), Point(0, 0)])
    #expect(MultiPolygon([Polygon(flat)]).interiorPoint == nil)
  }
}
