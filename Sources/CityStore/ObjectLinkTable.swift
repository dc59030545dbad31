package import Diagnostics
package import SpatialDatabase

/// What is known of city objects beside their models: which city components they are, and what sensors read there last.
///
/// Objects are named by model and id, so that links outlive a model that is imported anew.
package enum ObjectLinkTable {
  static func install(in connection: Connection) throws(Fault) { try connection.execute(tables) }

  private static let tables = """
    -- A component is one object; an object may be several components.
    CREATE TABLE object_components (
      component_code TEXT PRIMARY KEY,
      model TEXT NOT NULL,
      object_id TEXT NOT NULL,
      linked_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX components_of_object ON object_components (model, object_id);

    -- The last reading of each kind that a sensor gave: value is a number or a text, time when it was taken.
    CREATE TABLE sensor_readings (
      sensor TEXT NOT NULL,
      kind TEXT NOT NULL,
      model TEXT NOT NULL,
      object_id TEXT NOT NULL,
      value NOT NULL,
      unit TEXT,
      time INTEGER NOT NULL,
      PRIMARY KEY (sensor, kind)
    ) WITHOUT ROWID;
    CREATE INDEX readings_of_object ON sensor_readings (model, object_id, kind);
    """

  /// Whether there are these tables: a database of an older schema that cannot be written has none.
  package static func isPresent(in connection: Connection) throws(Fault) -> Bool {
    try connection.integer("SELECT 1 FROM sqlite_schema WHERE name = 'sensor_readings'") == 1
  }
}
