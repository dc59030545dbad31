import Diagnostics
import Foundation
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct EdgeTests {
  static let moves = [
    ("EPSG:4547", "EPSG:4490"), ("EPSG:4490", "EPSG:4547"), ("EPSG:4490", "gcj02"), ("gcj02", "EPSG:4490"),
    ("bd09mc", "EPSG:4490"), ("EPSG:4547", "bd09"), ("EPSG:3857", "EPSG:4490"), ("EPSG:4526", "EPSG:3857"),
  ]

  /// A place near the central meridian of 114° E, in the source system.
  private func place(
    _ toSource: Transformation, _ generator: inout SeededGenerator, spread: Double
  ) throws -> Point {
    let degrees = Point(
      .random(in: 114 - spread...114 + spread, using: &generator),
      .random(in: 31 - spread...31 + spread, using: &generator))
    return try #require(toSource.transform(degrees))
  }

  /// How far the image of the straight edge leaves the path, at most, in metres: many points of the edge against
  /// every piece of the path, by brute force.
  private func deviation(_ move: Transformation, _ a: Point, _ b: Point, _ path: [Point]) throws -> Double {
    let isDegrees = move.target.kind == .geographic
    var worst = 0.0
    for step in 1..<96 {
      let t = Double(step) / 96
      let truth = try #require(move.transform(Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)))
      let (sx, sy) = isDegrees ? (111_320 * cos(truth.y * .pi / 180), 111_000) : (1.0, 1.0)
      var nearest = Double.infinity
      for (p, q) in zip(path, path.dropFirst()) {
        let (ux, uy) = ((q.x - p.x) * sx, (q.y - p.y) * sy)
        let (vx, vy) = ((truth.x - p.x) * sx, (truth.y - p.y) * sy)
        let along = min(max((ux * vx + uy * vy) / (ux * ux + uy * uy), 0), 1)
        nearest = min(nearest, hypot(vx - along * ux, vy - along * uy))
      }
      worst = max(worst, nearest)
    }
    return worst
  }

  @Test(arguments: moves)
  func edgesStayWhereTheyWere(source: String, target: String) throws {
    var generator = SeededGenerator(seed: 0xED6E)
    let move = try transformation(source, target)
    let toSource = try transformation("EPSG:4490", source)
    for spread in [0.002, 0.02, 0.1] {
      for _ in 0..<3 {
        let a = try place(toSource, &generator, spread: spread)
        let b = try place(toSource, &generator, spread: spread)
        let path = try move.transformPath([a, b])
        #expect(path.first == move.transform(a) && path.last == move.transform(b))
        let off = try deviation(move, a, b, path)
        #expect(off < 0.001, "seed 0xED6E, \(source) to \(target): \(off) m with \(path.count) points")
      }
    }
  }

  @Test func edgesThatBendBothWaysAreSeen() throws {
    // Symmetric about the central meridian: the middle lies on the straight line, the quarters do not.
    let move = try transformation("EPSG:4547", "EPSG:4490")
    let (a, b) = (Point(500_000 - 20_000, 3_850_000 - 9_000), Point(500_000 + 20_000, 3_850_000 + 9_000))
    let path = try move.transformPath([a, b])
    #expect(try deviation(move, a, b, path) < 0.001)
  }

  @Test(arguments: moves)
  func bothDirectionsGiveEqualVertices(source: String, target: String) throws {
    var generator = SeededGenerator(seed: 77)
    let move = try transformation(source, target)
    let toSource = try transformation("EPSG:4490", source)
    let other = try transformation(source, target)
    var bent = 0
    for _ in 0..<40 {
      let a = try place(toSource, &generator, spread: 0.05)
      let b = try place(toSource, &generator, spread: 0.05)
      // The neighbour comes to the edge from the other end, from another place, with a handle of its own.
      _ = try other.transformPath([try place(toSource, &generator, spread: 0.1), b])
      let there = try move.transformPath([a, b])
      let back = try other.transformPath([b, a])
      #expect(there == back.reversed(), "seed 77")
      if there.count > 2 { bent += 1 }
    }
    #expect(bent > 20)
  }

  @Test func sharedBordersStayShared() throws {
    let move = try transformation("EPSG:4547", "EPSG:4490")
    let (a, b, c, d) = (
      Point(460_000, 3_840_000), Point(470_000, 3_840_000), Point(470_000, 3_850_000), Point(460_000, 3_850_000)
    )
    let (e, f) = (Point(480_000, 3_840_000), Point(480_000, 3_850_000))
    let west = try move.transform(MultiPolygon([Polygon(Ring([a, b, c, d, a]))]))
    let east = try move.transform(MultiPolygon([Polygon(Ring([c, b, e, f, c]))]))
    #expect(west.added > 0)
    #expect(west.added == west.geometry.pointCount - 5)
    #expect(west.geometry.polygons[0].exterior.isClosed)
    let westBorder = Set(west.geometry.polygons[0].exterior.points)
    let eastBorder = Set(east.geometry.polygons[0].exterior.points)
    let border = Set(try move.transformPath([b, c]))
    #expect(border.count > 2)
    #expect(westBorder.intersection(eastBorder) == border)
  }

  @Test func shortEdgesGetNothing() throws {
    let move = try transformation("EPSG:4547", "EPSG:4490")
    let ring = Ring([
      Point(460_000, 3_840_000), Point(460_100, 3_840_000), Point(460_100, 3_840_100), Point(460_000, 3_840_000),
    ])
    let result = try move.transform(MultiPolygon([Polygon(ring)]))
    #expect(result.added == 0)
    #expect(result.geometry.polygons[0].exterior.points == ring.points.map { move.transform($0) ?? Point(0, 0) })
  }

  @Test func coarserToleranceAddsLess() throws {
    let move = try transformation("EPSG:4547", "EPSG:4490")
    let edge = [Point(460_000, 3_840_000), Point(540_000, 3_850_000)]
    let fine = try move.transformPath(edge, tolerance: 0.001).count
    let coarse = try move.transformPath(edge, tolerance: 1).count
    #expect(coarse < fine)
    #expect(coarse > 2)
  }

  @Test func verticesOutsideAreNamed() throws {
    let move = try transformation("EPSG:4490", "EPSG:4547")
    let ring = Ring([Point(114, 34), Point(34, 114), Point(114.1, 34), Point(114, 34)])
    let fault = #expect(throws: Fault.self) { try move.transform(MultiPolygon([Polygon(ring)])) }
    #expect(fault?.code == "outside-crs")
  }
}
