public import AreaIndex
public import Diagnostics
public import SpatialPrimitives

/// What a repair did.
public struct RepairResult: Sendable {
  /// Why a piece of ground changed hands.
  public enum Rule: String, Sendable, CaseIterable {
    /// Several areas held it: the first by rank has it, without ranks the one of which it is the larger share.
    case overlap
    /// No area held it: a neighbour has it, the first by rank, else the one with the longest border along it.
    case gap
    /// An area held it that lies elsewhere by its parent.
    case nesting
    /// A detached part too thin to be meant.
    case sliver
    /// A part too thin to be meant that sticks out of an area: what lies round it has it, or nobody.
    case spike
    /// The rings crossed or touched themselves, or stood open: what an odd number of them is round is the area.
    case geometry
    /// Vertices of neighbours put into a border that stays where it is.
    case vertices
  }

  /// One piece of ground, or with a rule that moves none, one area.
  public struct Change: Sendable {
    public var rule: Rule
    public var level: Level?
    /// The ordinal of the area that lost it; `nil` where none held it.
    public var from: Int?
    /// The ordinal of the area that has it now; `nil` where none does.
    public var to: Int?
    /// Whether `to` held it before, too.
    public var wasHeld = false
    public var squareMetres = 0.0
    /// At the widest, in metres.
    public var width = 0.0
    /// How far the farthest of it lies from the borders of the two areas as they were, in metres.
    public var shift = 0.0
    /// Of its outline; with `vertices` those that were put in.
    public var vertices = 0
    public var pieces = 1
    /// In longitude and latitude.
    public var place: Point?
    /// The ground itself, in longitude and latitude.
    public var outline = MultiPolygon([])
    public var note: Text?
  }

  /// What became of one area's ground: `after` is `before + gained − lost − held`.
  public struct Balance: Sendable {
    public var ordinal: Int
    public var before = 0.0
    public var gained = 0.0
    public var lost = 0.0
    /// What of the gain it had held before, together with the area that lost it.
    public var held = 0.0
    public var after = 0.0
    public var verticesAdded = 0
    public var verticesRemoved = 0
    /// The greatest of its changes, in metres.
    public var shift = 0.0
  }

  /// Something that a check finds and the repair left, with the reason.
  public struct Remainder: Sendable {
    public var finding: Finding
    public var reason: Text
  }

  /// The areas that changed, by their ordinals, with what they are now.
  public var geometries: [Int: MultiPolygon] = [:]
  public var changes: [Change] = []
  /// Of the areas that changed, by level and ordinal.
  public var balances: [Balance] = []
  public var remainders: [Remainder] = []
  public var areas = 0
  public var tolerance = 0.0
  /// Findings about borders before the repair.
  public var findingsBefore = 0

  public var gained: Double { sum { $0.to != nil } }
  public var lost: Double { sum { $0.from != nil } }
  /// Ground that no area held.
  public var filled: Double { sum { $0.from == nil } }
  /// Ground that no area holds any more.
  public var dropped: Double { sum { $0.to == nil } }
  public var greatestShift: Double { changes.reduce(0) { max($0, $1.shift) } }

  private func sum(_ counts: (Change) -> Bool) -> Double {
    changes.reduce(0) { $1.rule.movesGround && counts($1) ? $0 + $1.squareMetres : $0 }
  }
}

extension RepairResult.Rule {
  /// Whether ground changes hands by it.
  public var movesGround: Bool { self != .geometry && self != .vertices }
}
