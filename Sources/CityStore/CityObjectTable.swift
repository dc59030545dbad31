package import Diagnostics
package import SpatialDatabase

/// The tables of the city model: models, the objects in them, the lines of sequences that objects came in, and an R*Tree of the
/// objects' boxes.
package enum CityObjectTable {
  /// Makes the tables. Their footprints are in the system of the areas, which must be there.
  static func install(in connection: Connection) throws(Fault) {
    try connection.execute(tables)
    let srid = try connection.integer("SELECT srid FROM geometry_columns WHERE f_table_name = 'areas'")
    try connection.addGeometryColumn(
      "footprint", to: "city_objects", srid: Int(srid ?? 0), kind: "MULTIPOLYGON")
    try buildIndexes(in: connection)
    try connection.createSpatialIndex("city_objects", "footprint")
  }

  /// Makes the views that QGIS and GDAL show as layers: `footprints`, what objects cover of the ground, and `storeys`, the
  /// outlines of storeys, which lie above one another.
  static func installViews(in connection: Connection) throws(Fault) {
    for (view, comparison) in [("footprints", "<>"), ("storeys", "=")] {
      try connection.execute(
        """
        CREATE VIEW \(view) AS
        SELECT city_objects.serial AS serial, city_models.name AS model, city_objects.id AS id,
          city_objects.type AS class, city_objects.cim_level AS cim_level, city_objects.name AS name,
          above.id AS parent, city_objects.storey AS storey, city_objects.life_stage AS life_stage,
          city_objects.min_z AS min_height, city_objects.max_z AS max_height,
          city_objects.attributes AS attributes, city_objects.footprint AS footprint
        FROM city_objects JOIN city_models ON city_models.id = city_objects.model_id
          LEFT JOIN city_objects AS above ON above.serial = city_objects.parent
        WHERE city_objects.footprint IS NOT NULL AND city_objects.type \(comparison) 'BuildingStorey'
        """)
      try connection.registerView(view, key: "serial", geometry: "footprint", of: "city_objects")
    }
  }

  private static let tables = """
    -- crs is NULL where nobody knows where the model is. reference_system is what its source says, heights included.
    -- A coordinate is the stored number times scale plus translation; all six are NULL where it is the number itself.
    -- head holds the members of the source beside its objects, as they are written.
    CREATE TABLE city_models (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      format TEXT NOT NULL,
      version TEXT NOT NULL,
      crs TEXT,
      reference_system TEXT,
      scale_x REAL, scale_y REAL, scale_z REAL,
      translate_x REAL, translate_y REAL, translate_z REAL,
      head TEXT,
      objects INTEGER NOT NULL DEFAULT 0,
      rejected INTEGER NOT NULL DEFAULT 0,
      file TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      imported_at INTEGER NOT NULL,
      user TEXT,
      program TEXT NOT NULL,
      libraries TEXT NOT NULL
    );

    -- A line of a sequence: its id, and its members beside its objects and vertices, as they are written.
    CREATE TABLE city_features (
      id INTEGER PRIMARY KEY,
      model_id INTEGER NOT NULL REFERENCES city_models (id) ON DELETE CASCADE,
      name TEXT,
      members TEXT
    );
    CREATE INDEX city_features_by_model ON city_features (model_id);

    -- parents and children are lists of ids as the source has them; parent is the one of them that the object is a part
    -- of, and a row of this table. min_x to max_z are in the model's own system, of an object without a shape those of
    -- its parts; place is the middle of that box in the system of the footprints. What shape is: ShapeBlob.
    CREATE TABLE city_objects (
      serial INTEGER PRIMARY KEY,
      model_id INTEGER NOT NULL REFERENCES city_models (id) ON DELETE CASCADE,
      feature_id INTEGER REFERENCES city_features (id) ON DELETE CASCADE,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      cim_level INTEGER CHECK (cim_level BETWEEN 1 AND 7),
      name TEXT,
      parent INTEGER,
      storey TEXT,
      life_stage TEXT NOT NULL CHECK (life_stage IN ('planned', 'under-construction', 'in-use', 'demolished')),
      valid_from INTEGER,
      valid_to INTEGER,
      parents TEXT,
      children TEXT,
      min_x REAL, min_y REAL, min_z REAL,
      max_x REAL, max_y REAL, max_z REAL,
      place_x REAL, place_y REAL,
      attributes TEXT,
      members TEXT,
      shape BLOB
    );
    CREATE UNIQUE INDEX city_objects_by_id ON city_objects (model_id, id);
    """

  /// Takes off what is faster built than kept up while many rows are written or taken out: indexes, and the triggers that keep
  /// the trees of footprints and boxes and check what we write ourselves. To be followed, in the same transaction, by
  /// `buildIndexes` and, when the trees are filled, by what it returned.
  /// - Returns: statements that make the triggers again.
  package static func dropIndexes(in connection: Connection) throws(Fault) -> [String] {
    for (name, _) in indexes { try connection.execute("DROP INDEX IF EXISTS \(name)") }
    let ofFootprints = ["ggi", "tmi", "tmu", "tmd", "gii", "giu", "gid"].map { "\($0)_city_objects_footprint" }
    return try connection.dropTriggers(ofFootprints + ["city_object_box_insert", "city_object_box_delete"])
  }

  package static func buildIndexes(in connection: Connection) throws(Fault) {
    for (name, columns) in indexes { try connection.execute("CREATE INDEX \(name) ON city_objects \(columns)") }
  }

  // MARK: the R*Tree of boxes

  /// Makes SQLite's own R*Tree (Beckmann et al., "The R*-tree", 1990) of the boxes around objects with shapes, for whoever asks
  /// in SQL. They are in their model's system, as in `city_objects`, and rounded outward to 32 bits: what it answers is
  /// never too little, and may be too much; the columns of `city_objects` decide.
  static func installBoxes(in connection: Connection) throws(Fault) {
    try connection.execute(
      """
      CREATE VIRTUAL TABLE city_object_boxes USING rtree (serial, min_x, max_x, min_y, max_y, min_z, max_z);
      CREATE TRIGGER city_object_box_delete AFTER DELETE ON city_objects BEGIN
        DELETE FROM city_object_boxes WHERE serial = old.serial;
      END
      """)
    try connection.execute(
      """
      INSERT INTO city_object_boxes
      SELECT serial, min_x, max_x, min_y, max_y, min_z, max_z FROM city_objects WHERE \(hasOwnBox);
      CREATE TRIGGER city_object_box_insert AFTER INSERT ON city_objects WHEN new.min_x IS NOT NULL BEGIN
        INSERT INTO city_object_boxes
        VALUES (new.serial, new.min_x, new.max_x, new.min_y, new.max_y, new.min_z, new.max_z);
      END
      """)
  }

  /// Whether an object's box is that of its own shape. A shape of no vertices has a nought for their number behind its two
  /// first bytes.
  private static let hasOwnBox = "min_x IS NOT NULL AND substr(shape, 3, 1) <> x'00'"

  /// The trees there are, each with how many axes it has and the query for a key and the sides of its box, ascending.
  package static func trees(in connection: Connection) throws(Fault) -> [(name: String, dimensions: Int, query: String)]
  {
    var trees = [
      (
        "idx_city_objects_footprint", 2,
        """
        SELECT serial, MbrMinX(footprint), MbrMaxX(footprint), MbrMinY(footprint), MbrMaxY(footprint)
        FROM city_objects WHERE footprint IS NOT NULL ORDER BY serial
        """
      )
    ]
    if try connection.integer("SELECT 1 FROM sqlite_schema WHERE name = 'city_object_boxes'") == 1 {
      trees.append(
        (
          "city_object_boxes", 3,
          "SELECT serial, min_x, max_x, min_y, max_y, min_z, max_z FROM city_objects WHERE \(hasOwnBox) ORDER BY serial"
        ))
    }
    return trees
  }

  private static let indexes = [
    ("city_objects_by_parent", "(parent) WHERE parent IS NOT NULL"),
    ("city_objects_by_feature", "(feature_id) WHERE feature_id IS NOT NULL"),
    ("city_objects_by_type", "(type, cim_level)"),
    ("city_objects_by_place", "(place_x, place_y)"),
  ]

  /// How many objects there are; 0 in a database of an older schema that could not be migrated.
  static func count(in connection: Connection) throws(Fault) -> Int {
    guard try isPresent(in: connection) else { return 0 }
    return Int(try connection.integer("SELECT total(objects) FROM city_models") ?? 0)
  }

  package static func isPresent(in connection: Connection) throws(Fault) -> Bool {
    try connection.integer("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'city_models'") == 1
  }
}
