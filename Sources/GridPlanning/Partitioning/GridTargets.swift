public import Diagnostics
public import SpatialPrimitives

/// What grids should be like.
public struct GridTargets: Sendable, Hashable {
  /// What is shared out: households, or ground for unit grids.
  public let measure: GridMeasure
  /// How much of it a grid should have: 300 households in towns, 150 in villages, 10,000 square metres for a unit grid.
  public var target: Double
  /// How far a grid may lie from that, as a share of it.
  public var tolerance: Double
  public var seed: UInt64
  /// Bounds the search in each community by the number of its steps.
  public var steps: Int
  /// How far a street that ends nowhere is led on to the next, in metres.
  public var joining: Double

  public init(
    _ measure: GridMeasure, target: Double, tolerance: Double? = nil, seed: UInt64 = 1, steps: Int? = nil,
    joining: Double = 5
  ) {
    self.measure = measure
    self.target = target
    self.tolerance = tolerance ?? measure.usualTolerance
    self.seed = seed
    self.steps = steps ?? measure.usualSteps
    self.joining = joining
  }

  public init(
    households: Double, tolerance: Double? = nil, seed: UInt64 = 1, steps: Int? = nil, joining: Double = 5
  ) {
    self.init(.households, target: households, tolerance: tolerance, seed: seed, steps: steps, joining: joining)
  }

  /// How far a grid may lie from it where the tolerance cannot be kept: as far as is usual.
  var bearable: Double { max(tolerance, measure.usualTolerance) }

  public var least: Double { target * (1 - tolerance) }
  public var most: Double { target * (1 + tolerance) }

  func isMet(by amount: Double) -> Bool { amount >= least - 1e-9 && amount <= most + 1e-9 }

  /// How far a grid is from the target, as a share of it.
  func deviation(of grid: DrawnGrid) -> Double { grid.amount(measure) / target - 1 }

  /// A grid's officers: a head, and a member for each hundred households, three to six.
  static func officers(for households: Double) -> Int { 1 + min(6, max(3, Int((households / 100).rounded(.up)))) }

  /// Pieces must be small against the tolerance, or no sum of them meets it.
  var blockRules: BlockRules {
    let step = target * min(max(tolerance, 0.02), 0.25)
    var rules = BlockRules(splitAbove: step, leastPiece: step / 3)
    rules.measure = measure
    rules.joining = joining
    return rules
  }
}

/// What grids are to have equally much of.
public enum GridMeasure: Sendable, Hashable {
  case households, squareMetres

  /// Households can be shared out well; what is between streets and walls is as large as it is.
  public var usualTolerance: Double { self == .households ? 0.1 : 0.5 }

  /// A unit grid is a block or two: there is little to search.
  var usualSteps: Int { self == .households ? 20_000_000 : 1_000_000 }

  /// An amount with its unit.
  func text(_ amount: Double) -> Text {
    let number = plain(amount)
    return self == .households
      ? Text(number == "1" ? "1 household" : "\(number) households", zh: "\(number) 户") : Text(verbatim: "\(number) m²")
  }

  /// An amount where its unit was said before.
  func plain(_ amount: Double) -> String {
    // A tenth above 900 is 990 and some rounding.
    let isWhole = (amount - amount.rounded()).magnitude < 1e-6
    return Quantity.fixed(amount, self == .squareMetres || isWhole ? 0 : 1)
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

/// A grid as it was drawn; its code and name are empty until it is numbered, if it carries none on.
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

  func amount(_ measure: GridMeasure) -> Double { measure == .households ? households : squareMetres }
}

/// Why a grid is outside of the tolerance.
public struct PartitionReason: Sendable, Hashable {
  /// E.g. `island`, `heavy-building`, `too-few-households`.
  public var code: String
  /// The code of the community, or of the area that was divided.
  public var community: String
  public var message: Text
  /// As `CommunityTask.told` has it; of a whole city, longitude and latitude.
  public var place: Point
  /// Households or square metres.
  public var amount: Double
}
