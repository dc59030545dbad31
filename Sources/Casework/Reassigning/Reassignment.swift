public import AreaIndex
public import CityStore
public import CivilTime
public import Diagnostics
import SpatialDatabase

/// One run that took stored cases to the areas of another edition, or took that back.
public struct Reassignment: Sendable, Hashable {
  /// Cases that went from one area to another at a level.
  public struct Move: Sendable, Hashable {
    public struct Side: Sendable, Hashable {
      /// `nil` where no edition had answered.
      public var editionID: Int64?
      /// `nil`: in no area.
      public var code: String?
    }

    public var from: Side
    public var to: Side
    /// The ids of the cases, in the order in which they were first saved.
    public var cases: [String]
  }

  /// The number of the run.
  public var id: Int64
  public var editionID: Int64
  public var doneAt: Instant
  /// Which level `moves` speak of.
  public var level: Level
  /// How many cases were looked at.
  public var looked: Int
  /// How many answer otherwise now: by another edition, at least.
  public var changed: Int
  /// Cases that are in another area of the level now, by the areas they left and came to.
  public var moves: [Move]
  /// How many had been taken to the nearest area and are in none now.
  public var unsnapped = 0
  /// Cases that another scheme answered.
  public var ofOtherSchemes = 0
  public var withoutPlace = 0

  public var moved: Int { moves.reduce(0) { $0 + $1.cases.count } }
}

/// What a case answered: once, or since.
public struct CaseAnswer: Sendable, Hashable {
  public var editionID: Int64?
  public var codes: [Level: String]
  public var match: String
  /// The run that replaced it; `nil` for the answer of now.
  public var replacedBy: Int64?
  /// When that was.
  public var until: Instant?
}

extension CityDatabase {
  /// Everything that a case answered, the first answer first, that of now last.
  /// - Throws: `unknown-case` (64).
  public func answers(ofCase id: String) throws(Fault) -> [CaseAnswer] {
    let record = try caseRecord(id: id)
    let columns = CaseHistory.answerColumns.map { "h.old_\($0)" }.joined(separator: ", ")
    let before = try connection.rows(
      """
      SELECT r.id, r.done_at, h.old_edition_id, \(columns)
      FROM cases c JOIN reassigned_cases h ON h.serial = c.serial JOIN reassignments r ON r.id = h.run_id
      WHERE c.id = ? ORDER BY r.id
      """, [.text(id)]
    ) { row in
      var codes: [Level: String] = [:]
      for level in Level.allCases { codes[level] = row.text(3 + Int(level.rawValue)) }
      return CaseAnswer(
        editionID: row.integer(2), codes: codes, match: row.text(3 + Level.allCases.count) ?? "",
        replacedBy: row.integer(0), until: row.integer(1).map { Instant(milliseconds: $0) })
    }
    return before + [CaseAnswer(editionID: record.editionID, codes: record.codes, match: record.match)]
  }

  /// The cases that a run took from one area of a level to another.
  func moves(ofRun run: Int64, to edition: Int64, at level: Level) throws(Fault) -> [Reassignment.Move] {
    let code = "\(level.name)_code"
    let rows = try connection.rows(
      """
      SELECT h.old_edition_id, h.old_\(code), h.new_\(code), c.id
      FROM reassigned_cases h JOIN cases c ON c.serial = h.serial
      WHERE h.run_id = ? AND h.old_\(code) IS NOT h.new_\(code) ORDER BY h.old_\(code), h.new_\(code), 1, h.serial
      """, [.integer(run)]
    ) { row in
      (
        from: Reassignment.Move.Side(editionID: row.integer(0), code: row.text(1)),
        to: Reassignment.Move.Side(editionID: edition, code: row.text(2)), id: row.text(3) ?? ""
      )
    }
    var moves: [Reassignment.Move] = []
    for row in rows {
      if let last = moves.last, last.from == row.from, last.to == row.to {
        moves[moves.count - 1].cases.append(row.id)
      } else {
        moves.append(Reassignment.Move(from: row.from, to: row.to, cases: [row.id]))
      }
    }
    return moves
  }
}
