import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct StreetLinesTests {
  private let metric = LocalMetric.planar(metresPerUnit: 1)

  @Test func whatRunsAlongAStreetFollowsIt() {
    let streets = StreetLines([[Point(0, 0), Point(100, 0), Point(100, 300)]], width: 10, metric: metric)
    func followed(_ p: Point, _ q: Point) -> Double { streets.length(of: p, q) }
    #expect(followed(Point(10, 5), Point(90, 5)) == 80)
    #expect(followed(Point(95, 0), Point(95, 200)) == 200)
    // Crossing it is not following it, but for less than twice the width.
    #expect(followed(Point(50, -100), Point(50, 100)) <= 20)
    #expect(followed(Point(0, 50), Point(80, 50)) == 0)
    #expect(StreetLines([], width: 10, metric: metric).length(of: Point(0, 0), Point(1, 1)) == 0)
  }

  /// Against every piece of every street, at many places.
  @Test(arguments: 1...4) func agreesWithEveryStreetAskedAlone(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func point() -> Point { Point(.random(in: 0...1_000, using: &random), .random(in: 0...1_000, using: &random)) }
    let lines = (0..<30).map { _ in [point(), point(), point()] }
    let streets = StreetLines(lines, width: 25, metric: metric)
    for _ in 0..<300 {
      let place = point()
      let nearest = lines.flatMap { zip($0, $0.dropFirst()) }.map { distance(place, $0, $1) }.min() ?? .infinity
      // A piece shorter than the width is judged by its ends and its middle alone.
      let isNear = streets.length(of: place, Point(place.x + 1e-6, place.y)) > 0
      #expect(isNear == (nearest <= 25) || (nearest - 25).magnitude < 1e-4, "seed \(seed)")
    }
  }

  private func distance(_ p: Point, _ a: Point, _ b: Point) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let part = min(1, max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy)))
    let (ex, ey) = (p.x - a.x - part * dx, p.y - a.y - part * dy)
    return (ex * ex + ey * ey).squareRoot()
  }
}
