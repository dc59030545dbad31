import Foundation
import SpatialPrimitives
import TestSupport

/// A square with its lower left corner at `x`, `y`.
func square(_ x: Double, _ y: Double, _ size: Double) -> MultiPolygon {
  MultiPolygon([Polygon(squareRing(x, y, size))])
}

func squareRing(_ x: Double, _ y: Double, _ size: Double) -> Ring {
  Ring([Point(x, y), Point(x + size, y), Point(x + size, y + size), Point(x, y + size), Point(x, y)])
}

/// A star-shaped polygon with `count` corners about `center`, valid whatever the seed.
func star(_ center: Point, radius: Double, corners count: Int, _ generator: inout SeededGenerator) -> MultiPolygon {
  var points: [Point] = []
  for corner in 0..<count {
    let angle = 2 * Double.pi * Double(corner) / Double(count)
    let length = radius * .random(in: 0.3...1, using: &generator)
    points.append(Point(center.x + length * cos(angle), center.y + length * sin(angle)))
  }
  points.append(points[0])
  return MultiPolygon([Polygon(Ring(points))])
}
