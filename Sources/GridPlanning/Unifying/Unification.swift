public import Diagnostics
public import SpatialPrimitives

/// Several departments' grids as one: elements, the grids that they were joined into, and what became of every old grid.
public struct Unification: Sendable {
  /// The smallest piece that no department's line cuts, with the slivers that it took in.
  public struct Element: Sendable {
    /// The community's code, `E` and digits, numbered as grids are.
    public var code: String
    /// In the subject.
    public var community: Int
    /// The grid of each scheme that it lies in, by their order in the subject; `nil` where the scheme has none there.
    public var grids: [Int?]
    /// The unified grid that it is a part of.
    public var grid: Int
    public var squareMetres: Double
    public var households: Double
    public var cases: Double
    /// In the coordinate system of the subject. What elements share has the same points.
    public var geometry: MultiPolygon
  }

  /// A grid of the one net: a whole number of elements of one community.
  public struct Grid: Sendable {
    public var code: String
    public var name: String
    public var community: Int
    public var elements: [Int]
    public var squareMetres: Double
    public var households: Double
    public var cases: Double
    public var geometry: MultiPolygon
  }

  /// A piece narrower than the tolerance.
  public struct Sliver: Sendable {
    /// Where it lies to its element.
    public enum Place: String, Sendable {
      /// Beside it.
      case beside = "absorbed"
      /// Nothing of its community lies beside it: its element is the nearest, and in pieces.
      case apart = "nothing-beside"
      /// It is the element: its community has nothing wider.
      case left = "nothing-wider"
    }

    public var community: Int
    /// As an element's.
    public var grids: [Int?]
    /// The element that took it in, or that it is.
    public var element: Int
    public var place: Place
    public var squareMetres: Double
    public var geometry: MultiPolygon
  }

  /// What a scheme's net means for the one grid.
  public struct SchemeSummary: Sendable {
    public var grids: Int
    /// Grids whose elements all went into one unified grid.
    public var whole: Int
    /// Grids that are made up of unified grids: no new border is theirs alone, none of theirs is lost.
    public var unions: Int
    /// Grids that lie in several communities, and cannot stay whole.
    public var across: Int
    /// Square metres of the communities in which it has no grid.
    public var uncovered: Double
    /// Square metres that several of its grids hold.
    public var overlapping: Double
    /// Square metres of its grids outside all communities.
    public var outside: Double
  }

  /// Where numbers of households come from.
  public enum HouseholdSource: Sendable, Hashable {
    /// Points and buildings, of which so many lie in no element.
    case places(outside: Int)
    /// Each grid's households divided by area.
    case scheme(Int)
    /// None are known: areas stand in for them.
    case none
  }

  public var elements: [Element]
  public var grids: [Grid]
  public var slivers: [Sliver]
  public var crosswalk: [CrosswalkRow]
  /// The weightiest first.
  public var conflicts: [Conflict]
  /// By the order of the schemes in the subject.
  public var schemes: [SchemeSummary]
  public var householdSource: HouseholdSource
  /// How many cases were counted; 0 where none are known.
  public var cases: Double
  /// The households that were asked for in a grid.
  public var target: Double?
  /// How many grids lie within the tolerance of the target, and the worst deviation from it as a fraction.
  public var withinTolerance: Int?
  public var worstDeviation: Double?
  /// Why the target could not be met, community by community.
  public var reasons: [Reason]
  /// What became of the unified grids of today.
  public var lineage: [Descent]

  /// What part of a grid of today, by area, became part of which new one.
  public struct Descent: Sendable, Hashable {
    public var from: String
    /// `nil` for what lies in no grid any more.
    public var grid: Int?
    public var share: Double
  }

  /// Why something is not as it was asked for.
  public struct Reason: Sendable {
    public var community: Int
    public var text: Text
  }
}
