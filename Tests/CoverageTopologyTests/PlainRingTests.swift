import CoverageTopology
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

/// What is plainly valid is valid for GEOS; a ring that GEOS calls valid and that touches itself nowhere is plainly valid.
@Suite struct PlainRingTests {
  @Test(arguments: 1...10) func agreesWithGEOS(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let geos = try GEOSContext()
    var plain = 0
    for _ in 0..<60 {
      // Points on a small lattice, so that rings touch themselves in every way.
      var points = (0..<Int.random(in: 3...7, using: &generator)).map { _ in
        Point(Double(Int.random(in: 0...4, using: &generator)), Double(Int.random(in: 0...4, using: &generator)))
      }
      points.append(points[0])
      let geometry = MultiPolygon([Polygon(Ring(points))])
      let isValid = try geos.flaw(in: geometry) == nil
      // GEOS lets a point stand twice in a row.
      let repeats = zip(points, points.dropFirst()).contains { $0 == $1 }
      #expect(geometry.isPlainlyValid == (isValid && !repeats), "seed \(seed): \(points)")
      if geometry.isPlainlyValid { plain += 1 }
    }
    #expect(plain > 0)
  }

  @Test func aRealBorderIsPlain() {
    for area in SeededCoverage(columns: 4, rows: 4, bends: 30, seed: 5).areas { #expect(area.isPlainlyValid) }
  }
}
