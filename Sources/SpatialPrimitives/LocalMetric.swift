import Glibc

/// Metres around one place: how long a unit of x and of y is there.
///
/// For degrees the lengths come from the ellipsoid's radii of curvature (GRS 80, the ellipsoid of CGCS2000; WGS 84
/// differs by less than 10⁻⁸ of any length). Distances are taken at the latitude half way between the two points:
/// up to 10 km from the place, and up to 60° of latitude, the relative error against the geodesic is less than 10⁻⁶;
/// it grows with the square of the distance (10⁻⁴ at 100 km). Longitudes are taken as plain numbers: 179° and
/// −179° lie far apart.
public struct LocalMetric: Sendable, Hashable {
  /// Metres per unit of x and of y at the place itself.
  public let metresPerX: Double
  public let metresPerY: Double
  /// The latitude of the place in degrees; `nil` in a plane, where the lengths hold everywhere.
  @usableFromInline let latitude: Double?
  /// Sine and cosine of that latitude.
  @usableFromInline let sine: Double
  @usableFromInline let cosine: Double

  /// For longitude and latitude in degrees around `latitude`.
  public static func geographic(latitude: Double) -> LocalMetric {
    LocalMetric(latitude: latitude)
  }

  /// For a projected system, whose unit is `metresPerUnit` long in every direction (scale distortion is not counted).
  public static func planar(metresPerUnit: Double) -> LocalMetric {
    LocalMetric(metresPerUnit: metresPerUnit)
  }

  private init(metresPerUnit: Double) {
    metresPerX = metresPerUnit
    metresPerY = metresPerUnit
    latitude = nil
    sine = 0
    cosine = 1
  }

  private init(latitude: Double) {
    let radians = latitude * Self.radian
    sine = sin(radians)
    cosine = cos(radians)
    self.latitude = latitude
    (metresPerX, metresPerY) = Self.lengths(sine: sine, cosine: cosine)
  }

  /// Metres between two points not far from the place of this metric.
  @inlinable
  public func distance(from a: Point, to b: Point) -> Double {
    let dx = b.x - a.x
    let dy = b.y - a.y
    guard let latitude else { return ((dx * dx + dy * dy).squareRoot()) * metresPerX }
    let lengths = lengths(offset: (a.y + b.y) / 2 - latitude)
    let x = dx * lengths.x
    let y = dy * lengths.y
    return (x * x + y * y).squareRoot()
  }

  /// A length in metres that no point of `box` is nearer to `point` than. `point` is the place of this metric.
  @inlinable
  public func lowerBound(from point: Point, to box: Box) -> Double {
    let dx = max(0, max(box.minX - point.x, point.x - box.maxX))
    let dy = max(0, max(box.minY - point.y, point.y - box.maxY))
    guard latitude != nil else { return ((dx * dx + dy * dy).squareRoot()) * metresPerX }
    // How far off in latitude the box reaches; a degree of longitude is nowhere on the way shorter than this.
    let offset = min(.pi, max(box.maxY - point.y, point.y - box.minY, 0) * Self.radian)
    let shrunk = max(0, cosine * (1 - offset * offset / 2) - sine.magnitude * offset)
    let x = dx * Self.shortestRadius * Self.radian * shrunk
    let y = dy * Self.shortestMeridianRadius * Self.radian
    return (x * x + y * y).squareRoot()
  }

  /// The part of itself by which a distance of up to `metres` from the place may at most differ from the length that
  /// `metresPerX` and `metresPerY` make of it; 0 in a plane, infinite near a pole.
  public func deviation(within metres: Double) -> Double {
    guard latitude != nil else { return 0 }
    guard cosine > 0.05 else { return .infinity }
    // The distance is taken half way. There the cosine differs by no more than half the angle, N and M by far less;
    // four times as much leaves room for the angle's own measure.
    let angle = metres / Self.shortestMeridianRadius
    return 2 * angle * (1 / cosine + 0.1)
  }

  /// Lengths of a degree `offset` degrees north of the place.
  @inlinable func lengths(offset: Double) -> (x: Double, y: Double) {
    let delta = offset * Self.radian
    // Within 0.02 rad (127 km) the series is exact to 10⁻¹²; farther off the functions are called.
    if delta.magnitude < 0.02 {
      let square = delta * delta
      let sineOfDelta = delta * (1 - square * (1.0 / 6 - square / 120))
      let cosineOfDelta = 1 - square * (0.5 - square * (1.0 / 24 - square / 720))
      return Self.lengths(
        sine: sine * cosineOfDelta + cosine * sineOfDelta, cosine: cosine * cosineOfDelta - sine * sineOfDelta)
    }
    return farLengths(delta)
  }

  @usableFromInline @inline(never)
  func farLengths(_ delta: Double) -> (x: Double, y: Double) {
    Self.lengths(sine: sine * cos(delta) + cosine * sin(delta), cosine: cosine * cos(delta) - sine * sin(delta))
  }

  /// The radii of curvature along the parallel and the meridian, times a degree.
  @inlinable static func lengths(sine: Double, cosine: Double) -> (x: Double, y: Double) {
    let w = 1 - squaredEccentricity * sine * sine
    let normal = semiMajorAxis / w.squareRoot()
    return (normal * max(0, cosine) * radian, normal * (1 - squaredEccentricity) / w * radian)
  }

  @inlinable static var radian: Double { .pi / 180 }
  /// GRS 80 (Moritz 2000), in metres.
  @inlinable static var semiMajorAxis: Double { 6_378_137 }
  @inlinable static var squaredEccentricity: Double { 0.006_694_380_022_903_416 }
  /// N is shortest on the equator, M too.
  @inlinable static var shortestRadius: Double { semiMajorAxis }
  @inlinable static var shortestMeridianRadius: Double { semiMajorAxis * (1 - squaredEccentricity) }
}
