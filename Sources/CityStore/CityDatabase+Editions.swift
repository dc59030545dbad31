public import AreaIndex
public import CivilTime
public import Diagnostics
import SpatialDatabase
import SystemFiles

extension CityDatabase {
  /// All editions, by scheme and age.
  /// - Parameter scheme: only those of one scheme.
  public func editions(of scheme: String? = nil) throws(Fault) -> [Edition] {
    try connection.rows(
      "SELECT \(Edition.columns) FROM editions WHERE ?1 IS NULL OR scheme = ?1 ORDER BY scheme, id", [SQLValue(scheme)]
    ) { Edition($0) }
  }

  /// The names of all schemes, in order.
  public func schemes() throws(Fault) -> [String] {
    try connection.rows("SELECT name FROM schemes ORDER BY name") { $0.text(0) ?? "" }
  }

  /// - Throws: `unknown-edition` (64), listing what there is.
  public func edition(_ id: Int64) throws(Fault) -> Edition {
    guard let edition = try firstEdition("id = ?", [.integer(id)]) else {
      throw try unknownEdition(Text("there is no edition \(id)", zh: "没有版本 \(id)"), among: editions())
    }
    return edition
  }

  /// The scheme's open draft, `nil` where none is open.
  public func draft(of scheme: String) throws(Fault) -> Edition? {
    try firstEdition("scheme = ? AND state = 'draft'", [.text(scheme)])
  }

  /// The scheme's active edition, `nil` where it has none.
  public func activeEdition(of scheme: String) throws(Fault) -> Edition? {
    try firstEdition("scheme = ? AND state = 'active'", [.text(scheme)])
  }

  func firstEdition(_ condition: String, _ values: [SQLValue]) throws(Fault) -> Edition? {
    try connection.firstRow("SELECT \(Edition.columns) FROM editions WHERE \(condition) ORDER BY id DESC", values) {
      Edition($0)
    }
  }

  /// The scheme's open draft; else a new one, begun as a copy of its active edition.
  ///
  /// - Parameters:
  ///   - scheme: is made where it is new.
  ///   - omitted: a level whose areas are not copied, because they are about to be replaced.
  ///   - now: when the draft is begun.
  public func openDraft(
    of scheme: String, leavingOut omitted: Level? = nil, note: String? = nil, now: Instant = .now()
  ) throws(Fault) -> Edition {
    if let open = try draft(of: scheme) { return open }
    return try transaction { () throws(Fault) in
      try connection.run("INSERT OR IGNORE INTO schemes (name) VALUES (?)", [.text(scheme)])
      let base = try activeEdition(of: scheme)
      try connection.run(
        """
        INSERT INTO editions (scheme, state, based_on, created_at, created_by, note) VALUES (?, 'draft', ?, ?, ?, ?)
        """,
        [
          .text(scheme), SQLValue(base?.id), .integer(now.milliseconds),
          SQLValue(Environment.value("USER") ?? Environment.value("LOGNAME")), SQLValue(note),
        ])
      let draft = try edition(connection.lastInsertedRow)
      if let base { try copy(base, into: draft, leavingOut: omitted) }
      return draft
    }
  }

  /// Copies areas with their links, and the sources that they came from.
  private func copy(_ base: Edition, into draft: Edition, leavingOut omitted: Level?) throws(Fault) {
    // A table and no common table expression: SQLite would scan that for each parent.
    try connection.execute("CREATE TEMP TABLE copied (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
    try connection.run(
      """
      INSERT INTO temp.copied
      SELECT id, (SELECT max(id) FROM areas) + row_number() OVER (ORDER BY id)
      FROM areas WHERE edition_id = ? AND level IS NOT ?
      """, [.integer(base.id), SQLValue(omitted?.name)])
    try connection.run(
      """
      INSERT INTO areas (id, edition_id, level, code, name, parent_id, parent_code, households, attributes, geometry)
      SELECT copied.new, ?, level, code, name, parent.new, parent_code, households, attributes, geometry
      FROM temp.copied CROSS JOIN areas ON areas.id = copied.old
        LEFT JOIN temp.copied AS parent ON parent.old = areas.parent_id
      """, [.integer(draft.id)])
    try connection.execute("DROP TABLE temp.copied")
    try connection.run(
      """
      INSERT INTO edition_sources (edition_id, \(EditionSource.columns))
      SELECT ?2, \(EditionSource.columns) FROM edition_sources WHERE edition_id = ?1 AND level IS NOT ?3 ORDER BY id
      """, [.integer(base.id), .integer(draft.id), SQLValue(omitted?.name)])
  }

  /// Says from when a draft will be valid once it is activated.
  public func setValidFrom(_ instant: Instant?, of draft: Edition) throws(Fault) {
    try connection.run(
      "UPDATE editions SET valid_from = ? WHERE id = ? AND state = 'draft'",
      [SQLValue(instant?.milliseconds), .integer(draft.id)])
  }

  /// - Throws: `not-a-draft` (65): only what is being worked on may be changed.
  func requireDraft(_ edition: Edition) throws(Fault) {
    guard edition.state == .draft else {
      throw Fault(
        .data, code: "not-a-draft",
        Text("edition \(edition.id) is no draft and cannot be changed", zh: "版本 \(edition.id) 不是草稿，不能修改"),
        at: Place(path))
    }
  }

  /// Removes a draft with its areas.
  /// - Throws: `not-a-draft` (65) for any other edition: what was in force once is kept.
  public func discard(_ edition: Edition) throws(Fault) {
    guard edition.state == .draft else {
      throw Fault(
        .data, code: "not-a-draft",
        Text(
          "edition \(edition.id) is \(edition.state.rawValue); only drafts can be discarded",
          zh: "版本 \(edition.id) 不是草稿（\(edition.state.rawValue)），只有草稿可以丢弃"),
        at: Place(path),
        hint: Text(
          "activate another edition to take this one out of force", zh: "如要停用此版本，请启用另一个版本"))
    }
    try transaction { () throws(Fault) in
      try connection.run("DELETE FROM editions WHERE id = ? AND state = 'draft'", [.integer(edition.id)])
    }
  }

  /// The fault for an edition that is not there; it lists those that are.
  func unknownEdition(_ what: Text, among editions: [Edition]) -> Fault {
    let offset = settings.utcOffset
    let list = editions.map { edition in
      let from = edition.validFrom.map { " from \($0.iso8601(offset: offset))" } ?? ""
      return "\(edition.id) (\(edition.scheme), \(edition.state.rawValue)\(from))"
    }
    return Fault(
      .usage, code: "unknown-edition", what, at: Place(path),
      hint: list.isEmpty
        ? Text("there are no editions yet: import boundaries first", zh: "还没有任何版本：请先导入边界")
        : Text("there are: \(list.joined(separator: ", "))", zh: "现有：\(list.joined(separator: "、"))"))
  }
}
