public import AreaIndex
public import CivilTime
public import Diagnostics
import SpatialDatabase

/// Where one level of an edition came from.
public struct EditionSource: Sendable, Hashable {
  public var level: Level
  /// How it was brought in, e.g. `replace`.
  public var mode: String
  public var file: String
  /// Hexadecimal SHA-256 of the file.
  public var sha256: String
  public var layer: String?
  public var crs: String?
  public var encoding: String?
  /// Rows read from the file.
  public var rows: Int
  public var importedAt: Instant
  public var user: String?
  /// This program and its version.
  public var program: String
  /// The libraries and their versions.
  public var libraries: String

  public init(
    level: Level, mode: String, file: String, sha256: String, layer: String?, crs: String?, encoding: String?,
    rows: Int, importedAt: Instant, user: String?, program: String, libraries: String
  ) {
    self.level = level
    self.mode = mode
    self.file = file
    self.sha256 = sha256
    self.layer = layer
    self.crs = crs
    self.encoding = encoding
    self.rows = rows
    self.importedAt = importedAt
    self.user = user
    self.program = program
    self.libraries = libraries
  }

  static let columns = """
    level, mode, file, sha256, layer, crs, encoding, rows, imported_at, user, program, libraries
    """

  init(_ row: Statement) {
    self.init(
      level: row.text(0).flatMap { Level(name: $0) } ?? .city, mode: row.text(1) ?? "", file: row.text(2) ?? "",
      sha256: row.text(3) ?? "", layer: row.text(4), crs: row.text(5), encoding: row.text(6),
      rows: Int(row.integer(7) ?? 0), importedAt: Instant(milliseconds: row.integer(8) ?? 0), user: row.text(9),
      program: row.text(10) ?? "", libraries: row.text(11) ?? "")
  }
}

extension CityDatabase {
  /// The sources of an edition, in the order in which they came.
  public func sources(of edition: Edition) throws(Fault) -> [EditionSource] {
    try connection.rows(
      "SELECT \(EditionSource.columns) FROM edition_sources WHERE edition_id = ? ORDER BY id", [.integer(edition.id)]
    ) { EditionSource($0) }
  }

  /// Remembers where a level of a draft came from.
  package func record(_ source: EditionSource, in edition: Edition) throws(Fault) {
    try connection.run(
      """
      INSERT INTO edition_sources (edition_id, \(EditionSource.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(edition.id), .text(source.level.name), .text(source.mode), .text(source.file), .text(source.sha256),
        SQLValue(source.layer), SQLValue(source.crs), SQLValue(source.encoding), SQLValue(source.rows),
        .integer(source.importedAt.milliseconds), SQLValue(source.user), .text(source.program),
        .text(source.libraries),
      ])
  }
}
