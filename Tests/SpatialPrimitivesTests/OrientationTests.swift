import SpatialPrimitives
import TestSupport
import Testing

struct OrientationTests {
  @Test func plainCases() {
    #expect(Orientation.sign(Point(0, 0), Point(2, 0), Point(1, 1)) == 1)
    #expect(Orientation.sign(Point(0, 0), Point(2, 0), Point(1, -1)) == -1)
    #expect(Orientation.sign(Point(0, 0), Point(2, 0), Point(9, 0)) == 0)
    #expect(Orientation.sign(Point(1, 1), Point(1, 1), Point(5, 7)) == 0)
  }

  /// Rounded arithmetic gets these wrong: points around (0.5, 0.5), one ulp apart, against a line through (12, 12)
  /// and (24, 24) (Kettner et al., "Classroom examples of robustness problems", 2008).
  @Test func classroomExample() {
    for i in 0..<24 {
      for j in 0..<24 {
        let p = Point(0.5 + Double(i) * 0x1p-53, 0.5 + Double(j) * 0x1p-53)
        #expect(
          Orientation.sign(p, Point(12, 12), Point(24, 24))
            == ExactContainment.orientation(p, Point(12, 12), Point(24, 24)))
      }
    }
  }

  /// Against rational arithmetic: on a line and a few ulps beside it, of ordinary size and of every exponent.
  @Test(arguments: [113.0, 1e-3, 4e7, 1e-300, 1e300, 0x1p-1030])
  func agreesWithRationals(scale: Double) {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<1500 {
      let a = Point(scale * .random(in: -1...1, using: &random), scale * .random(in: -1...1, using: &random))
      let b = Point(scale * .random(in: -1...1, using: &random), scale * .random(in: -1...1, using: &random))
      let t = Double.random(in: -2...3, using: &random)
      var p = Point(a.x + (b.x / 4 - a.x / 4) * t, a.y + (b.y / 4 - a.y / 4) * t)
      for _ in 0..<Int.random(in: 0...3, using: &random) { p.x = p.x.nextUp }
      for _ in 0..<Int.random(in: 0...3, using: &random) { p.y = p.y.nextDown }
      let expected = ExactContainment.orientation(a, b, p)
      #expect(Orientation.sign(a, b, p) == expected, "seed 7: \(a) \(b) \(p)")
      #expect(Orientation.sign(b, a, p) == -expected)
      #expect(Orientation.sign(b, p, a) == expected)
    }
  }

  @Test func mixedExponents() {
    var random = SeededGenerator(seed: 11)
    func any() -> Double {
      while true {
        let value = Double(bitPattern: random.next())
        if value.isFinite { return Bool.random(using: &random) ? value : value.rounded(.toNearestOrEven) }
      }
    }
    for _ in 0..<3000 {
      let (a, b, p) = (Point(any(), any()), Point(any(), any()), Point(any(), any()))
      #expect(Orientation.sign(a, b, p) == ExactContainment.orientation(a, b, p), "seed 11: \(a) \(b) \(p)")
    }
    let tiny = Double.leastNonzeroMagnitude
    #expect(Orientation.sign(Point(0, 0), Point(1, 0), Point(0.5, tiny)) == 1)
    #expect(Orientation.sign(Point(0, 0), Point(tiny, tiny), Point(tiny, 2 * tiny)) == 1)
    #expect(Orientation.sign(Point(0, 0), Point(tiny, tiny), Point(3 * tiny, 3 * tiny)) == 0)
    let huge = Double.greatestFiniteMagnitude
    #expect(Orientation.sign(Point(-huge, -huge), Point(huge, huge), Point(huge, huge.nextDown)) == -1)
  }

  /// Moved a little right and far less than that up, never on the line, and on the side where it was if it was on one.
  @Test func perturbation() {
    var random = SeededGenerator(seed: 13)
    func small() -> Double { Double(Int.random(in: -3...3, using: &random)) }
    var collinear = 0
    for _ in 0..<4000 {
      let (a, b, p) = (Point(small(), small()), Point(small(), small()), Point(small(), small()))
      guard a != b else { continue }
      let moved = Point(p.x + 1e-9, p.y + 1e-5)
      #expect(Orientation.isLeftPerturbed(a, b, p) == (ExactContainment.orientation(a, b, moved) > 0))
      #expect(Orientation.isLeftPerturbed(a, b, p) != Orientation.isLeftPerturbed(b, a, p))
      if Orientation.sign(a, b, p) == 0 { collinear += 1 }
    }
    #expect(collinear > 100)
  }
}
