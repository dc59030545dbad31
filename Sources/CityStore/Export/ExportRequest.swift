public import AreaIndex

/// What an export is asked to do.
public struct ExportRequest: Sendable {
  public var level: Level
  /// The output; its ending says the format: `.gpkg`, `.geojson`, `.shp`, `.csv`.
  public var path: String
  /// Stands in for the ending of a name that has none: `geojson` or `csv` for standard output (`-`).
  public var form: String?
  /// Which edition; the active one when nothing is said.
  public var edition = EditionSelector()
  /// The coordinate system of the output; `nil`: the database's own, in which coordinates are copied bit for bit.
  public var crs: String?
  /// Replaces an existing file.
  public var force = false

  public init(level: Level, path: String) {
    self.level = level
    self.path = path
  }
}

/// What an export wrote.
public struct ExportReport: Sendable, Hashable {
  public var editionID: Int64
  public var areas: Int
  public var crs: String
  /// Points put into long edges so that they stay where they were.
  public var pointsAdded: Int
}
