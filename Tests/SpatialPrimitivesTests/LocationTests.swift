import SpatialPrimitives
import TestSupport
import Testing

struct LocationTests {
  static func square(_ low: Double, _ high: Double) -> Ring {
    Ring([Point(low, low), Point(high, low), Point(high, high), Point(low, high), Point(low, low)])
  }

  @Test func holesAndParts() {
    let area = MultiPolygon([
      Polygon(Self.square(0, 10), holes: [Self.square(2, 8)]), Polygon(Self.square(4, 6)),
    ])
    #expect(area.location(of: Point(1, 1)) == .inside)
    #expect(area.location(of: Point(3, 3)) == .outside)
    #expect(area.location(of: Point(5, 5)) == .inside)
    for point in [Point(0, 5), Point(10, 10), Point(2, 5), Point(8, 8), Point(4, 4), Point(5, 6)] {
      #expect(area.location(of: point) == .boundary)
    }
    #expect(area.location(of: Point(0, 5.0.nextDown)) == .boundary)
    #expect(area.location(of: Point((0.0).nextDown, 5)) == .outside)
    #expect(area.location(of: Point((0.0).nextUp, 5)) == .inside)
    #expect(area.location(of: Point(.nan, 5)) == .outside)
    #expect(area.location(of: Point(.infinity, 5)) == .outside)
    #expect(MultiPolygon([]).location(of: Point(0, 0)) == .outside)
  }

  @Test func oddRings() {
    // A bow tie, a ring drawn twice, a ring left open, a spike, a single point.
    let bowTie = Ring([Point(0, 0), Point(4, 4), Point(4, 0), Point(0, 4), Point(0, 0)])
    #expect(bowTie.location(of: Point(1, 2)) == .inside)
    #expect(bowTie.location(of: Point(3, 2)) == .inside)
    #expect(bowTie.location(of: Point(2, 1)) == .outside)
    #expect(bowTie.location(of: Point(2, 2)) == .boundary)
    let twice = MultiPolygon([Polygon(Self.square(0, 2)), Polygon(Self.square(0, 2))])
    #expect(twice.location(of: Point(1, 1)) == .outside)
    #expect(twice.location(of: Point(0, 1)) == .boundary)
    let open = Ring([Point(0, 0), Point(4, 0), Point(4, 4), Point(0, 4)])
    #expect(open.location(of: Point(1, 1)) == .inside)
    #expect(open.location(of: Point(0, 1)) == .boundary)
    let spike = Ring([Point(0, 0), Point(4, 0), Point(4, 4), Point(9, 9), Point(4, 4), Point(0, 4), Point(0, 0)])
    #expect(spike.location(of: Point(7, 7)) == .boundary)
    #expect(spike.location(of: Point(7, 7.5)) == .outside)
    #expect(spike.location(of: Point(3, 3.5)) == .inside)
    #expect(Ring([Point(1, 1)]).location(of: Point(1, 1)) == .boundary)
    #expect(Ring([Point(1, 1)]).location(of: Point(1, 2)) == .outside)
  }

  /// Points on, one ulp beside, and level with vertices and edges of random rings, by rational arithmetic.
  @Test func agreesWithRationals() {
    var random = SeededGenerator(seed: 3)
    var seen: [Location: Int] = [:]
    for _ in 0..<60 {
      let points = (0..<Int.random(in: 3...12, using: &random)).map { _ in
        Point(113 + .random(in: 0...0.01, using: &random), 23 + .random(in: 0...0.01, using: &random))
      }
      let area = MultiPolygon([Polygon(Ring(points + [points[0]]))])
      for index in points.indices {
        let (a, b) = (points[index], points[(index + 1) % points.count])
        let t = Double.random(in: 0...1, using: &random)
        for var p in [a, Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t), Point(a.x, b.y)] {
          for _ in 0..<6 {
            let location = area.location(of: p)
            #expect(location == ExactContainment.location(of: p, in: area), "seed 3: \(p)")
            seen[location, default: 0] += 1
            if Bool.random(using: &random) { p.x = p.x.nextUp } else { p.y = p.y.nextDown }
          }
        }
      }
    }
    #expect(Location.allCases.allSatisfy { seen[$0, default: 0] > 400 })
  }
}
