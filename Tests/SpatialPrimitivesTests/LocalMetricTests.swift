import Foundation
import SpatialPrimitives
import TestSupport
import Testing

struct LocalMetricTests {
  /// Lengths of a degree on GRS 80 (the tables of Moritz's parameters, to the millimetre by quadrature).
  @Test func lengthsOfADegree() {
    let equator = LocalMetric.geographic(latitude: 0)
    #expect(abs(equator.metresPerX - 111_319.4908) < 0.001)
    #expect(abs(equator.metresPerY - 110_574.2758) < 0.001)
    let pole = LocalMetric.geographic(latitude: 90)
    #expect(abs(pole.metresPerX) < 1e-6)
    #expect(abs(pole.metresPerY - 111_693.9799) < 0.001)
    let feet = LocalMetric.planar(metresPerUnit: 0.3048)
    #expect(abs(feet.distance(from: Point(0, 0), to: Point(3, 4)) - 1.524) < 1e-12)
  }

  /// Against Vincenty's inverse solution (Survey Review 23, 1975), written out here.
  @Test(arguments: [0.0, 23.1, -35, 45, 60])
  func closeToTheGeodesic(latitude: Double) {
    var random = SeededGenerator(seed: 23)
    let metric = LocalMetric.geographic(latitude: latitude)
    let place = Point(113.3, latitude)
    for (reach, allowed) in [(100.0, 1e-7), (10_000, 1e-6), (100_000, 1e-4)] {
      for _ in 0..<200 {
        let angle = Double.random(in: 0...(2 * .pi), using: &random)
        let other = Point(
          place.x + reach * cos(angle) / metric.metresPerX, place.y + reach * sin(angle) / metric.metresPerY)
        let geodesic = Self.vincenty(place, other)
        let error = abs(metric.distance(from: place, to: other) - geodesic) / geodesic
        #expect(error < allowed, "seed 23: \(latitude)° \(reach) m: \(error)")
      }
    }
  }

  @Test func lengthsDeviateByNoMore() {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<5000 {
      let place = Point(113, .random(in: -86...86, using: &random))
      let metric = LocalMetric.geographic(latitude: place.y)
      let reach = pow(10, Double.random(in: 0...4, using: &random))
      let angle = Double.random(in: 0...(2 * .pi), using: &random)
      let other = Point(
        place.x + reach * cos(angle) / metric.metresPerX, place.y + reach * sin(angle) / metric.metresPerY)
      let error = (metric.distance(from: place, to: other) / reach - 1).magnitude
      #expect(error <= metric.deviation(within: reach) + 1e-8, "seed 31: \(place.y)°, \(reach) m")
    }
    #expect(LocalMetric.geographic(latitude: -89).deviation(within: 1) == .infinity)
    #expect(LocalMetric.planar(metresPerUnit: 2).deviation(within: 1e6) == 0)
  }

  @Test func lowerBoundIsOne() {
    var random = SeededGenerator(seed: 29)
    for _ in 0..<2000 {
      let point = Point(.random(in: -180...180, using: &random), .random(in: -89...89, using: &random))
      let metric = LocalMetric.geographic(latitude: point.y)
      let scale = pow(10, Double.random(in: -4...1.5, using: &random))
      func near() -> Point {
        Point(
          point.x + scale * .random(in: -1...1, using: &random),
          min(90, max(-90, point.y + scale * .random(in: -1...1, using: &random))))
      }
      let corners = [near(), near()]
      let box = Box(around: corners)
      let bound = metric.lowerBound(from: point, to: box)
      for _ in 0..<10 {
        let inside = Point(
          .random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
        #expect(bound <= metric.distance(from: point, to: inside) * (1 + 1e-12), "seed 29: \(point) \(box)")
      }
    }
  }

  private static func vincenty(_ p: Point, _ q: Point) -> Double {
    let a = 6_378_137.0
    let f = 1 / 298.257222101
    let b = a * (1 - f)
    let r = Double.pi / 180
    let u1 = atan((1 - f) * tan(p.y * r))
    let u2 = atan((1 - f) * tan(q.y * r))
    let l = (q.x - p.x) * r
    var lambda = l
    for _ in 0..<100 {
      let s1 = cos(u2) * sin(lambda)
      let s2 = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda)
      let sinSigma = (s1 * s1 + s2 * s2).squareRoot()
      let cosSigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda)
      let sigma = atan2(sinSigma, cosSigma)
      let sinAlpha = cos(u1) * cos(u2) * sin(lambda) / sinSigma
      let cos2Alpha = 1 - sinAlpha * sinAlpha
      let cos2m = cos2Alpha == 0 ? 0 : cosSigma - 2 * sin(u1) * sin(u2) / cos2Alpha
      let c = f / 16 * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha))
      let next =
        l + (1 - c) * f * sinAlpha
        * (sigma + c * sinSigma * (cos2m + c * cosSigma * (-1 + 2 * cos2m * cos2m)))
      let done = abs(next - lambda) < 1e-15
      lambda = next
      guard done else { continue }
      let uu = cos2Alpha * (a * a - b * b) / (b * b)
      let bigA = 1 + uu / 16384 * (4096 + uu * (-768 + uu * (320 - 175 * uu)))
      let bigB = uu / 1024 * (256 + uu * (-128 + uu * (74 - 47 * uu)))
      let first = cosSigma * (-1 + 2 * cos2m * cos2m)
      let second = bigB / 6 * cos2m * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * cos2m * cos2m)
      return b * bigA * (sigma - bigB * sinSigma * (cos2m + bigB / 4 * (first - second)))
    }
    return .nan
  }
}
