/// How good a partition is. Smaller is better, and what stands first decides first.
public struct PartitionScore: Sendable, Hashable, Comparable {
  /// How many parts weigh more or less than they may.
  public var outside: Int
  /// How far the worst of them is beyond the tolerance, as a share of the target; 0 where none is.
  public var worst: Double
  /// The weight of the edges that are cut, and what compactness, balance and change cost.
  public var cost: Double

  public init(outside: Int, worst: Double, cost: Double) {
    self.outside = outside
    self.worst = worst
    self.cost = cost
  }

  public static func < (a: PartitionScore, b: PartitionScore) -> Bool {
    (a.outside, a.worst, a.cost) < (b.outside, b.worst, b.cost)
  }

  /// Whether it is better by more than rounding.
  func clearlyBeats(_ other: PartitionScore) -> Bool {
    if outside != other.outside { return outside < other.outside }
    if (worst - other.worst).magnitude > 1e-9 { return worst < other.worst }
    return cost < other.cost - 1e-9 * (1 + other.cost)
  }
}
