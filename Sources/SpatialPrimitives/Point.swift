/// A place in the plane of some coordinate reference system: x is east (longitude), y is north (latitude),
/// whatever order the authority of that system prescribes.
@frozen public struct Point: Sendable, Hashable {
  public var x: Double
  public var y: Double

  @inlinable public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  @inlinable public var isFinite: Bool { x.isFinite && y.isFinite }
}
