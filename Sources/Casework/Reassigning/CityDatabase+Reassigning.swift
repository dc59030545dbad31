public import AreaIndex
public import CityStore
public import CivilTime
public import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

extension CityDatabase {
  /// Gives every stored case the answer of an edition and keeps the one before, in one transaction.
  ///
  /// Cases that another scheme answered are left alone, as are those without a place. The areas are found as `assign` finds
  /// them, exactly.
  ///
  /// - Parameters:
  ///   - edition: no draft.
  ///   - status: only cases in this one.
  ///   - snap: a case in no area goes to the nearest one within so many metres.
  ///   - level: which one the list of moves speaks of; the lowest where none is said.
  ///   - threads: how many may build the index of the areas.
  /// - Returns: what was done; a run that changed nothing is not remembered.
  /// - Throws: `edition-is-a-draft` (65); `missing-level` (64).
  /// - Complexity: O(log n) for each case.
  public func reassignCases(
    to edition: Edition, status: String? = nil, snap: Double? = nil, level: Level? = nil, threads: Int = 1,
    listener: Listener = .silent, now: Instant = .now()
  ) throws(Fault) -> Reassignment {
    guard edition.state != .draft else {
      throw Fault(
        .data, code: "edition-is-a-draft",
        Text("edition \(edition.id) is a draft; nothing is in its areas yet", zh: "版本 \(edition.id) 是草稿，尚不能归入案件"),
        at: Place(path), hint: Text("activate it first", zh: "请先启用"))
    }
    let catalog = try self.catalog(of: edition, threads: threads, listener: listener)
    if let level, !catalog.levels.contains(level) { try requireLevel(level, in: edition) }
    return try transaction { () throws(Fault) in
      try connection.run(
        "INSERT INTO reassignments (edition_id, status, snap, done_at, user) VALUES (?, ?, ?, ?, ?)",
        [
          .integer(edition.id), SQLValue(status), SQLValue(snap), .integer(now.milliseconds),
          SQLValue(Environment.value("USER") ?? Environment.value("LOGNAME")),
        ])
      let run = ReassignmentRun(self, edition, catalog, id: connection.lastInsertedRow, status: status, snap: snap)
      let looked = try run.writeAnswers(listener)
      let changed = try run.takeOver(now: now)
      var report = Reassignment(
        id: run.id, editionID: edition.id, doneAt: now, level: level ?? catalog.levels.last ?? .grid, looked: looked,
        changed: changed, moves: [])
      report.moves = try moves(ofRun: run.id, to: edition.id, at: report.level)
      try run.countRest(&report)
      // A run that changed nothing must not stand in the way of undoing the one before.
      if changed == 0 { try connection.run("DELETE FROM reassignments WHERE id = ?", [.integer(run.id)]) }
      return report
    }
  }
}

/// A run under way, within a transaction.
private struct ReassignmentRun {
  let city: CityDatabase
  let edition: Edition
  let catalog: AreaCatalog
  let id: Int64
  let status: String?
  let snap: Double?

  /// How many cases are read before they are answered.
  private static let portion: Int64 = 16_384
  private static let ofScheme = "(edition_id IS NULL OR edition_id IN (SELECT id FROM editions WHERE scheme = ?1))"

  init(_ city: CityDatabase, _ edition: Edition, _ catalog: AreaCatalog, id: Int64, status: String?, snap: Double?) {
    self.city = city
    self.edition = edition
    self.catalog = catalog
    self.id = id
    self.status = status
    self.snap = snap
  }

  /// Writes both answers of each case that answers otherwise now.
  ///
  /// - Returns: how many cases were looked at.
  func writeAnswers(_ listener: Listener) throws(Fault) -> Int {
    let connection = city.connection
    let finder = try AreaFinder(
      catalog, number: 0, levels: catalog.levels, request: AreaFinder.Request(snap: snap),
      system: city.coordinateSystem)
    let insertion = try connection.prepare(insertionSQL)
    let total = Int(try connection.integer("SELECT count(*) FROM cases") ?? 0)
    var (last, looked) = (Int64(0), 0)
    while true {
      let places = try connection.rows(
        """
        SELECT serial, geometry FROM cases
        WHERE serial > ?2 AND geometry IS NOT NULL AND \(Self.ofScheme) AND (?3 IS NULL OR status = ?3)
        ORDER BY serial LIMIT \(Self.portion)
        """, [.text(edition.scheme), .integer(last), SQLValue(status)]
      ) { row throws(Fault) in (serial: row.integer(0) ?? 0, point: try row.point(1)) }
      guard let end = places.last else { return looked }
      last = end.serial
      for (serial, place) in places {
        guard let place else { continue }
        let answer = catalog.index.assign(place)
        var finding = finder.finding(of: answer)
        if snap != nil { _ = finder.details(of: &finding, at: place, answer, isSettled: false) }
        try insertion.bind(1, serial)
        for level in Level.allCases {
          let ordinal = finding.area(at: level)
          let parameter = 2 + Int(level.rawValue)
          if ordinal < 0 {
            try insertion.bindNull(parameter)
          } else {
            try insertion.bind(parameter, catalog.areas[Int(ordinal)].code)
          }
        }
        try insertion.bind(2 + Level.allCases.count, finding.match.name)
        try insertion.run()
      }
      looked += places.count
      listener.progress(
        ProgressReport(stage: Text("reassigning cases", zh: "案件重新归格"), done: looked, total: total, unit: "cases"))
    }
  }

  /// Takes the case's serial and the new answer; nothing is written where the answer is the same.
  private var insertionSQL: String {
    let columns = CaseHistory.answerColumns
    let values = columns.indices.map { "?\($0 + 2)" }
    let same = zip(columns, values).map { "\($0) IS \($1)" }.joined(separator: " AND ")
    return """
      INSERT INTO reassigned_cases (run_id, serial, old_edition_id, old_updated_at,
        \(columns.map { "old_\($0)" }.joined(separator: ", ")), \(columns.map { "new_\($0)" }.joined(separator: ", ")))
      SELECT \(id), serial, edition_id, updated_at, \(columns.joined(separator: ", ")), \(values.joined(separator: ", "))
      FROM cases WHERE serial = ?1 AND NOT (edition_id IS \(edition.id) AND \(same))
      """
  }

  /// Gives the cases their new answers.
  ///
  /// - Returns: how many.
  func takeOver(now: Instant) throws(Fault) -> Int {
    let assignments = CaseHistory.answerColumns.map { "\($0) = h.new_\($0)" }.joined(separator: ", ")
    let changed = try city.connection.integer("SELECT count(*) FROM reassigned_cases WHERE run_id = ?", [.integer(id)])
    let stored = try city.connection.integer("SELECT count(*) FROM cases") ?? 0
    // Indexes are built faster behind many rows than kept up row by row.
    let isMost = 4 * (changed ?? 0) > stored && stored > 10_000
    if isMost { try CaseTable.dropColumnIndexes(in: city.connection) }
    try city.connection.run(
      """
      UPDATE cases SET edition_id = ?2, updated_at = ?3, \(assignments)
      FROM reassigned_cases h WHERE h.run_id = ?1 AND h.serial = cases.serial
      """, [.integer(id), .integer(edition.id), .integer(now.milliseconds)])
    if isMost { try CaseTable.buildColumnIndexes(in: city.connection) }
    return Int(changed ?? 0)
  }

  func countRest(_ report: inout Reassignment) throws(Fault) {
    func count(_ sql: String, _ values: [SQLValue]) throws(Fault) -> Int {
      Int(try city.connection.integer("SELECT count(*) FROM \(sql)", values) ?? 0)
    }
    report.unsnapped = try count(
      "reassigned_cases WHERE run_id = ? AND old_match = 'snapped' AND new_match = 'outside'", [.integer(id)])
    report.ofOtherSchemes = try count("cases WHERE NOT \(Self.ofScheme)", [.text(edition.scheme)])
    report.withoutPlace = try count("cases WHERE geometry IS NULL", [])
  }
}
