public import AreaIndex
public import CityStore
import CivilTime
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Takes the latest reassignment back: every case is as it was before, to the byte, and the run is forgotten.
  ///
  /// - Parameters:
  ///   - edition: which one the run must have been to.
  ///   - level: which one the list of moves speaks of; the lowest with areas where none is said.
  /// - Returns: what was taken back, `from` and `to` as the run had them.
  /// - Throws: `nothing-to-undo` (65); `reassigned-since` (65) where a later run went to another edition;
  ///   `cases-changed-since` (65), with their ids, where cases were moved or updated after the run.
  public func undoReassignment(to edition: Edition, level: Level? = nil) throws(Fault) -> Reassignment {
    try transaction { () throws(Fault) in
      let latest = try connection.firstRow(
        "SELECT id, edition_id, done_at FROM reassignments ORDER BY id DESC LIMIT 1"
      ) { row in (id: row.integer(0) ?? 0, edition: row.integer(1) ?? 0, doneAt: row.integer(2) ?? 0) }
      guard let latest else { throw nothingToUndo(Text("no case was ever reassigned", zh: "从未重新归格过")) }
      guard latest.edition == edition.id else { throw try reassignedSince(edition, latest.id, latest.edition) }
      try refuseChanges(since: latest.id, to: edition, at: latest.doneAt)

      let lowest = try editionsByLevel(of: edition).last?.0
      var report = Reassignment(
        id: latest.id, editionID: edition.id, doneAt: Instant(milliseconds: latest.doneAt),
        level: level ?? lowest ?? .grid, looked: 0, changed: 0, moves: [])
      report.moves = try moves(ofRun: latest.id, to: edition.id, at: report.level)
      let assignments = CaseHistory.answerColumns.map { "\($0) = h.old_\($0)" }.joined(separator: ", ")
      try connection.run(
        """
        UPDATE cases SET edition_id = h.old_edition_id, updated_at = h.old_updated_at, \(assignments)
        FROM reassigned_cases h WHERE h.run_id = ? AND h.serial = cases.serial
        """, [.integer(latest.id)])
      report.changed = connection.changedRows
      report.looked = report.changed
      try connection.run("DELETE FROM reassignments WHERE id = ?", [.integer(latest.id)])
      return report
    }
  }

  private func nothingToUndo(_ what: Text) -> Fault {
    Fault(.data, code: "nothing-to-undo", what, at: Place(path))
  }

  private func reassignedSince(_ edition: Edition, _ run: Int64, _ other: Int64) throws(Fault) -> Fault {
    let wasEver =
      try connection.integer("SELECT 1 FROM reassignments WHERE edition_id = ?", [.integer(edition.id)]) == 1
    guard wasEver else {
      return nothingToUndo(
        Text("no case was ever reassigned to edition \(edition.id)", zh: "从未重新归格到版本 \(edition.id)"))
    }
    return Fault(
      .data, code: "reassigned-since",
      Text(
        "run \(run) reassigned cases to edition \(other) after that", zh: "之后的第 \(run) 次重新归格已将案件归入版本 \(other)"),
      at: Place(path), hint: Text("undo that one first: --edition \(other)", zh: "请先撤销那一次：--edition \(other)"))
  }

  /// What stands on a run's answers must not lose its ground.
  private func refuseChanges(since run: Int64, to edition: Edition, at doneAt: Int64) throws(Fault) {
    let same = CaseHistory.answerColumns.map { "c.\($0) IS h.new_\($0)" }.joined(separator: " AND ")
    let changed = try connection.rows(
      """
      SELECT c.id FROM reassigned_cases h LEFT JOIN cases c ON c.serial = h.serial
      WHERE h.run_id = ? AND NOT (c.edition_id IS ? AND c.updated_at IS ? AND \(same)) ORDER BY h.serial
      """, [.integer(run), .integer(edition.id), .integer(doneAt)]
    ) { $0.text(0) ?? "?" }
    guard !changed.isEmpty else { return }
    let list = changed.prefix(5).joined(separator: ", ") + (changed.count > 5 ? " …" : "")
    throw Fault(
      .data, code: "cases-changed-since",
      Text(
        "\(Text.counted(changed.count, "case was", "cases were")) moved or updated after run \(run): \(list)",
        zh: "第 \(run) 次重新归格之后有 \(changed.count) 个案件被移动或更新：\(list)"),
      at: Place(path),
      hint: Text(
        "reassign to the edition before instead: what was changed since is kept",
        zh: "可改为重新归格到之前的版本，以保留其后的修改"))
  }
}
