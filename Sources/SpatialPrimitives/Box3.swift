/// An axis-parallel box in space, borders included. `Box3.empty` holds nothing.
@frozen public struct Box3: Sendable, Hashable, BitwiseCopyable {
  public var minX: Double
  public var minY: Double
  public var minZ: Double
  public var maxX: Double
  public var maxY: Double
  public var maxZ: Double

  @inlinable public init(minX: Double, minY: Double, minZ: Double, maxX: Double, maxY: Double, maxZ: Double) {
    self.minX = minX
    self.minY = minY
    self.minZ = minZ
    self.maxX = maxX
    self.maxY = maxY
    self.maxZ = maxZ
  }

  /// A single point.
  @inlinable public init(_ point: Point3) {
    self.init(minX: point.x, minY: point.y, minZ: point.z, maxX: point.x, maxY: point.y, maxZ: point.z)
  }

  public static let empty = Box3(
    minX: .infinity, minY: .infinity, minZ: .infinity, maxX: -.infinity, maxY: -.infinity, maxZ: -.infinity)

  /// The smallest box around `points`.
  public init(around points: some Sequence<Point3>) {
    self = .empty
    for point in points { extend(to: point) }
  }

  @inlinable public var isEmpty: Bool { !(minX <= maxX && minY <= maxY && minZ <= maxZ) }

  @inlinable public var isFinite: Bool {
    minX.isFinite && minY.isFinite && minZ.isFinite && maxX.isFinite && maxY.isFinite && maxZ.isFinite
  }

  /// What it covers of the plane.
  @inlinable public var inPlane: Box { Box(minX: minX, minY: minY, maxX: maxX, maxY: maxY) }

  @inlinable public var center: Point3 {
    Point3(minX + (maxX - minX) / 2, minY + (maxY - minY) / 2, minZ + (maxZ - minZ) / 2)
  }

  @inlinable public mutating func extend(to point: Point3) {
    minX = min(minX, point.x)
    minY = min(minY, point.y)
    minZ = min(minZ, point.z)
    maxX = max(maxX, point.x)
    maxY = max(maxY, point.y)
    maxZ = max(maxZ, point.z)
  }

  @inlinable public mutating func formUnion(_ other: Box3) {
    minX = min(minX, other.minX)
    minY = min(minY, other.minY)
    minZ = min(minZ, other.minZ)
    maxX = max(maxX, other.maxX)
    maxY = max(maxY, other.maxY)
    maxZ = max(maxZ, other.maxZ)
  }

  @inlinable public func contains(_ point: Point3) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY && point.z >= minZ && point.z <= maxZ
  }

  @inlinable public func contains(_ other: Box3) -> Bool {
    minX <= other.minX && minY <= other.minY && minZ <= other.minZ && maxX >= other.maxX && maxY >= other.maxY
      && maxZ >= other.maxZ
  }

  @inlinable public func intersects(_ other: Box3) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY && minZ <= other.maxZ
      && other.minZ <= maxZ
  }

  /// This box widened by `margin` on every side.
  @inlinable public func expanded(by margin: Double) -> Box3 {
    Box3(
      minX: minX - margin, minY: minY - margin, minZ: minZ - margin, maxX: maxX + margin, maxY: maxY + margin,
      maxZ: maxZ + margin)
  }

  /// Of the straight way from `point` to the nearest point of the box: 0 where it lies inside.
  @inlinable public func squaredDistance(to point: Point3) -> Double {
    let x = max(0, max(minX - point.x, point.x - maxX))
    let y = max(0, max(minY - point.y, point.y - maxY))
    let z = max(0, max(minZ - point.z, point.z - maxZ))
    return x * x + y * y + z * z
  }

  /// Of the straight way between the two boxes: 0 where they meet.
  @inlinable public func squaredDistance(to other: Box3) -> Double {
    let x = max(0, max(minX - other.maxX, other.minX - maxX))
    let y = max(0, max(minY - other.maxY, other.minY - maxY))
    let z = max(0, max(minZ - other.maxZ, other.minZ - maxZ))
    return x * x + y * y + z * z
  }
}
