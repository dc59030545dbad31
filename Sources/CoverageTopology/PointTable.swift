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
