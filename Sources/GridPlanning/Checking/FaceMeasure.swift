import CoverageTopology
import Diagnostics
import Glibc
import Projections
import SpatialPrimitives

/// Measures faces on the ground: square metres on the ellipsoid, widths and lengths in metres. One for each thread.
final class FaceMeasure {
  private let toBase: Transformation
  private let ellipsoid: Ellipsoid
  private let squaredEccentricity: Double
  /// At most so many metres to a unit of the coordinates, in any direction.
  let metresPerUnit: Double
  private let isGeographic: Bool

  init(_ system: CoordinateSystem) throws(Fault) {
    let base = try system.geographicBase
    toBase = try Transformation(from: system, to: base)
    ellipsoid = try Ellipsoid(of: base)
    let flattening = ellipsoid.inverseFlattening == 0 ? 0 : 1 / ellipsoid.inverseFlattening
    squaredEccentricity = flattening * (2 - flattening)
    isGeographic = system.kind == .geographic
    // A degree of a great circle, and a hundredth for the poles; a projection's scale may be off by as much.
    metresPerUnit = isGeographic ? 112_800 : system.metresPerUnit * 1.01
  }

  struct Measures {
    var squareMetres: Double
    var greatestWidth: Double
    var length: Double
    var meanWidth: Double { length > 0 ? squareMetres / length : 0 }
    /// In longitude and latitude.
    var polygon: Polygon
    /// The middle of the widest place, in longitude and latitude.
    var place: Point
    /// The length of each edge of each ring, in metres.
    var edgeLengths: [[Double]]
  }

  /// The point in longitude and latitude.
  func base(_ point: Point) -> Point? { toBase.isIdentity ? point : toBase.transform(point) }

  func base(_ polygon: Polygon) -> Polygon? {
    if toBase.isIdentity { return polygon }
    var rings: [Ring] = []
    for ring in polygon.rings {
      var points = ring.points
      toBase.transformEach(&points)
      guard points.allSatisfy(\.isFinite) else { return nil }
      rings.append(Ring(points))
    }
    return Polygon(rings[0], holes: Array(rings.dropFirst()))
  }

  /// - Parameters:
  ///   - interior: a point inside, the place where no circle can be found.
  ///   - leastWidth: where the polygon can be told to be narrower, `nil` is given without more work.
  /// - Returns: `nil` too where the polygon has no place in longitude and latitude.
  func measures(of polygon: Polygon, interior: Point, leastWidth: Double = 0) -> Measures? {
    guard let base = base(polygon), let inside = self.base(interior) else { return nil }
    let center = base.box.center
    let squareMetres = area(of: base, around: center)
    guard squareMetres > 0, 2 * (squareMetres / .pi).squareRoot() >= leastWidth else { return nil }
    let metric = LocalMetric.geographic(latitude: center.y)
    let flat = plane(base)
    let lengths = flat.rings.map { ring in
      zip(ring.points, ring.points.dropFirst()).map { a, b in
        ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
      }
    }
    let perimeter = lengths.reduce(0) { $0 + $1.reduce(0, +) }
    // A rectangle of the same area and perimeter is this long; what is rounder than a square is as long as one.
    let length = (perimeter + max(0, perimeter * perimeter - 16 * squareMetres).squareRoot()) / 4
    let circle = InscribedCircle(in: flat)
    let place = circle.map { circle in
      Point(center.x + circle.center.x / metric.metresPerX, center.y + circle.center.y / metric.metresPerY)
    }
    let width = circle?.diameter ?? 2 * squareMetres / max(perimeter, .leastNormalMagnitude)
    guard width >= leastWidth else { return nil }
    return Measures(
      squareMetres: squareMetres, greatestWidth: width, length: length, polygon: base, place: place ?? inside,
      edgeLengths: lengths)
  }

  /// Metres around a place, whose coordinates are those of the system measured in.
  func metric(at place: Point) -> LocalMetric {
    isGeographic ? .geographic(latitude: place.y) : .planar(metresPerUnit: metresPerUnit)
  }

  /// Square metres on the ellipsoid, without looking for the widest place; 0 without a place in longitude and latitude.
  func squareMetres(of polygon: Polygon) -> Double {
    base(polygon).map { area(of: $0, around: $0.box.center) } ?? 0
  }

  /// Square metres of a polygon whose exterior runs counter-clockwise and whose holes run clockwise. What is thinner than
  /// its edges are bent on the ellipsoid may be a little less than nothing: with that, parts sum up to the whole.
  func signedSquareMetres(of polygon: Polygon) -> Double {
    guard let base = base(polygon) else { return 0 }
    let center = base.box.center
    return base.rings.reduce(0) { $0 + signedArea(of: $1, around: center) }
  }

  /// Whether the polygon may be narrower than `width` metres everywhere. Told from its area and perimeter alone, to one
  /// per cent: the largest circle inside is at least twice the area by the perimeter wide.
  func mayBeNarrower(than width: Double, _ polygon: Polygon) -> Bool {
    let metric = metric(at: polygon.box.center)
    var perimeter = 0.0
    for ring in polygon.rings {
      var previous = ring.points.first
      for point in ring.points {
        guard let last = previous else { break }
        let (dx, dy) = ((point.x - last.x) * metric.metresPerX, (point.y - last.y) * metric.metresPerY)
        perimeter += (dx * dx + dy * dy).squareRoot()
        previous = point
      }
    }
    return 2 * polygon.planarArea * metric.metresPerX * metric.metresPerY < width * perimeter * 1.01
  }

  /// Metres around a place, the scale of a projection there counted in.
  func metric(around point: Point) -> LocalMetric {
    if isGeographic { return .geographic(latitude: point.y) }
    let step = 1 / metresPerUnit
    guard let here = base(point), let right = base(Point(point.x + step, point.y)),
      let above = base(Point(point.x, point.y + step)), here.isFinite, right.isFinite, above.isFinite
    else { return .planar(metresPerUnit: metresPerUnit) }
    let metric = LocalMetric.geographic(latitude: here.y)
    return .planar(
      metresPerUnit: max(metric.distance(from: here, to: right), metric.distance(from: here, to: above)) / step)
  }

  /// Whether the polygon is narrower than `width` metres at its widest place.
  func isNarrower(than width: Double, _ polygon: Polygon) -> Bool {
    guard width > 0, mayBeNarrower(than: width, polygon) else { return false }
    guard let base = base(polygon) else { return true }
    return InscribedCircle(in: plane(base), widerThan: width) == nil
  }

  /// Metres between two points not far from each other.
  func metres(from a: Point, to b: Point) -> Double {
    let metric =
      isGeographic
      ? LocalMetric.geographic(latitude: (a.y + b.y) / 2) : LocalMetric.planar(metresPerUnit: metresPerUnit / 1.01)
    return metric.distance(from: a, to: b)
  }

  /// A polygon in longitude and latitude as metres from its middle.
  private func plane(_ base: Polygon) -> Polygon {
    let center = base.box.center
    let metric = LocalMetric.geographic(latitude: center.y)
    func plane(_ ring: Ring) -> Ring {
      Ring(ring.points.map { Point(($0.x - center.x) * metric.metresPerX, ($0.y - center.y) * metric.metresPerY) })
    }
    return Polygon(plane(base.exterior), holes: base.holes.map(plane))
  }

  /// The area on the ellipsoid, through the equal-area projection onto a cylinder (Snyder, "Map projections: a working
  /// manual", 1987, eq. 3-12); taken about the middle, so that the thinnest sliver keeps its digits.
  ///
  /// An edge is straight in longitude and latitude, and a little bent in the projection: what lies between it and its
  /// chord is counted, so that areas add up wherever an edge is cut.
  private func area(of polygon: Polygon, around center: Point) -> Double {
    polygon.holes.reduce(signedArea(of: polygon.exterior, around: center).magnitude) {
      $0 - signedArea(of: $1, around: center).magnitude
    }
  }

  /// Positive for a ring that runs counter-clockwise.
  private func signedArea(of ring: Ring, around center: Point) -> Double {
    let axis = ellipsoid.semiMajorAxis
    let middle = authalic(center.y)
    let projected = Ring(
      ring.points.map { point in
        Point((point.x - center.x) * .pi / 180 * axis, (authalic(point.y) - middle) * axis / 2)
      })
    var doubledBend = 0.0
    for index in ring.points.indices.dropFirst() {
      let rise = (ring.points[index].y - ring.points[index - 1].y) * .pi / 180
      let latitude = (ring.points[index].y + ring.points[index - 1].y) / 2
      let run = projected.points[index].x - projected.points[index - 1].x
      doubledBend += run * rise * rise * authalicBend(latitude) * axis / 12
    }
    return (projected.doubledSignedArea + doubledBend) / 2
  }

  /// The second derivative of `authalic` by the latitude in radians.
  private func authalicBend(_ latitude: Double) -> Double {
    let (sine, cosine) = (sin(latitude * .pi / 180), cos(latitude * .pi / 180))
    let w = 1 - squaredEccentricity * sine * sine
    return 2 * (1 - squaredEccentricity) * sine * (4 * squaredEccentricity * cosine * cosine / w - 1) / (w * w)
  }

  private func authalic(_ latitude: Double) -> Double {
    let sine = sin(latitude * .pi / 180)
    guard squaredEccentricity > 0 else { return 2 * sine }
    let e = squaredEccentricity.squareRoot()
    return (1 - squaredEccentricity) * (sine / (1 - squaredEccentricity * sine * sine) + atanh(e * sine) / e)
  }
}
