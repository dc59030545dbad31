import Projections
import SpatialPrimitives
import TestSupport
import Testing

struct EarthFrameTests {
  /// Places with their metres from the Earth's centre, by PROJ 9.5 from EPSG:4979 to EPSG:4978.
  private static let known: [(Point3, Point3)] = [
    (Point3(0, 0, 0), Point3(6_378_137, 0, 0)),
    (Point3(90, 0, 100), Point3(0, 6_378_237, 0)),
    (Point3(0, 90, 0), Point3(0, 0, 6_356_752.314245179)),
    (Point3(113.264385, 23.129112, 21.5), Point3(-2_317_918.5163, 5_391_368.9572, 2_489_883.3055)),
    (Point3(-70.65, -33.4378, 570), Point3(1_765_484.1718, -5_027_362.8507, -3_494_893.5170)),
  ]

  @Test(arguments: known) func placesFromTheEarthsCentre(place: Point3, expected: Point3) {
    let found = Ellipsoid.wgs84.earthCentred(place)
    for (a, b) in [(found.x, expected.x), (found.y, expected.y), (found.z, expected.z)] { #expect(abs(a - b) < 1e-3) }
  }

  /// What is some metres east, north and up of the origin is there, and the matrix leads back to the Earth's centre.
  @Test func aFrameLiesOnTheGround() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
      let at = Point3(number(-180...180), number(-85...85), number(-100...3000))
      let frame = EarthFrame(at: at)
      let here = frame.local(at)
      #expect(here.x.magnitude < 1e-8 && here.y.magnitude < 1e-8 && here.z.magnitude < 1e-8)
      #expect(abs(frame.local(Point3(at.x, at.y, at.z + 10)).z - 10) < 1e-8)
      let north = frame.local(Point3(at.x, at.y + 1e-4, at.z))
      #expect(north.y > 11 && north.y < 11.3 && north.x.magnitude < 1e-6 && north.z < 0 && north.z > -1e-4)
      let east = frame.local(Point3(at.x + 1e-4, at.y, at.z))
      #expect(east.x > 0.5 && east.y.magnitude < 1e-3)
      let place = Point3(at.x + number(-0.1...0.1), at.y + number(-0.1...0.1), number(-50...500))
      let (local, centred, m) = (frame.local(place), Ellipsoid.wgs84.earthCentred(place), frame.matrix)
      let back = (0..<3).map { m[$0] * local.x + m[4 + $0] * local.y + m[8 + $0] * local.z + m[12 + $0] }
      for (a, b) in zip(back, [centred.x, centred.y, centred.z]) { #expect(abs(a - b) < 1e-7, "seed 4: \(place)") }
    }
  }
}
