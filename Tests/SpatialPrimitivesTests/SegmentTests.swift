import SpatialPrimitives
import TestSupport
import Testing

struct SegmentTests {
  @Test func endsAndMiddle() {
    let (a, b) = (Point(0, 0), Point(10, 0))
    #expect(Segment.nearestPoint(to: Point(-3, 4), from: a, b) == a)
    #expect(Segment.nearestPoint(to: Point(13, 4), from: a, b) == b)
    #expect(Segment.nearestPoint(to: Point(4, 4), from: a, b) == Point(4, 0))
    #expect(Segment.nearestPoint(to: Point(4, 4), from: a, a) == a)
    // With x ten times as long as y the foot moves.
    let foot = Segment.nearestPoint(to: Point(0, 10), from: a, Point(10, 10), scaleX: 1, scaleY: 10)
    #expect(abs(foot.x - foot.y) < 1e-12 && abs(foot.x - 1000.0 / 101) < 1e-12)
  }

  /// No point of a fine sampling is nearer.
  @Test func nearestOfSamples() {
    var random = SeededGenerator(seed: 19)
    func any() -> Point { Point(.random(in: -5...5, using: &random), .random(in: -5...5, using: &random)) }
    for _ in 0..<300 {
      let (a, b, p) = (any(), any(), any())
      let found = Segment.nearestPoint(to: p, from: a, b)
      func squared(_ q: Point) -> Double { (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y) }
      for step in 0...200 {
        let t = Double(step) / 200
        #expect(squared(found) <= squared(Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)) + 1e-12, "seed 19")
      }
    }
  }
}
