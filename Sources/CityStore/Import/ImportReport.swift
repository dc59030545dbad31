public import AreaIndex
public import Diagnostics
public import SpatialPrimitives

/// What an import did. Nothing is rounded and nothing left out: `rows == areas + rejected`, for each file and in all.
public struct ImportReport: Sendable {
  public var editionID: Int64
  public var scheme: String
  public var level: Level
  public var mode: ImportRequest.Mode
  public var isActive = false
  public var files: [File] = []
  /// Of the areas read, those that took the place of one with the same code (`update` only).
  public var updated = 0
  /// Areas that the level holds now.
  public var areasInLevel = 0
  public var repairs: [Repair] = []
  /// Duplicate and blank codes of the level; activation refuses them.
  public var codeFindings: [CodeFinding] = []
  /// How the areas of this level, and of the next one below, found the areas above them.
  public var parents: [ParentSummary] = []
  /// The rejects file, where one was written.
  public var rejectsPath: String?
  public var notices: [Notice] = []

  public var rows: Int { files.reduce(0) { $0 + $1.rows } }
  public var areas: Int { files.reduce(0) { $0 + $1.areas } }
  public var rejected: Int { files.reduce(0) { $0 + $1.rejected } }

  /// What one file gave.
  public struct File: Sendable {
    public var path: String
    public var sha256: String
    public var layer: String
    public var crs: String
    public var encoding: String?
    public var fields: FieldMapping
    public var rows = 0
    public var areas = 0
    public var rejected = 0
    public var repaired = 0
    /// Points put into long edges so that they stay where they were in the file's coordinate system.
    public var pointsAdded = 0
  }

  /// One line of the repair ledger.
  public struct Repair: Sendable, Hashable {
    public var place: Place
    public var code: String
    public var reason: String
    /// In the database's coordinate system.
    public var point: Point
    public var squareMetresBefore: Double
    public var squareMetresAfter: Double
  }
}

/// How the areas of one level found the areas above them.
public struct ParentSummary: Sendable, Hashable {
  public var level: Level
  public var byField = 0
  public var byPrefix = 0
  public var byGeometry = 0
  /// Areas that no method found an area above for.
  public var without = 0
  /// Whether the guessed parent field, or the beginnings of the codes, contradicted the places of most areas and
  /// were therefore not believed.
  public var ignoresField = false
  public var ignoresPrefix = false
  public var disagreements: [ParentDisagreement] = []

  public init(level: Level) { self.level = level }
}

/// An area whose field, code and place do not name the same area above. Each is a code, or `nil` where
/// the method found nothing.
public struct ParentDisagreement: Sendable, Hashable {
  public var code: String
  public var name: String
  public var byField: String?
  public var byPrefix: String?
  public var byGeometry: String?
  public var chosen: String
}
