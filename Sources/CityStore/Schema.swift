import AreaIndex
import Diagnostics
import Projections
import SpatialDatabase

/// The tables of the city database, all in this one place.
///
/// Times are milliseconds since 1970-01-01T00:00:00Z. Periods are [from, to); NULL is open.
enum Schema {
  /// `user_version` of the file. A step in `Migration` leads from each earlier version to the next.
  static let version = 8
  /// `application_id` of the file: "OGrd" in ASCII.
  static let applicationID = 0x4F47_7264

  /// Makes everything in an empty database, within the caller's transaction.
  static func make(in connection: Connection, settings: DatabaseSettings) throws(Fault) {
    try connection.makeSpatialMetadata()
    let (system, srid) = try settings.referenceSystem()
    let row = system.spatialReferenceRow
    try connection.registerReferenceSystem(
      srid: srid, authority: row.authority, code: srid, name: row.name, projText: row.proj4text, wkt: row.wkt)
    try connection.execute(tables)
    try EditionHistory.install(in: connection)
    try connection.addGeometryColumn("geometry", to: "areas", srid: srid, kind: "MULTIPOLYGON")
    try connection.createSpatialIndex("areas", "geometry")
    try connection.addGeometryColumn("geometry", to: "cases", srid: srid, kind: "POINT")
    try AreaStamp.install(in: connection)
    try CaseTable.buildIndexes(in: connection)
    try CaseHistory.install(in: connection)
    try CityObjectTable.install(in: connection)
    try CityObjectTable.installViews(in: connection)
    try CityObjectTable.installBoxes(in: connection)
    try ObjectLinkTable.install(in: connection)
    try DutyTable.install(in: connection)
    try settings.write(to: connection)
    try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
  }

  private static let levelNames = Level.allCases.map { "'\($0.name)'" }.joined(separator: ", ")
  private static let codeColumns = Level.allCases.map { "\($0.name)_code TEXT" }.joined(separator: ", ")

  private static let tables = """
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE schemes (name TEXT PRIMARY KEY, title TEXT);

    -- An edition's latest period is valid_from, valid_to; all of them: EditionHistory. A draft's valid_from is what it
    -- was told to become valid from. What area_stamp is: AreaStamp.
    CREATE TABLE editions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      scheme TEXT NOT NULL REFERENCES schemes (name),
      state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'superseded')),
      valid_from INTEGER,
      valid_to INTEGER,
      based_on INTEGER REFERENCES editions (id) ON DELETE SET NULL,
      created_at INTEGER NOT NULL,
      created_by TEXT,
      activated_at INTEGER,
      note TEXT,
      area_stamp BLOB,
      CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
    );
    CREATE UNIQUE INDEX one_draft_per_scheme ON editions (scheme) WHERE state = 'draft';
    CREATE UNIQUE INDEX one_active_per_scheme ON editions (scheme) WHERE state = 'active';

    CREATE TABLE edition_sources (
      id INTEGER PRIMARY KEY,
      edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
      level TEXT NOT NULL CHECK (level IN (\(levelNames))),
      mode TEXT NOT NULL,
      file TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      layer TEXT,
      crs TEXT,
      encoding TEXT,
      rows INTEGER NOT NULL,
      imported_at INTEGER NOT NULL,
      user TEXT,
      program TEXT NOT NULL,
      libraries TEXT NOT NULL
    );
    CREATE INDEX sources_by_edition ON edition_sources (edition_id);

    -- parent_code says in words what parent_id links to: it still holds for the areas of another edition.
    CREATE TABLE areas (
      id INTEGER PRIMARY KEY,
      edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
      level TEXT NOT NULL CHECK (level IN (\(levelNames))),
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      parent_id INTEGER REFERENCES areas (id) ON DELETE SET NULL,
      parent_code TEXT,
      households REAL,
      attributes TEXT
    );
    CREATE INDEX areas_by_code ON areas (edition_id, level, code);
    CREATE INDEX areas_by_parent ON areas (parent_id);

    CREATE TABLE cases (
      serial INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      lon REAL,
      lat REAL,
      edition_id INTEGER REFERENCES editions (id),
      \(codeColumns),
      match TEXT NOT NULL CHECK (match IN ('inside', 'boundary', 'snapped', 'outside')),
      status TEXT,
      category TEXT,
      reported_at INTEGER,
      attributes TEXT,
      first_saved_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    );
    """
}
