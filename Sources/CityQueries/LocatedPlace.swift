public import AreaIndex
public import CityStore
public import Diagnostics

/// Everything that is known of one place.
public struct LocatedPlace: Sendable, Hashable {
  /// The area at one level that the place belongs to.
  public struct Area: Sendable, Hashable {
    public var level: Level
    public var code: String
    public var name: String
    public var match: Match
    /// Geodesic metres from the place to the nearest point of the area's border.
    public var border: Double
    /// Why this area and no other.
    public var reason: Text
    /// Every area of the level whose interior or border holds the place, the chosen one first.
    public var candidates: [Candidate]
  }

  public struct Candidate: Sendable, Hashable {
    public var code: String
    public var name: String
    public var match: Match
  }

  public enum Match: String, Sendable {
    case inside, boundary
  }

  /// Degrees in the geographic base of the database's reference system.
  public var lon: Double
  public var lat: Double
  public var edition: Edition
  /// From the top; a level at which no area holds the place is missing.
  public var areas: [Area]
  /// The levels that the edition has, at which no area holds the place.
  public var missing: [Level]
}
