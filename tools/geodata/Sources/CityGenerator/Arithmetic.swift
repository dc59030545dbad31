/// Functions that give the same bits on every machine: sums, products and quotients only, no C library.
enum Arithmetic {
  /// The sine, to about 1e-9: reduced to a quarter turn, then its Taylor series.
  static func sine(_ angle: Double) -> Double {
    let turns = (angle / (2 * Double.pi)).rounded()
    var x = angle - turns * (2 * Double.pi)
    if x > Double.pi / 2 { x = Double.pi - x }
    if x < -Double.pi / 2 { x = -Double.pi - x }
    var term = x
    var sum = x
    for step in [2.0, 4, 6, 8, 10, 12, 14] {
      term *= -x * x / (step * (step + 1))
      sum += term
    }
    return sum
  }

  static func cosine(_ angle: Double) -> Double { sine(angle + Double.pi / 2) }
}

/// What the plan needs of the ellipsoid of CGCS2000: metres of a degree, and areas.
enum Ellipsoid {
  static let semiMajor = 6_378_137.0
  static let flattening = 1 / 298.257222101
  private static let eccentricitySquared = flattening * (2 - flattening)

  /// Metres of one degree of longitude and of latitude at a latitude in degrees.
  static func metresPerDegree(latitude: Double) -> (longitude: Double, latitude: Double) {
    let phi = latitude * Double.pi / 180
    let sine = Arithmetic.sine(phi)
    let w = 1 - eccentricitySquared * sine * sine
    let degree = Double.pi / 180
    let normal = semiMajor / w.squareRoot()
    return (normal * Arithmetic.cosine(phi) * degree, normal * (1 - eccentricitySquared) / w * degree)
  }

  /// The area in m² between the equator and the edge from a to b (degrees), signed: positive eastwards.
  /// Summed round a ring counter-clockwise and negated, it is the ring's area (edges straight in degrees, short).
  static func strip(_ a: Position, _ b: Position) -> Double {
    let middle = (a.latitude + b.latitude) / 2
    return (b.longitude - a.longitude) * (Double.pi / 180) * zone(middle)
  }

  /// The area per radian of longitude from the equator to a latitude: b²/2 · (s/(1−e²s²) + artanh(e·s)/e),
  /// with the area-tangent as its series in e·s (e·s < 0.082, five terms leave 1e-13).
  private static func zone(_ latitude: Double) -> Double {
    let s = Arithmetic.sine(latitude * Double.pi / 180)
    let x = eccentricitySquared * s * s
    let areaTangent = s * (1 + x / 3 + x * x / 5 + x * x * x / 7 + x * x * x * x / 9)
    let semiMinorSquared = semiMajor * semiMajor * (1 - eccentricitySquared)
    return semiMinorSquared / 2 * (s / (1 - x) + areaTangent)
  }
}
