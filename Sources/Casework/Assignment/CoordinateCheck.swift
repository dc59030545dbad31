import AreaIndex
import Diagnostics
import Projections
import SpatialPrimitives

/// Takes coordinates as events have them to the city's reference system, and says what is wrong with those that have no
/// place there. One per thread.
final class CoordinateCheck {
  /// Degrees have a range.
  private let isGeographic: Bool
  private let transformation: Transformation
  /// Around the city, as wide again as it is on every side: what lies beyond is looked at for swapped coordinates.
  private let neighbourhood: Box
  private let city: Box

  /// - Parameter city: around all areas, in the city's system.
  init(from source: CoordinateSystem, to target: CoordinateSystem, city: Box) throws(Fault) {
    isGeographic = source.kind == .geographic
    transformation = try Transformation(from: source, to: target)
    self.city = city
    neighbourhood = city.expanded(by: max(city.width, city.height))
  }

  /// Within this box nothing is wrong with numbers, but for both being 0; nor with the place, where `isIdentity`.
  var bounds: Box {
    let most = isGeographic ? (180, 90) : (Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude)
    guard isIdentity else { return Box(minX: -most.0, minY: -most.1, maxX: most.0, maxY: most.1) }
    return Box(
      minX: max(neighbourhood.minX, -most.0), minY: max(neighbourhood.minY, -most.1),
      maxX: min(neighbourhood.maxX, most.0), maxY: min(neighbourhood.maxY, most.1))
  }

  /// What is wrong with the numbers themselves.
  @inline(__always) func problem(_ point: Point) -> RejectReason? {
    if point.x == 0 && point.y == 0 { return .zeroZero }
    guard isGeographic, point.x.magnitude > 180 || point.y.magnitude > 90 else { return nil }
    return point.x.magnitude <= 90 && point.y.magnitude <= 180 ? .swapped : .outOfRange
  }

  var isIdentity: Bool { transformation.isIdentity }

  /// Each point in the city's system, in place; one without an image there is not finite afterwards.
  func transform(_ points: inout [Point]) {
    if !transformation.isIdentity { transformation.transformEach(&points) }
  }

  /// What is wrong with a point, seen from where it came to lie.
  @inline(__always) func problem(_ point: Point, transformed: Point) -> RejectReason? {
    if neighbourhood.contains(transformed) { return nil }
    return farProblem(point, transformed: transformed)
  }

  @inline(never) private func farProblem(_ point: Point, transformed: Point) -> RejectReason? {
    let swapped = Point(point.y, point.x)
    if problem(swapped) == nil, let place = transformation.transform(swapped), city.contains(place) { return .swapped }
    return transformed.isFinite ? nil : .outOfRange
  }
}
