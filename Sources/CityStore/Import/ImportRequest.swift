public import AreaIndex
public import CivilTime

/// What an import is asked to do: the files of one level and how to read them.
public struct ImportRequest: Sendable {
  /// What happens to the areas that the level of the draft holds already.
  public enum Mode: String, Sendable, CaseIterable {
    /// They give way.
    case replace
    /// They stay, and the new ones come beside them.
    case add
    /// Those whose code is in the file take its row, and keep the name and the households where the file has no such
    /// field; the file's other rows are added.
    case update
  }

  /// The files of this level; a city often arrives as one file per district.
  public var files: [String]
  public var level: Level
  public var mode: Mode = .replace
  /// With `replace`: only the areas below this one give way, `[LEVEL/]CODE`, and only such areas are taken from the
  /// files; all others of the level carry on.
  public var within: String?
  /// `nil`: `unified`, else the only scheme with an active edition, announced.
  public var scheme: String?
  /// The layer to read in each file; needed only where a file holds several.
  public var layer: String?
  /// Fields named by the caller; they are not guessed.
  public var fields = FieldMapping()
  /// Takes the place of what the files say of their coordinate system.
  public var crs: String?
  /// Takes the place of what the files say of their encoding.
  public var encoding: String?
  /// An SQL condition on the files' fields; rows that do not meet it are not read.
  public var condition: String?
  /// A saved mapping: read where the file exists, written where it does not.
  public var profilePath: String?
  /// Where rejected rows go; `nil`: beside the database, as `FILE.rejects.csv`.
  public var rejectsPath: String?
  /// Replaces an existing rejects file.
  public var force = false
  /// Invalid geometry goes to the rejects instead of being repaired.
  public var strict = false
  public var validFrom: Instant?
  /// This program and its version, kept with the edition.
  public var program = "OneGrid"
  /// Makes the draft the active edition in the same transaction.
  public var activate = false
  /// How many may read a file.
  public var threads = 1

  public init(files: [String], level: Level) {
    self.files = files
    self.level = level
  }
}
