public import Diagnostics
public import SpatialPrimitives

/// What grids should be like.
public struct GridTargets: Sendable, Hashable {
  /// Households in a grid: 300 in towns, 150 in villages is usual.
  public var households: Double
  /// How far a grid's households may lie from that, as a share of it.
  public var tolerance: Double
  public var seed: UInt64
  /// Bounds the search in each community by the number of its steps.
  public var steps: Int
  /// How far a street that ends nowhere is led on to the next, in metres.
  public var joining: Double

  public init(
    households: Double, tolerance: Double = 0.1, seed: UInt64 = 1, steps: Int = 20_000_000, joining: Double = 5
  ) {
    self.households = households
    self.tolerance = tolerance
    self.seed = seed
    self.steps = steps
    self.joining = joining
  }

  public var least: Double { households * (1 - tolerance) }
  public var most: Double { households * (1 + tolerance) }

  func isMet(by count: Double) -> Bool { count >= least - 1e-9 && count <= most + 1e-9 }

  /// A grid's officers: a head, and a member for each hundred households, three to six.
  static func officers(for households: Double) -> Int { 1 + min(6, max(3, Int((households / 100).rounded(.up)))) }

  /// Pieces must be small against the tolerance, or no sum of them meets it.
  var blockRules: BlockRules {
    let step = max(households * tolerance, households * 0.02)
    var rules = BlockRules(splitAbove: step, leastPiece: step / 3)
    rules.joining = joining
    return rules
  }
}

/// A grid that is there today.
public struct PresentGrid: Sendable, Hashable {
  public var code: String
  public var name: String
  public var geometry: MultiPolygon
  public var attributes: String
  /// Stays as it is.
  public var isLocked: Bool

  public init(
    code: String, name: String, geometry: MultiPolygon, attributes: String = "{}", isLocked: Bool = false
  ) {
    self.code = code
    self.name = name
    self.geometry = geometry
    self.attributes = attributes
    self.isLocked = isLocked
  }
}

/// A grid as it was drawn.
public struct DrawnGrid: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// Shares the community's households with its neighbours.
    case shared
    /// For one institution (专属网格); left out of the balance.
    case special
    /// As it was.
    case locked
  }

  public var code: String
  public var name: String
  public var kind: Kind
  public var households: Double
  public var squareMetres: Double
  public var geometry: MultiPolygon
  /// The grid of today that it carries on.
  public var carriesOn: String?
  public var attributes: String

  public var officers: Int { GridTargets.officers(for: households) }
}

/// Why a grid is outside of the tolerance.
public struct PartitionReason: Sendable, Hashable {
  /// E.g. `island`, `heavy-building`, `too-few-households`.
  public var code: String
  /// The community's code.
  public var community: String
  public var message: Text
  /// In the coordinates of the ground; of a whole city, longitude and latitude.
  public var place: Point
  public var households: Double
}
