import SpatialPrimitives
import TestSupport
import Testing

struct OrientationInSpaceTests {
  private static func agrees(_ a: Point3, _ b: Point3, _ c: Point3, _ p: Point3, _ seed: UInt64) {
    let expected = ExactContainment.orientation(a, b, c, p)
    #expect(Orientation.sign(a, b, c, p) == expected, "seed \(seed): \(a) \(b) \(c) \(p)")
    #expect(Orientation.sign(b, a, c, p) == -expected)
    #expect(Orientation.sign(b, c, a, p) == expected)
    #expect(Orientation.sign(a, b, p, c) == -expected)
  }

  @Test func plainCases() {
    let (a, b, c) = (Point3(0, 0, 0), Point3(1, 0, 0), Point3(0, 1, 0))
    #expect(Orientation.sign(a, b, c, Point3(5, 5, 1)) == 1)
    #expect(Orientation.sign(a, b, c, Point3(5, 5, -1)) == -1)
    #expect(Orientation.sign(a, b, c, Point3(5, 5, 0)) == 0)
    #expect(Orientation.sign(a, b, b, Point3(5, 5, 1)) == 0)
    #expect(Orientation.sign(a, b, Point3(2, 0, 0), Point3(5, 5, 1)) == 0)
  }

  /// Against rational arithmetic: on a plane and a few ulps beside it, of ordinary size and of every exponent.
  @Test(arguments: [113.0, 1e-3, 4e7, 1e-110, 1e100, 1e300, 0x1p-1030])
  func agreesWithRationals(scale: Double) {
    var random = SeededGenerator(seed: 17)
    func any() -> Double { scale * .random(in: -1...1, using: &random) }
    for _ in 0..<150 {
      let (a, b, c) = (Point3(any(), any(), any()), Point3(any(), any(), any()), Point3(any(), any(), any()))
      let (s, t) = (Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
      func blend(_ a: Double, _ b: Double, _ c: Double) -> Double { a * (1 - s - t) + b * s + c * t }
      var p = Point3(blend(a.x, b.x, c.x), blend(a.y, b.y, c.y), blend(a.z, b.z, c.z))
      for _ in 0..<Int.random(in: 0...2, using: &random) { p.x = p.x.nextUp }
      for _ in 0..<Int.random(in: 0...2, using: &random) { p.z = p.z.nextDown }
      guard p.isFinite else { continue }
      Self.agrees(a, b, c, p, 17)
    }
  }

  /// Small whole numbers, of which many are in one plane.
  @Test func wholeNumbers() {
    var random = SeededGenerator(seed: 19)
    func any() -> Point3 {
      func number() -> Double { Double(Int.random(in: -2...2, using: &random)) }
      return Point3(number(), number(), number())
    }
    var flat = 0
    for _ in 0..<500 {
      let (a, b, c, p) = (any(), any(), any(), any())
      Self.agrees(a, b, c, p, 19)
      if Orientation.sign(a, b, c, p) == 0 { flat += 1 }
    }
    #expect(flat > 50)
  }

  @Test func mixedExponents() {
    var random = SeededGenerator(seed: 23)
    func number() -> Double {
      while true {
        let value = Double(bitPattern: random.next())
        if value.isFinite { return value }
      }
    }
    func any() -> Point3 { Point3(number(), number(), number()) }
    for _ in 0..<150 { Self.agrees(any(), any(), any(), any(), 23) }
    let tiny = Double.leastNonzeroMagnitude
    let huge = Double.greatestFiniteMagnitude
    Self.agrees(Point3(0, 0, 0), Point3(huge, 0, 0), Point3(0, huge, 0), Point3(huge, -huge, tiny), 0)
    Self.agrees(Point3(0, 0, 0), Point3(tiny, 0, 0), Point3(0, tiny, 0), Point3(tiny, tiny, -tiny), 0)
    Self.agrees(Point3(0, 0, 0), Point3(tiny, 0, tiny), Point3(0, tiny, 0), Point3(tiny, 7 * tiny, tiny), 0)
  }
}
