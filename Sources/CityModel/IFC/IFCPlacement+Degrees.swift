import CityStore
import Diagnostics
import Glibc
import Projections
import SpatialPrimitives

/// Models whose origin is told in degrees.
extension IFCPlacement {
  /// The metric system in which a model is kept whose origin is in degrees: the database's own where the place is in it.
  static func target(_ origin: Point, _ base: CoordinateSystem, _ wish: Wish) throws(Fault) -> CoordinateSystem {
    let degrees = try Transformation(from: base, to: .cgcs2000()).transform(origin) ?? origin
    for system in [wish.modelSystem, wish.citySystem].compactMap(\.self)
    where system.kind == .projected && !system.isChineseOffset && system.areaOfUse?.contains(degrees) ?? true {
      return system
    }
    guard let zone = try ModelSystem.metric(for: base, around: origin) else { return base }
    return try CoordinateSystem(zone)
  }

  /// Metres around a place, east and north as they are on the ellipsoid there, as coordinates of a projected system: with
  /// its scale and with the convergence of its meridians.
  static func geographic(
    _ origin: Point, _ base: CoordinateSystem, into system: CoordinateSystem, _ degrees: Double, _ height: Double,
    _ notice: Notice
  ) throws(Fault) -> IFCPlacement {
    let transformation = try Transformation(from: base, to: system)
    let ellipsoid = try Ellipsoid(of: base)
    let flattening = ellipsoid.inverseFlattening == 0 ? 0 : 1 / ellipsoid.inverseFlattening
    let squared = flattening * (2 - flattening)
    let (sine, cosine) = (sin(origin.y * .pi / 180), cos(origin.y * .pi / 180))
    let w = (1 - squared * sine * sine).squareRoot()
    let alongParallel = (ellipsoid.semiMajorAxis / w + height) * cosine
    let alongMeridian = ellipsoid.semiMajorAxis * (1 - squared) / (w * w * w) + height
    func image(_ east: Double, _ north: Double) -> Point {
      let place = Point(
        origin.x + east / alongParallel * 180 / .pi, origin.y + north / alongMeridian * 180 / .pi)
      return transformation.transform(place) ?? Point(.nan, .nan)
    }
    let step = 50.0
    func difference(_ a: Point, _ b: Point) -> Point { Point((a.x - b.x) / (2 * step), (a.y - b.y) / (2 * step)) }
    let east = difference(image(step, 0), image(-step, 0))
    let north = difference(image(0, step), image(0, -step))
    var placement = IFCPlacement(system, degrees: degrees, image(0, 0), height, notice)
    let own = placement.turn
    placement.turn = (
      east.x * own.xEast + north.x * own.xNorth, east.y * own.xEast + north.y * own.xNorth,
      east.x * own.yEast + north.x * own.yNorth, east.y * own.yEast + north.y * own.yNorth
    )
    return placement
  }
}
