import CityStore
import Diagnostics
import Foundation
import Projections
import SpatialPrimitives
import Testing

@testable import CityModel

/// Where models are put, without the helper.
struct IFCPlacementTests {
  private static func wish(_ change: (inout IFCPlacement.Wish) -> Void = { _ in }) throws -> IFCPlacement.Wish {
    var wish = IFCPlacement.Wish(citySystem: try CoordinateSystem("EPSG:4490"))
    change(&wish)
    return wish
  }

  private static func place(_ placement: IFCPlacement, _ x: Double, _ y: Double) -> Point {
    let turn = placement.turn
    return Point(
      turn.xEast * x + turn.yEast * y + placement.shift.x, turn.xNorth * x + turn.yNorth * y + placement.shift.y)
  }

  /// Longitude and latitude of a place some metres east, north and up of another, by way of geocentric coordinates
  /// (WGS 84; Bowring's iteration back).
  private static func moved(_ longitude: Double, _ latitude: Double, _ height: Double, _ east: Double, _ north: Double)
    -> Point
  {
    let (a, f) = (6_378_137.0, 1 / 298.257_223_563)
    let e2 = f * (2 - f)
    let (l, b) = (longitude * .pi / 180, latitude * .pi / 180)
    let n = a / (1 - e2 * sin(b) * sin(b)).squareRoot()
    let x = (n + height) * cos(b) * cos(l) - sin(l) * east - sin(b) * cos(l) * north
    let y = (n + height) * cos(b) * sin(l) + cos(l) * east - sin(b) * sin(l) * north
    let z = (n * (1 - e2) + height) * sin(b) + cos(b) * north
    let p = (x * x + y * y).squareRoot()
    var angle = atan2(z, p * (1 - e2))
    for _ in 0..<6 {
      let n = a / (1 - e2 * sin(angle) * sin(angle)).squareRoot()
      angle = atan2(z + e2 * n * sin(angle), p)
    }
    return Point(atan2(y, x) * 180 / .pi, angle * 180 / .pi)
  }

  /// A hundred metres to any side, true east and north, to a millimetre: scale and convergence of the map included.
  @Test(arguments: [(112.5, 22.6), (115.4, 39.9), (8.436539, 49.100435), (-71.0567, 42.3587), (151.2, -33.87)])
  func metresAroundASiteAreMetresOnTheGround(_ longitude: Double, _ latitude: Double) throws {
    var facts = IFCFacts()
    facts.site = IFCFacts.Site(longitude: longitude, latitude: latitude, height: 110, origin: (3, -4, 2))
    facts.northTurn = 30
    let placement = try IFCPlacement(facts, Self.wish(), file: "a.ifc")
    #expect(placement.notice.code == "placed-by-site" && placement.height == 108)
    #expect(placement.system?.kind == .projected && placement.reference != nil)
    let back = try Transformation(from: #require(placement.system), to: CoordinateSystem("EPSG:4326"))
    for (x, y) in [(0.0, 0.0), (100, 0), (0, 100), (-100, 50)] {
      let (c, s) = (cos(30 * Double.pi / 180), sin(30 * Double.pi / 180))
      let (east, north) = (c * (x - 3) - s * (y + 4), s * (x - 3) + c * (y + 4))
      let expected = Self.moved(longitude, latitude, 110, east, north)
      let found = try #require(back.transform(Self.place(placement, x, y)))
      #expect(Ellipsoid.wgs84.distance(expected, found) < 0.001, "\(x) \(y)")
    }
  }

  /// The example of IfcMapConversion: the x axis is turned by its abscissa and ordinate.
  @Test func aMapConversionComesBeforeTheSite() throws {
    var facts = IFCFacts()
    facts.site = IFCFacts.Site(longitude: 1, latitude: 1, height: 0, origin: (0, 0, 0))
    facts.map = IFCFacts.MapConversion(
      crs: "EPSG:25832", east: 458_870, north: 5_438_232, height: 113, turn: 90, factor: 0.9996)
    let placement = try IFCPlacement(facts, Self.wish(), file: "a.ifc")
    #expect(placement.notice.code == "placed-by-map-conversion" && placement.system?.identifier == "EPSG:25832")
    #expect(placement.reference == "https://www.opengis.net/def/crs/EPSG/0/25832")
    let place = Self.place(placement, 10, 2)
    #expect(abs(place.x - (458_870 - 2 * 0.9996)) < 1e-6 && abs(place.y - (5_438_232 + 10 * 0.9996)) < 1e-6)
    #expect(placement.height == 113 && placement.heightFactor == 0.9996)
    // A system in feet: its coordinates are feet.
    let feet = try IFCPlacement(facts, Self.wish { $0.crs = try? CoordinateSystem("EPSG:2263") }, file: "a.ifc")
    #expect(abs(feet.shift.x * (feet.system?.metresPerUnit ?? 0) - 458_870) < 1e-6)
    facts.map?.crs = "Gemeindekoordinaten"
    #expect { try IFCPlacement(facts, Self.wish(), file: "a.ifc") } throws: { ($0 as? Fault)?.code == "unknown-crs" }
  }

  @Test func whatIsToldComesFirst() throws {
    var facts = IFCFacts()
    facts.site = IFCFacts.Site(longitude: 1, latitude: 1, height: 50, origin: (0, 0, 0))
    facts.northTurn = 45
    let told = try IFCPlacement(
      facts,
      Self.wish {
        $0.origin = Point(111.2, 22.6)
        $0.height = 3
        $0.rotation = 0
      }, file: "a.ifc")
    #expect(told.notice.code == "placed-as-told" && told.system?.identifier == "EPSG:4546" && told.height == 3)
    // The database's own metric system is used where the place is in it.
    let kept = try IFCPlacement(
      facts,
      Self.wish {
        $0.origin = Point(113.2, 22.6)
        $0.modelSystem = try? CoordinateSystem("EPSG:4547")
      }, file: "a.ifc")
    #expect(kept.system?.identifier == "EPSG:4547" && kept.height == 0)
    // In a map's own coordinates.
    let onMap = try IFCPlacement(
      facts,
      Self.wish {
        $0.origin = Point(400_000, 2_500_000)
        $0.crs = try? CoordinateSystem("EPSG:4547")
        $0.rotation = 90
      }, file: "a.ifc")
    #expect(Self.place(onMap, 1, 0).y - 2_500_001 < 1e-9 && onMap.system?.identifier == "EPSG:4547")
    #expect { try IFCPlacement(facts, Self.wish { $0.origin = Point(500, 22) }, file: "a.ifc") } throws: {
      ($0 as? Fault)?.code == "outside-crs"
    }
    let nowhere = try IFCPlacement(IFCFacts(), Self.wish(), file: "a.ifc")
    #expect(nowhere.system == nil && nowhere.reference == nil && Self.place(nowhere, 3, 4) == Point(3, 4))
  }
}
