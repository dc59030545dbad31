import Glibc
internal import SpatialPrimitives

extension Ellipsoid {
  /// The geodesic between places less than a degree apart, such as an event and the border of its area; `nil` for others.
  ///
  /// Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid with application of nested equations" (1975).
  /// So near, its series agree with Karney's to less than a micrometre, and PROJ need not be started.
  func shortDistance(_ a: Point, _ b: Point) -> Double? {
    guard (a.x - b.x).magnitude < 1, (a.y - b.y).magnitude < 1, max(a.y.magnitude, b.y.magnitude) < 80 else {
      return nil
    }
    let radian = Double.pi / 180
    let difference = (b.x - a.x) * radian
    // Latitudes on the auxiliary sphere.
    let first = atan((1 - flattening) * tan(a.y * radian))
    let second = atan((1 - flattening) * tan(b.y * radian))
    let (sine1, cosine1) = (sin(first), cos(first))
    let (sine2, cosine2) = (sin(second), cos(second))
    // Of sums and products the difference of the latitudes would lose digits.
    let sineOfLatitudes = sin(second - first)

    var longitude = difference
    for _ in 0..<20 {
      let half = sin(longitude / 2)
      let across = cosine2 * sin(longitude)
      // cos φ₁ sin φ₂ − sin φ₁ cos φ₂ cos λ, with cos λ = 1 − 2 sin² (λ/2)
      let along = sineOfLatitudes + 2 * sine1 * cosine2 * half * half
      let sineArc = (across * across + along * along).squareRoot()
      if sineArc == 0 { return 0 }
      let cosineArc = sine1 * sine2 + cosine1 * cosine2 * cos(longitude)
      let arc = atan2(sineArc, cosineArc)
      let sineAzimuth = cosine1 * across / sineArc
      let cosineSquared = 1 - sineAzimuth * sineAzimuth
      let middle = cosineSquared == 0 ? 0 : cosineArc - 2 * sine1 * sine2 / cosineSquared
      let c = flattening / 16 * cosineSquared * (4 + flattening * (4 - 3 * cosineSquared))
      let bent =
        difference + (1 - c) * flattening * sineAzimuth
        * (arc + c * sineArc * (middle + c * cosineArc * (2 * middle * middle - 1)))
      guard (bent - longitude).magnitude < 1e-15 else {
        longitude = bent
        continue
      }
      let semiMinorAxis = semiMajorAxis * (1 - flattening)
      let squared = cosineSquared * (semiMajorAxis * semiMajorAxis / (semiMinorAxis * semiMinorAxis) - 1)
      let scale = 1 + squared / 16384 * (4096 + squared * (-768 + squared * (320 - 175 * squared)))
      let bend = squared / 1024 * (256 + squared * (-128 + squared * (74 - 47 * squared)))
      let correction =
        bend * sineArc
        * (middle + bend / 4
          * (cosineArc * (2 * middle * middle - 1)
            - bend / 6 * middle * (4 * sineArc * sineArc - 3) * (4 * middle * middle - 3)))
      return semiMinorAxis * scale * (arc - correction)
    }
    return nil
  }
}
