import SpatialPrimitives

/// How the numbers of vertices become coordinates: times `scale`, plus `translate` (CityJSON 2.0, 4.1).
struct VertexTransform: Sendable, Hashable {
  var scale: Point3
  var translate: Point3

  static let none = VertexTransform(scale: Point3(1, 1, 1), translate: Point3(0, 0, 0))

  /// Scale and translation, as CityJSON writes them one after the other.
  var numbers: [Double] { [scale, translate].flatMap { [$0.x, $0.y, $0.z] } }

  func callAsFunction(_ x: Double, _ y: Double, _ z: Double) -> Point3 {
    Point3(x * scale.x + translate.x, y * scale.y + translate.y, z * scale.z + translate.z)
  }

  /// The places of vertices of three numbers each.
  func points(_ numbers: [Double]) -> [Point3] {
    (0..<numbers.count / 3).map { self(numbers[3 * $0], numbers[3 * $0 + 1], numbers[3 * $0 + 2]) }
  }
}
