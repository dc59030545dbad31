public import AreaIndex
public import CivilTime
import Diagnostics
import SpatialDatabase

/// A case as it is stored: something reported at a place, and the areas that the place fell in.
public struct CaseRecord: Sendable, Hashable {
  public var id: String
  /// Degrees in the geographic base of the database's reference system; `nil` where the case has no place.
  public var lon: Double?
  public var lat: Double?
  /// The edition that answered.
  public var editionID: Int64?
  /// The code at each level; `nil` where no area holds the place, or the edition lacks the level.
  public var codes: [Level: String]
  /// `inside`, `boundary`, `snapped` or `outside`.
  public var match: String
  public var status: String?
  public var category: String?
  public var reportedAt: Instant?
  /// Everything the source said of it, as a JSON object.
  public var attributes: String?
  public var firstSavedAt: Instant
  public var updatedAt: Instant
}

extension CaseRecord {
  /// The columns that `init(reading:)` takes, in its order; `serial` first, by which pages are kept.
  static let columns =
    (["serial", "id", "lon", "lat", "edition_id"] + Level.allCases.map { "\($0.name)_code" } + [
      "match", "status", "category", "reported_at", "attributes", "first_saved_at", "updated_at",
    ]).joined(separator: ", ")

  init(reading row: Statement) {
    id = row.text(1) ?? ""
    lon = row.real(2)
    lat = row.real(3)
    editionID = row.integer(4)
    codes = [:]
    var column = 5
    for level in Level.allCases {
      codes[level] = row.text(column)
      column += 1
    }
    func instant(_ column: Int) -> Instant? { row.integer(column).map { Instant(milliseconds: $0) } }
    match = row.text(column) ?? ""
    status = row.text(column + 1)
    category = row.text(column + 2)
    reportedAt = instant(column + 3)
    attributes = row.text(column + 4)
    firstSavedAt = instant(column + 5) ?? Instant(milliseconds: 0)
    updatedAt = instant(column + 6) ?? firstSavedAt
  }
}
