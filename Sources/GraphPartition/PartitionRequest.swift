public import SpatialPrimitives

/// What parts of a graph should be like.
public struct PartitionRequest: Sendable {
  /// How many; `nil`: as many as fit the target best, in each connected component by itself, where a node heavier than
  /// any part may be counts as one. There are never fewer than components, and never more than nodes.
  public var parts: Int?
  /// What a part should weigh, above zero.
  public var target: Double
  /// How far a part's weight may lie from the target, as a share of it: 0.1 is from 90 % to 110 %.
  public var tolerance: Double
  /// How far it may lie where the tolerance cannot be kept, likewise: few parts that are farther off come before all else.
  /// `nil`: no farther than the tolerance.
  public var bearable: Double?
  /// Where each node lies, in metres: for compactness, and for the order in which parts are numbered.
  public var positions: [Point]?
  /// What a metre of a part's radius costs, in the unit of the edges' weights. The radius is the root of the mean squared
  /// distance of the part's nodes from their middle. Without `positions` nothing.
  public var compactness: Double
  /// What it costs, in the same unit, when a part weighs as much again as the target, or nothing; less by the square: a
  /// tenth off costs a hundredth of it. So balance counts within the tolerance too.
  public var balanceCost: Double
  /// The part that each node is in today, from 0; −1: in none.
  public var initial: [Int]?
  /// What it costs, in the unit of the edges' weights, when a unit of node weight leaves the part that it is in today.
  public var changeCost: Double
  /// The nodes that stay in the part that they are in today. A part all of whose nodes are locked takes in no others.
  public var locked: [Bool]?
  /// Groups of nodes that stay whole. Groups that share a node are one.
  public var together: [[Int]]
  public var seed: UInt64
  /// Bounds the work by the number of times that a node is looked at, not by time, so that the same seed gives the same
  /// answer on every machine.
  public var steps: Int

  public init(
    parts: Int? = nil, target: Double, tolerance: Double = 0.1, bearable: Double? = nil, positions: [Point]? = nil,
    compactness: Double = 0, balanceCost: Double = 0,
    initial: [Int]? = nil, changeCost: Double = 0, locked: [Bool]? = nil, together: [[Int]] = [], seed: UInt64 = 1,
    steps: Int = 100_000_000
  ) {
    self.parts = parts
    self.target = target
    self.tolerance = tolerance
    self.bearable = bearable
    self.positions = positions
    self.compactness = compactness
    self.balanceCost = balanceCost
    self.initial = initial
    self.changeCost = changeCost
    self.locked = locked
    self.together = together
    self.seed = seed
    self.steps = steps
  }

  /// The weights that a part may have.
  public var least: Double { target * (1 - tolerance) }
  public var most: Double { target * (1 + tolerance) }
}
