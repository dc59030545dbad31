import AreaIndex
import Diagnostics
import SpatialDatabase

/// The tables that keep what cases answered before they were reassigned.
package enum CaseHistory {
  /// The columns of an answer, in the table `cases` and, behind `old_` and `new_`, in `reassigned_cases`.
  package static let answerColumns = Level.allCases.map { "\($0.name)_code" } + ["match"]

  /// Makes the tables, where that of the cases is there already.
  static func install(in connection: Connection) throws(Fault) { try connection.execute(tables) }

  /// Stands in for the tables where the database is older and cannot be written.
  static func standIn(on connection: Connection) throws(Fault) {
    let columns = runColumns.map(\.name).joined(separator: ", ")
    let answers = caseColumns.map(\.name).joined(separator: ", ")
    try connection.execute(
      "CREATE TEMP TABLE reassignments (\(columns)); CREATE TEMP TABLE reassigned_cases (\(answers))")
  }

  private typealias Column = (name: String, type: String)

  private static let runColumns: [Column] = [
    ("id", "INTEGER PRIMARY KEY AUTOINCREMENT"), ("edition_id", "INTEGER NOT NULL REFERENCES editions (id)"),
    ("status", "TEXT"), ("snap", "REAL"), ("done_at", "INTEGER NOT NULL"), ("user", "TEXT"),
  ]

  private static let caseColumns: [Column] =
    [
      ("run_id", "INTEGER NOT NULL REFERENCES reassignments (id) ON DELETE CASCADE"),
      ("serial", "INTEGER NOT NULL REFERENCES cases (serial)"),
      ("old_edition_id", "INTEGER REFERENCES editions (id)"), ("old_updated_at", "INTEGER NOT NULL"),
    ]
    + ["old", "new"].flatMap { age in
      answerColumns.map { (name: "\(age)_\($0)", type: $0 == "match" ? "TEXT NOT NULL" : "TEXT") }
    }

  private static func list(_ columns: [Column]) -> String {
    columns.map { "\($0.name) \($0.type)" }.joined(separator: ",\n      ")
  }

  private static let tables = """
    -- Each run took cases to one edition; what they answered before and since stands with it, so that it can be undone.
    CREATE TABLE reassignments (
      \(list(runColumns))
    );
    CREATE TABLE reassigned_cases (
      \(list(caseColumns)),
      PRIMARY KEY (run_id, serial)
    ) WITHOUT ROWID;
    CREATE INDEX reassignments_of_case ON reassigned_cases (serial);
    """
}
