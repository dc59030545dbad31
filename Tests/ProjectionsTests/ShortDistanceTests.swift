import Glibc
import SpatialPrimitives
import TestSupport
import Testing

@testable import Projections

@Suite struct ShortDistanceTests {
  /// Karney's algorithm, as PROJ has it, is the oracle.
  @Test(arguments: [Ellipsoid.wgs84, Ellipsoid(semiMajorAxis: 6_378_245, inverseFlattening: 298.3)])
  func agreesWithTheGeodesicOfPROJ(ellipsoid: Ellipsoid) throws {
    var generator = SeededGenerator(seed: 1975)
    var worst = 0.0
    for round in 0..<20_000 {
      let place = Point(
        Double.random(in: -180...180, using: &generator), Double.random(in: -79...79, using: &generator))
      let size = pow(10, Double.random(in: -12 ... -0.01, using: &generator))
      let other = Point(
        place.x + size * Double.random(in: -1...1, using: &generator),
        min(79.9, max(-79.9, place.y + size * Double.random(in: -1...1, using: &generator))))
      let metres = try #require(ellipsoid.shortDistance(place, other), "round \(round)")
      worst = max(worst, abs(metres - ellipsoid.longDistance(place, other)))
    }
    #expect(worst < 1e-6, "seed 1975: \(worst) m")
  }

  @Test func alongTheEquatorAndAMeridian() throws {
    for (a, b) in [
      (Point(0, 0), Point(0.5, 0)), (Point(0, -0.25), Point(0, 0.25)), (Point(10, 50), Point(10, 50.9)),
      (Point(10, 50), Point(10.9, 50)), (Point(-0.25, 0), Point(0.25, 0)),
    ] {
      let metres = try #require(Ellipsoid.wgs84.shortDistance(a, b))
      #expect(abs(metres - Ellipsoid.wgs84.longDistance(a, b)) < 1e-6)
    }
    #expect(Ellipsoid.wgs84.shortDistance(Point(113, 23), Point(113, 23)) == 0)
  }

  @Test func farPlacesAreLeftToPROJ() {
    #expect(Ellipsoid.wgs84.shortDistance(Point(0, 0), Point(1, 0)) == nil)
    #expect(Ellipsoid.wgs84.shortDistance(Point(179.9, 0), Point(-179.9, 0)) == nil)
    #expect(Ellipsoid.wgs84.shortDistance(Point(0, 85), Point(0.1, 85)) == nil)
    #expect(Ellipsoid.wgs84.shortDistance(Point(.nan, 0), Point(0, 0)) == nil)
  }
}
