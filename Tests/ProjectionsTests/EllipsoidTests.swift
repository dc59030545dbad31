import Foundation
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct EllipsoidTests {
  @Test func publishedGeodesic() {
    // Karney's example for GeodSolve: JFK to LHR.
    let metres = Ellipsoid.wgs84.distance(Point(-73.8, 40.6), Point(-0.5, 51.6))
    #expect(abs(metres - 5_551_759.400) < 0.001)
    #expect(Ellipsoid.wgs84.distance(Point(114, 34), Point(114, 34)) == 0)
  }

  @Test func wholeEarth() {
    let octant = MultiPolygon([Polygon(Ring([Point(0, 0), Point(90, 0), Point(0, 90), Point(0, 0)]))])
    // The surface of WGS 84 is 510 065 621.724 km².
    #expect(abs(Ellipsoid.wgs84.area(of: octant) * 8 - 510_065_621.724e6) < 1e3)
  }

  @Test func holesAreTakenOffWhateverTheirDirection() {
    let square = { (size: Double) in
      [Point(114, 34), Point(114 + size, 34), Point(114 + size, 34 + size), Point(114, 34 + size), Point(114, 34)]
    }
    let whole = Ellipsoid.wgs84.area(of: MultiPolygon([Polygon(Ring(square(0.02)))]))
    let hole = Ellipsoid.wgs84.area(of: MultiPolygon([Polygon(Ring(square(0.01).reversed()))]))
    for points in [square(0.01), square(0.01).reversed()] {
      let holed = MultiPolygon([Polygon(Ring(square(0.02)), holes: [Ring(points)])])
      #expect(abs(Ellipsoid.wgs84.area(of: holed) - (whole - hole)) < 1e-6)
    }
  }

  @Test func systemsHaveTheirOwn() throws {
    #expect(try Ellipsoid(of: CoordinateSystem("EPSG:4490")).inverseFlattening == 298.257222101)
    #expect(abs(try Ellipsoid(of: CoordinateSystem("EPSG:4214")).semiMajorAxis - 6_378_245) < 1e-6)
    #expect(try Ellipsoid(of: CoordinateSystem("gcj02")).semiMajorAxis == 6_378_137)
  }

  @Test func projectedAreaIsTheGroundsNotThePlanes() throws {
    // 160 km from the central meridian a Gauss–Krüger square metre is 0.06 % too large; Web Mercator's at 34.7° N
    // is half as large again.
    let east = 660_000.0
    let points = [
      Point(east, 3_840_000), Point(east + 100, 3_840_000), Point(east + 100, 3_840_100), Point(east, 3_840_100),
      Point(east, 3_840_000),
    ]
    let square = MultiPolygon([Polygon(Ring(points))])
    let zone = try GroundMeasure(CoordinateSystem("EPSG:4547"))
    let area = try zone.area(of: square)
    let distance = (east + 50 - 500_000) / 6_371_000
    #expect(abs(area / 10_000 - (1 - distance * distance)) < 1e-5)
    let (mercator, _) = try transformation("EPSG:4547", "EPSG:3857").transform(square)
    #expect(mercator.planarArea > 14_000)
    #expect(abs(try GroundMeasure(CoordinateSystem("EPSG:3857")).area(of: mercator) - area) < 0.01)
    let side = try #require(zone.distance(points[0], points[1]))
    #expect(abs(side - 100 * (1 - distance * distance / 2)) < 0.001)
  }
}
