import AreaIndex
import Diagnostics
import SpatialDatabase

/// The tables that tell what editions were and became: when each was in force and since when that was known, what became
/// of its areas, and which places must keep their answer.
enum EditionHistory {
  /// Makes the tables, where that of the editions is there already.
  static func install(in connection: Connection) throws(Fault) { try connection.execute(tables) }

  private static let levelNames = Level.allCases.map { "'\($0.name)'" }.joined(separator: ", ")

  private static let tables = """
    -- Two clocks: an edition was in force from valid_from to valid_to, as was believed from known_from to known_to.
    -- Rows are never deleted, and known_to alone is ever changed. What is believed now has none, and agrees with
    -- editions.valid_from, valid_to, which hold an edition's latest period.
    CREATE TABLE periods (
      id INTEGER PRIMARY KEY,
      edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
      valid_from INTEGER,
      valid_to INTEGER,
      known_from INTEGER NOT NULL,
      known_to INTEGER,
      CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from),
      CHECK (known_to IS NULL OR known_to >= known_from)
    );
    CREATE INDEX periods_by_edition ON periods (edition_id);

    -- What the areas of the edition that edition_id is based on became: LineageEdge.
    CREATE TABLE lineage (
      id INTEGER PRIMARY KEY,
      edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
      level TEXT NOT NULL CHECK (level IN (\(levelNames))),
      from_code TEXT CHECK (from_code <> ''),
      to_code TEXT CHECK (to_code <> ''),
      area_share REAL NOT NULL CHECK (area_share BETWEEN 0 AND 1),
      household_share REAL CHECK (household_share BETWEEN 0 AND 1),
      case_share REAL CHECK (case_share BETWEEN 0 AND 1),
      CHECK (from_code IS NOT NULL OR to_code IS NOT NULL)
    );
    CREATE UNIQUE INDEX lineage_edges ON lineage (edition_id, level, ifnull(from_code, ''), ifnull(to_code, ''));
    CREATE INDEX lineage_by_successor ON lineage (edition_id, level, to_code);

    -- Places that every edition of a scheme must answer with the same area.
    CREATE TABLE golden_cases (
      id INTEGER PRIMARY KEY,
      scheme TEXT NOT NULL REFERENCES schemes (name),
      lon REAL NOT NULL,
      lat REAL NOT NULL,
      level TEXT NOT NULL CHECK (level IN (\(levelNames))),
      code TEXT NOT NULL,
      file TEXT,
      added_at INTEGER NOT NULL,
      UNIQUE (scheme, lon, lat, level)
    );
    """

  // MARK: Databases of before

  /// Before the third version: `earlier_periods` beside the editions, and no second clock.
  static func takeOver(in connection: Connection) throws(Fault) {
    try install(in: connection)
    try connection.execute(
      """
      INSERT INTO periods (edition_id, valid_from, valid_to, known_from, known_to) \(formerPeriods);
      DROP TABLE earlier_periods;
      """)
  }

  /// Stands in for the tables where the database is older and cannot be written.
  static func standIn(on connection: Connection) throws(Fault) {
    try connection.execute(
      """
      CREATE TEMP VIEW periods AS \(formerPeriods);
      CREATE TEMP TABLE lineage (
        edition_id INTEGER, level TEXT, from_code TEXT, to_code TEXT, area_share REAL, household_share REAL,
        case_share REAL);
      CREATE TEMP TABLE golden_cases (
        id INTEGER, scheme TEXT, lon REAL, lat REAL, level TEXT, code TEXT, file TEXT, added_at INTEGER);
      """)
  }

  /// What was believed when, as far as an older database can tell: an edition's end since the one after it was
  /// activated; a period before the latest since the edition was made, because its activation was written over.
  private static let formerPeriods = """
    SELECT edition_id, valid_from, valid_to, known_from, known_to FROM (
      WITH latest AS (
        SELECT e.id, e.valid_from, e.valid_to, ifnull(e.activated_at, e.created_at) AS known,
          (SELECT min(next.activated_at) FROM editions next
           WHERE next.scheme = e.scheme AND next.valid_from = e.valid_to AND next.activated_at > e.activated_at) AS ended
        FROM editions e WHERE e.state <> 'draft'
      )
      SELECT p.edition_id, p.valid_from, p.valid_to, e.created_at AS known_from, NULL AS known_to
      FROM earlier_periods p JOIN editions e ON e.id = p.edition_id
      UNION ALL SELECT id, valid_from, NULL, known, ended FROM latest WHERE ended IS NOT NULL
      UNION ALL SELECT id, valid_from, valid_to, ifnull(ended, known), NULL FROM latest
    )
    """
}
