public import AreaIndex
import CityStore

/// By what cases are counted.
public enum CaseKey: String, Sendable, CaseIterable {
  /// The area at a level.
  case area
  case category
  /// The day on which it was reported, in the database's offset.
  case day
}

/// How counts of one edition's areas are carried to those of another that they became.
public enum RollShare: String, Sendable, CaseIterable {
  /// By the part of the ground, of the households, of the cases that went there.
  case area, household, `case`
}

/// What cases are counted, and how.
public struct CaseCount: Sendable {
  public var key: CaseKey
  public var filter = CaseFilter()
  /// For areas; the lowest level with any where none is said.
  public var level: Level?
  /// For areas: only those of one edition, by its number; with `roll` all cases, carried to it. `nil`: the active one
  /// where counts are carried, else every edition.
  public var editionID: Int64?
  public var roll: RollShare?

  public init(_ key: CaseKey) { self.key = key }
}

/// Cases counted: every case that was asked for is in one of the rows, or in what could not be carried.
public struct CaseStatistics: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    /// The code, the category or the day; `nil` for cases that have none.
    public var key: String?
    /// Of an area.
    public var name: String?
    /// A whole number where nothing was carried.
    public var cases: Double
  }

  /// Cases of an area that became nothing that is known.
  public struct Rest: Sendable, Hashable {
    public enum Reason: String, Sendable {
      /// The lineage says that a part of the area was taken out of the city.
      case abolished
      /// The area is in the next edition no more, and nothing says what became of it.
      case noLineage = "no-lineage"
      /// The edition that answered does not lead to the one asked for.
      case notBefore = "not-before"
    }

    /// The edition in whose areas the cases are left.
    public var editionID: Int64
    public var code: String
    public var cases: Double
    public var reason: Reason
  }

  public var key: CaseKey
  public var level: Level?
  public var editionID: Int64?
  public var roll: RollShare?
  /// How many cases were counted.
  public var total: Int
  /// Areas and days by their key, categories by number; cases without a key last.
  public var rows: [Row]
  public var rest: [Rest] = []
  /// Cases that were carried by ground, where the lineage does not tell the share asked for.
  public var carriedByGround = 0.0
}
