package import AreaIndex
package import Diagnostics
import SpatialDatabase
package import SpatialPrimitives

/// An area about to be written.
package struct NewArea: Sendable {
  package var code: String
  package var name: String
  package var parentID: Int64?
  package var parentCode: String?
  package var households: Double?
  /// A JSON object.
  package var attributes: String
  /// In the database's reference system; empty is stored as NULL.
  package var geometry: MultiPolygon

  package init(
    code: String, name: String, parentID: Int64? = nil, parentCode: String? = nil, households: Double? = nil,
    attributes: String = "{}", geometry: MultiPolygon
  ) {
    self.code = code
    self.name = name
    self.parentID = parentID
    self.parentCode = parentCode
    self.households = households
    self.attributes = attributes
    self.geometry = geometry
  }
}

/// Writes the areas of one level of a draft. To be used within one transaction.
package final class AreaWriter {
  package enum Outcome: Sendable, Hashable {
    case added(Int64)
    case updated(Int64)
    /// Several areas there bear this code, so that none can be meant; nothing was written.
    case ambiguous

    package var id: Int64? {
      switch self {
      case .added(let id), .updated(let id): id
      case .ambiguous: nil
      }
    }
  }

  private let database: CityDatabase
  private let edition: Edition
  private let level: Level
  private let insertion: Statement
  private let replacement: Statement
  private let parentSetting: Statement
  private let shapeSetting: Statement
  /// The areas that were there before, by code; only where rows take the place of these.
  private var present: [String: [Int64]] = [:]

  /// - Parameters:
  ///   - mode: `replace` removes the level's areas at once.
  ///   - parent: removes only those below this area; the level keeps its sources then.
  /// - Throws: `not-a-draft` (65).
  package init(
    _ database: CityDatabase, draft edition: Edition, level: Level, mode: ImportRequest.Mode,
    within parent: Int64? = nil
  ) throws(Fault) {
    try database.requireDraft(edition)
    let connection = database.connection
    self.database = database
    self.edition = edition
    self.level = level
    insertion = try connection.prepare(
      """
      INSERT INTO areas (code, name, parent_id, parent_code, households, attributes, geometry, edition_id, level)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """)
    replacement = try connection.prepare(
      """
      UPDATE areas SET code = ?1, name = ?2, parent_id = ?3, parent_code = ?4, households = ?5, attributes = ?6,
        geometry = ?7
      WHERE id = ?8
      """)
    parentSetting = try connection.prepare("UPDATE areas SET parent_id = ?2, parent_code = ?3 WHERE id = ?1")
    shapeSetting = try connection.prepare("UPDATE areas SET geometry = ?1 WHERE id = ?2 AND edition_id = ?3")
    try insertion.bind(8, edition.id)
    try insertion.bind(9, level.name)
    switch mode {
    case .replace where parent != nil:
      try connection.run(
        """
        WITH RECURSIVE below (id) AS (
          SELECT id FROM areas WHERE parent_id = ?3
          UNION SELECT areas.id FROM below JOIN areas ON areas.parent_id = below.id)
        DELETE FROM areas WHERE edition_id = ?1 AND level = ?2 AND id IN (SELECT id FROM below)
        """, [.integer(edition.id), .text(level.name), SQLValue(parent)])
    case .replace:
      let values: [SQLValue] = [.integer(edition.id), .text(level.name)]
      try connection.run("DELETE FROM areas WHERE edition_id = ? AND level = ?", values)
      try connection.run("DELETE FROM edition_sources WHERE edition_id = ? AND level = ?", values)
    case .add: break
    case .update:
      try connection.forEachRow(
        "SELECT code, id FROM areas WHERE edition_id = ? AND level = ? AND code <> '' ORDER BY id",
        [.integer(edition.id), .text(level.name)]
      ) { row throws(Fault) in
        if let code = row.text(0), let id = row.integer(1) { present[code, default: []].append(id) }
      }
    }
  }

  /// Adds one area, or with `update` writes it over the one with its code that was there before.
  package func write(_ area: NewArea) throws(Fault) -> Outcome {
    if let ids = present[area.code] {
      guard ids.count == 1 else { return .ambiguous }
      try update(ids[0], area)
      return .updated(ids[0])
    }
    return .added(try insert(area))
  }

  /// Adds an area, whatever others bear its code.
  ///
  /// - Returns: its id.
  package func insert(_ area: NewArea) throws(Fault) -> Int64 {
    try bind(area, to: insertion)
    try insertion.run()
    return database.connection.lastInsertedRow
  }

  /// Writes an area over the one with this id.
  ///
  /// - Throws: `area-not-there` (70).
  package func update(_ id: Int64, _ area: NewArea) throws(Fault) {
    try bind(area, to: replacement)
    try replacement.bind(8, id)
    try replacement.run()
    try requireChange(of: id)
  }

  /// Takes an area of the level away. Those below it are linked to none from then on.
  ///
  /// - Throws: `area-not-there` (70), for one of another level too.
  package func remove(_ id: Int64) throws(Fault) {
    try database.connection.run(
      "DELETE FROM areas WHERE id = ? AND edition_id = ? AND level = ?",
      [.integer(id), .integer(edition.id), .text(level.name)])
    try requireChange(of: id)
  }

  /// Links an area of the same draft, of any level, to the one above it.
  package func setParent(of id: Int64, to parent: Int64?, code: String?) throws(Fault) {
    try parentSetting.bind([.integer(id), SQLValue(parent), SQLValue(code)])
    try parentSetting.run()
  }

  /// Gives an area of the same draft, of any level, another shape; everything else stays.
  ///
  /// - Throws: `area-not-there` (70).
  package func setGeometry(of id: Int64, to geometry: MultiPolygon) throws(Fault) {
    try shapeSetting.bind(1, SpatiaLiteBlob.encode(geometry, srid: database.srid))
    try shapeSetting.bind(2, id)
    try shapeSetting.bind(3, edition.id)
    try shapeSetting.run()
    try requireChange(of: id)
  }

  /// A statement that meets no row is no error to SQLite; a caller who named another level or edition has to hear of it.
  private func requireChange(of id: Int64) throws(Fault) {
    guard database.connection.changedRows == 0 else { return }
    throw Fault(
      .software, code: "area-not-there",
      Text(
        "the area numbered \(id) is not one of those that are written: level \(level.name), edition \(edition.id)",
        zh: "编号 \(id) 的区域不在所写范围内：层级 \(level.name)，版本 \(edition.id)"), at: Place(database.path))
  }

  private func bind(_ area: NewArea, to statement: Statement) throws(Fault) {
    try statement.bind(1, area.code)
    try statement.bind(2, area.name)
    try statement.bind(3, SQLValue(area.parentID))
    try statement.bind(4, SQLValue(area.parentCode))
    try statement.bind(5, SQLValue(area.households))
    try statement.bind(6, area.attributes)
    if area.geometry.isEmpty {
      try statement.bindNull(7)
    } else {
      try statement.bind(7, SpatiaLiteBlob.encode(area.geometry, srid: database.srid))
    }
  }
}
