/// How good a partition is. Smaller is better, and what stands first decides first.
///
/// How many parts miss the tolerance decides after how far the worst of them misses it: else a narrow tolerance, which
/// cannot be kept, would be answered with what all others miss heaped up on a few.
public struct PartitionScore: Sendable, Hashable, Comparable {
  /// How many parts weigh more or less than is bearable.
  public var unbearable: Int
  /// How far the worst part is beyond the tolerance, as a share of the target; 0 where none is.
  public var worst: Double
  /// How many parts are beyond the tolerance.
  public var outside: Int
  /// The weight of the edges that are cut, and what compactness, balance and change cost.
  public var cost: Double

  public init(unbearable: Int = 0, worst: Double = 0, outside: Int = 0, cost: Double = 0) {
    self.unbearable = unbearable
    self.worst = worst
    self.outside = outside
    self.cost = cost
  }

  /// Counts a part with an excess in.
  mutating func count(_ excess: Double, isUnbearable: Bool) {
    if excess > 0 { outside += 1 }
    if isUnbearable { unbearable += 1 }
    worst = max(worst, excess)
  }

  public static func < (a: PartitionScore, b: PartitionScore) -> Bool {
    (a.unbearable, a.worst, a.outside, a.cost) < (b.unbearable, b.worst, b.outside, b.cost)
  }

  /// Whether it is better by more than rounding.
  func clearlyBeats(_ other: PartitionScore) -> Bool {
    if unbearable != other.unbearable { return unbearable < other.unbearable }
    if (worst - other.worst).magnitude > 1e-9 { return worst < other.worst }
    if outside != other.outside { return outside < other.outside }
    return cost < other.cost - 1e-9 * (1 + other.cost)
  }
}
