internal import SpatialPrimitives

/// The two systems that nearly every city database is in, and their ellipsoids, as PROJ's database has them: to say what
/// they are takes no library, and PROJ with all that it brings is not started for a look-up that moves no coordinates.
extension CoordinateSystem {
  static func known(_ notation: String, text: String) -> CoordinateSystem? {
    switch notation {
    case "EPSG:4490":
      CoordinateSystem(
        geographic: 4490, text: text, name: "China Geodetic Coordinate System 2000",
        areaOfUse: Box(minX: 73.62, minY: 16.7, maxX: 134.77, maxY: 53.56))
    case "EPSG:4326":
      CoordinateSystem(
        geographic: 4326, text: text, name: "WGS 84", areaOfUse: Box(minX: -180, minY: -90, maxX: 180, maxY: 90))
    default: nil
    }
  }

  /// Semi-major axis and inverse flattening: GRS 80 and WGS 84.
  var knownEllipsoid: (axis: Double, inverseFlattening: Double)? {
    switch epsg {
    case 4490: (6_378_137, 298.257_222_101)
    case 4326: (6_378_137, 298.257_223_563)
    default: nil
    }
  }
}
