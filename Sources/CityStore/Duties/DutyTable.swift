import AreaIndex
import Diagnostics
import SpatialDatabase

/// The table of who covers which area, in which role and period.
enum DutyTable {
  static func install(in connection: Connection) throws(Fault) {
    let levels = Level.allCases.map { "'\($0.name)'" }.joined(separator: ", ")
    try connection.execute(
      """
      -- An area goes by its code, which no other area ever bears, so that duties outlive editions. A period is
      -- [valid_from, valid_to) in milliseconds; NULL is open. A blank category is every category.
      CREATE TABLE duties (
        id INTEGER PRIMARY KEY,
        officer_id TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('head', 'member')),
        scheme TEXT NOT NULL REFERENCES schemes (name),
        level TEXT NOT NULL CHECK (level IN (\(levels))),
        code TEXT NOT NULL,
        valid_from INTEGER,
        valid_to INTEGER,
        category TEXT NOT NULL DEFAULT '',
        hours TEXT,
        load_limit INTEGER CHECK (load_limit >= 0),
        stand_in TEXT,
        CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to > valid_from)
      );
      CREATE UNIQUE INDEX duties_of_area ON duties (level, code, scheme, officer_id, role, category, ifnull(valid_from, 0));
      CREATE INDEX duties_of_officer ON duties (officer_id);
      """)
  }

  /// Stands in for the table where the database is older and cannot be written.
  static func standIn(on connection: Connection) throws(Fault) {
    try connection.execute("CREATE TEMP TABLE duties (\(columns))")
  }

  /// In the order in which `Duty` reads them.
  static let columns =
    "officer_id, name, role, scheme, level, code, valid_from, valid_to, category, hours, load_limit, stand_in"
}
