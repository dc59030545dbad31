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

extension Point {
  /// A well mixed hash, the same for equal points in every run.
  @inlinable @inline(__always) package var positionHash: UInt64 {
    // Adding zero makes the two zeros one.
    var hash = (x + 0).bitPattern &* 0x9FB2_1C65_1E98_DF25
    hash ^= hash >> 32
    hash = (hash &+ (y + 0).bitPattern) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }
}
