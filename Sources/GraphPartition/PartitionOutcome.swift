/// A partition of a graph: every part is connected, and none is empty.
public struct PartitionOutcome: Sendable {
  /// The part of each node, from 0. Where the request says where nodes lie, parts are numbered in rows from north to
  /// south and in each row from west to east; else by their first nodes.
  public var part: [Int]
  public var weights: [Double]
  /// For each part the one of today that it carries on, where the request says what is today.
  public var carriesOn: [Int?]
  /// The weight of the edges between parts.
  public var cut: Double
  public var score: PartitionScore
  /// Whether it is proved that no partition into as many parts has a better score.
  public var isOptimal: Bool
  /// Why parts are outside of the tolerance, and what of the request could not be kept; empty where all is well.
  public var obstacles: [Obstacle]
}

/// Why a request could not be met in full. Nodes are those of the graph.
public enum Obstacle: Sendable, Hashable {
  /// A node, or a group that stays whole, weighs more than a part may.
  case heavy(nodes: [Int], weight: Double, most: Double)
  /// No number of parts from `least` to `most` each add up to the weight of a connected component.
  case indivisible(nodes: [Int], weight: Double, least: Double, most: Double)
  /// A locked part of today weighs more or less than a part may.
  case lockedOutside(part: Int, weight: Double, least: Double, most: Double)
  /// A locked part of today is in several pieces, and was left so.
  case lockedApart(part: Int, pieces: Int)
  /// A group (its number in `together`) is in several pieces, each of which was kept whole.
  case groupApart(group: Int, pieces: Int)
  /// A group holds nodes that are locked in different parts.
  case groupLocked(group: Int, parts: [Int])
  /// Fewer parts were asked for than there are connected components, or than are locked.
  case tooFewParts(asked: Int, made: Int)
  /// More parts were asked for than there are nodes to make them of.
  case tooManyParts(asked: Int, made: Int)
  /// A part that is outside although none of the above explains it: the shape and the sizes of the nodes forbid it
  /// (`isProved`), or the search found nothing better.
  case outside(part: Int, weight: Double, least: Double, most: Double, isProved: Bool)
}
