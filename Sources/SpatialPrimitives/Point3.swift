/// A place in space: x east and y north in the plane of some coordinate reference system, z up in metres of some height
/// system.
@frozen public struct Point3: Sendable, Hashable, BitwiseCopyable {
  public var x: Double
  public var y: Double
  public var z: Double

  @inlinable public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  @inlinable public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// The place below or above it in the plane.
  @inlinable public var inPlane: Point { Point(x, y) }
}
