import SpatialPrimitives

/// Numbers points in the order in which they come: equal points have one number.
struct PointTable {
  private(set) var points: [Point] = []
  private var slots: [UInt32]
  private var mask: Int

  init(capacity: Int) {
    var bits = 4
    while (1 << bits) < capacity * 2 { bits += 1 }
    slots = Array(repeating: 0, count: 1 << bits)
    mask = (1 << bits) - 1
    points.reserveCapacity(capacity)
  }

  /// The number of a point. Never more points than the capacity.
  mutating func number(of point: Point) -> Int {
    var slot = Int(truncatingIfNeeded: point.positionHash >> 24) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if points[number] == point { return number }
      slot = (slot + 1) & mask
    }
    points.append(point)
    slots[slot] = UInt32(points.count)
    return points.count - 1
  }
}

extension Point {
  /// The same for equal points.
  @inline(__always) var positionHash: UInt64 {
    // Adding zero makes the two zeros one.
    var hash = (x + 0).bitPattern &* 0x9FB2_1C65_1E98_DF25
    hash ^= hash >> 32
    hash = (hash &+ (y + 0).bitPattern) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }
}
