internal import CPROJ
package import Diagnostics
package import SpatialPrimitives

/// The ellipsoid of a reference system, on which lengths are metres and areas square metres whatever the
/// projection does to them. Geodesics after Karney, "Algorithms for geodesics" (2013), by PROJ's geodesic.h.
@safe package struct Ellipsoid: Sendable {
  package let semiMajorAxis: Double
  package let inverseFlattening: Double

  package init(semiMajorAxis: Double, inverseFlattening: Double) {
    self.semiMajorAxis = semiMajorAxis
    self.inverseFlattening = inverseFlattening
  }

  var flattening: Double { inverseFlattening == 0 ? 0 : 1 / inverseFlattening }

  /// Made for each call: it takes less time than the call itself, and PROJ need not be there until then.
  private var geodesic: geod_geodesic {
    var geodesic = geod_geodesic()
    unsafe geod_init(&geodesic, semiMajorAxis, flattening)
    return geodesic
  }

  package static let wgs84 = Ellipsoid(semiMajorAxis: 6_378_137, inverseFlattening: 298.257_223_563)

  /// The ellipsoid of a reference system; WGS 84 for GCJ-02 and its kin.
  package init(of system: CoordinateSystem) throws(Fault) {
    if let (axis, inverse) = system.knownEllipsoid {
      self.init(semiMajorAxis: axis, inverseFlattening: inverse)
      return
    }
    guard let object = system.opened() else {
      self = .wgs84
      return
    }
    guard let (axis, inverse) = object.ellipsoidParameters() else {
      throw Fault(
        .data, code: "unsupported-crs",
        Text("\(system.name) has no ellipsoid", zh: "\(system.name) 没有参考椭球"))
    }
    self.init(semiMajorAxis: axis, inverseFlattening: inverse)
  }

  /// The length of the shortest way from `a` to `b`, longitudes and latitudes in degrees, in metres.
  package func distance(_ a: Point, _ b: Point) -> Double {
    shortDistance(a, b) ?? longDistance(a, b)
  }

  /// Between any two places.
  func longDistance(_ a: Point, _ b: Point) -> Double {
    var metres = 0.0
    unsafe withUnsafePointer(to: geodesic) { unsafe geod_inverse($0, a.y, a.x, b.y, b.x, &metres, nil, nil) }
    return metres
  }

  /// The area in square metres of polygons in degrees of longitude and latitude, their edges taken as
  /// geodesics, holes taken off.
  package func area(of geometry: MultiPolygon) -> Double {
    geometry.polygons.reduce(0) { sum, polygon in
      polygon.holes.reduce(sum + area(of: polygon.exterior)) { $0 - area(of: $1) }
    }
  }

  private func area(of ring: Ring) -> Double {
    var area = 0.0
    unsafe withUnsafePointer(to: geodesic) { geodesic in
      var polygon = geod_polygon()
      unsafe geod_polygon_init(&polygon, 0)
      for point in ring.points.dropLast() { unsafe geod_polygon_addpoint(geodesic, &polygon, point.y, point.x) }
      _ = unsafe geod_polygon_compute(geodesic, &polygon, 0, 1, &area, nil)
    }
    return area.magnitude
  }
}

extension ProjectionObject {
  /// Those of a reference system's ellipsoid; `nil` where it has none.
  func ellipsoidParameters() -> (axis: Double, inverseFlattening: Double)? {
    var axis = 0.0
    var inverse = 0.0
    let ellipsoid = unsafe derived { unsafe proj_get_ellipsoid($0, $1) }
    let read = unsafe ellipsoid?.withPointer {
      unsafe proj_ellipsoid_get_parameters(context.handle, $0, &axis, nil, nil, &inverse)
    }
    return read == 1 ? (axis, inverse) : nil
  }
}

/// Lengths and areas on the ground for coordinates in any reference system, by way of its longitudes and
/// latitudes. One for each thread.
package final class GroundMeasure {
  package let ellipsoid: Ellipsoid
  private let toBase: Transformation

  package init(_ system: CoordinateSystem) throws(Fault) {
    let base = try system.geographicBase
    ellipsoid = try Ellipsoid(of: base)
    toBase = try Transformation(from: system, to: base)
  }

  /// Square metres on the ellipsoid.
  /// - Throws: `outside-crs` (data) where a vertex has no longitude and latitude.
  package func area(of geometry: MultiPolygon) throws(Fault) -> Double {
    ellipsoid.area(of: try toBase.transform(geometry).geometry)
  }

  /// Whether the lengths that a `LocalMetric` tells are those on the ground: of longitudes and latitudes to about 10⁻⁷,
  /// of a projection, whose scale is not 1 everywhere, to half a hundredth.
  ///
  /// - Parameters:
  ///   - metresPerUnit: `nil` for longitudes and latitudes.
  ///   - extent: where the points are.
  package func isTrueToScale(_ metresPerUnit: Double?, over extent: Box) -> Bool {
    guard let metresPerUnit else {
      return toBase.isIdentity && (ellipsoid.semiMajorAxis - Ellipsoid.wgs84.semiMajorAxis).magnitude < 0.01
        && (ellipsoid.inverseFlattening - Ellipsoid.wgs84.inverseFlattening).magnitude < 1e-5
    }
    guard !extent.isEmpty else { return false }
    let step = 100 / metresPerUnit
    for (column, row) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5)] {
      let place = Point(extent.minX + column * extent.width, extent.minY + row * extent.height)
      for other in [Point(place.x + step, place.y), Point(place.x, place.y + step)] {
        guard let metres = distance(place, other), (metres - 100).magnitude < 0.5 else { return false }
      }
    }
    return true
  }

  /// Metres along the geodesic; `nil` where a point has no longitude and latitude.
  package func distance(_ a: Point, _ b: Point) -> Double? {
    guard let a = toBase.transform(a), let b = toBase.transform(b) else { return nil }
    return ellipsoid.distance(a, b)
  }
}
