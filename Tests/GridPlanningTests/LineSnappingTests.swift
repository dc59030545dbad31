import CoverageTopology
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct LineSnappingTests {
  private let metric = LocalMetric.planar(metresPerUnit: 1)

  private func area(_ points: [Point]) -> MultiPolygon { MultiPolygon([Polygon(Ring(points + [points[0]]))]) }

  @Test func linesAreLedThroughPointsBesideThem() {
    let snapping = LineSnapping(
      to: [area([Point(0, 1e-9), Point(40, -1e-9), Point(80, 0.01), Point(120, 5), Point(100, 50)])], metric)
    let line = [Point(0, 0), Point(100, 0), Point(100, 50.001)]
    #expect(
      snapping.snapped(line) == [
        Point(0, 1e-9), Point(40, -1e-9), Point(80, 0.01), Point(100, 0), Point(100, 50),
      ])
    let apart = [Point(0, 10), Point(90, 10)]
    #expect(snapping.snapped(apart) == apart && snapping.snapped([]).isEmpty)
    #expect(LineSnapping(to: [], metric).snapped(apart) == apart)
  }

  /// Against all points asked one by one: none within reach is passed by, and the line strays no further than that.
  @Test(arguments: 1...5) func nothingIsPassedBy(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let line = (0..<6).map { Point(Double($0) * 50, .random(in: 0...100, using: &random)) }
    let points = (0..<400).map { _ in
      let (piece, part) = (Int.random(in: 0..<5, using: &random), Double.random(in: 0...1, using: &random))
      let (a, b) = (line[piece], line[piece + 1])
      return Point(
        a.x + part * (b.x - a.x), a.y + part * (b.y - a.y) + .random(in: -0.1...0.1, using: &random))
    }
    let snapped = LineSnapping(to: [area(points)], metric).snapped(line)
    for point in points where distance(point, line) < 0.0199 { #expect(snapped.contains(point), "seed \(seed)") }
    for point in line { #expect(distance(point, snapped) < 0.0201, "seed \(seed)") }
  }

  private func distance(_ p: Point, _ line: [Point]) -> Double {
    zip(line, line.dropFirst()).reduce(.infinity) { least, piece in
      let (a, b) = piece
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let part = min(1, max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy)))
      return min(least, metric.distance(from: p, to: Point(a.x + part * dx, a.y + part * dy)))
    }
  }

  /// A unit grid's street along the border of its grid, which was drawn along that street: no sliver is left between.
  @Test(arguments: [-1e-9, 1e-9, 1e-5]) func aStreetAlongTheBorderEnclosesNothing(_ shift: Double) throws {
    let corners = [Point(0, 0), Point(100, 30), Point(100, 130), Point(50, 115 + shift), Point(0, 100)]
    var ground = BlockGround(region: area(corners), metric: metric)
    ground.streets = [
      BlockGround.Street([Point(-50, 85), Point(150, 145)]), BlockGround.Street([Point(50, -5), Point(50, 130)]),
    ]
    let map = try BlockMap(ground, BlockRules(splitAbove: 30, leastPiece: 10))
    #expect(map.blocks.count == 2)
    let shapes = map.geometry()
    for shape in shapes { #expect(shape.polygons[0].exterior.points.count == 5, "\(shape)") }
    try requireSound(map, ground, "shift \(shift)")
  }
}
