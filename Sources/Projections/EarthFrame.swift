import Glibc
package import SpatialPrimitives

extension Ellipsoid {
  /// A place in metres from the Earth's centre: x towards longitude 0 on the equator, z towards the north pole.
  ///
  /// - Parameter place: longitude and latitude in degrees, height above the ellipsoid in metres.
  package func earthCentred(_ place: Point3) -> Point3 {
    let (longitude, latitude) = (place.x * .pi / 180, place.y * .pi / 180)
    let squaredEccentricity = flattening * (2 - flattening)
    let sine = sin(latitude)
    // To the axis, along the normal.
    let radius = semiMajorAxis / (1 - squaredEccentricity * sine * sine).squareRoot()
    let fromAxis = (radius + place.z) * cos(latitude)
    return Point3(
      fromAxis * cos(longitude), fromAxis * sin(longitude), (radius * (1 - squaredEccentricity) + place.z) * sine)
  }
}

/// A frame of metres that touches the WGS 84 ellipsoid in one place: x east, y north, z up. The Earth curves away below it.
package struct EarthFrame: Sendable {
  /// From the Earth's centre.
  package let origin: Point3
  private let east: Point3
  private let north: Point3
  private let up: Point3

  /// - Parameter place: longitude and latitude in degrees, height above the ellipsoid in metres.
  package init(at place: Point3) {
    origin = Ellipsoid.wgs84.earthCentred(place)
    let (longitude, latitude) = (place.x * .pi / 180, place.y * .pi / 180)
    east = Point3(-sin(longitude), cos(longitude), 0)
    north = Point3(-sin(latitude) * cos(longitude), -sin(latitude) * sin(longitude), cos(latitude))
    up = Point3(cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
  }

  /// Where a place of longitude, latitude and height is in this frame. To some nanometres near its origin.
  package func local(_ place: Point3) -> Point3 {
    let centred = Ellipsoid.wgs84.earthCentred(place)
    let (x, y, z) = (centred.x - origin.x, centred.y - origin.y, centred.z - origin.z)
    func along(_ axis: Point3) -> Double { x * axis.x + y * axis.y + z * axis.z }
    return Point3(along(east), along(north), along(up))
  }

  /// From this frame to the Earth's centre: a matrix of 4 × 4, column by column.
  package var matrix: [Double] {
    [east, north, up].flatMap { [$0.x, $0.y, $0.z, 0] } + [origin.x, origin.y, origin.z, 1]
  }
}
