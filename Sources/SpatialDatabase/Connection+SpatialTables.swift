package import Diagnostics

/// SpatiaLite's own bookkeeping. All of it may stand within a transaction.
extension Connection {
  /// Makes SpatiaLite's metadata tables with no reference system in them.
  ///
  /// The argument 0 keeps SpatiaLite from opening a transaction of its own, which fails within ours; the
  /// 6,215 systems that it would write otherwise cost 40 ms and 6 MB.
  package func makeSpatialMetadata() throws(Fault) {
    try require("InitSpatialMetaData(0, 'NONE')")
  }

  /// Adds or replaces a reference system.
  /// - Parameter projText: a PROJ string; may be empty where only WKT says what the system is.
  package func registerReferenceSystem(
    srid: Int, authority: String, code: Int, name: String, projText: String, wkt: String
  ) throws(Fault) {
    try run(
      """
      INSERT OR REPLACE INTO spatial_ref_sys (srid, auth_name, auth_srid, ref_sys_name, proj4text, srtext)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(Int64(srid)), .text(authority), .integer(Int64(code)), .text(name), .text(projText), .text(wkt),
      ])
  }

  /// Adds a two-dimensional geometry column to `table` and registers it.
  /// - Parameter kind: e.g. `MULTIPOLYGON`.
  package func addGeometryColumn(_ column: String, to table: String, srid: Int, kind: String) throws(Fault) {
    try require(
      "AddGeometryColumn(?, ?, ?, ?, 'XY')", [.text(table), .text(column), .integer(Int64(srid)), .text(kind)])
  }

  /// Builds the R*Tree of a geometry column from the rows there are, and keeps it by triggers from then on.
  package func createSpatialIndex(_ table: String, _ column: String) throws(Fault) {
    try require("CreateSpatialIndex(?, ?)", [.text(table), .text(column)])
  }

  /// Takes the R*Tree off a geometry column, for many rows to be written faster.
  package func dropSpatialIndex(_ table: String, _ column: String) throws(Fault) {
    try require("DisableSpatialIndex(?, ?)", [.text(table), .text(column)])
    try execute("DROP TABLE IF EXISTS \"idx_\(table)_\(column)\"")
  }

  /// Drops those of a table's triggers that have these names, for many rows to be written faster.
  /// - Returns: statements that make them again.
  package func dropTriggers(_ names: [String]) throws(Fault) -> [String] {
    var statements: [String] = []
    for name in names {
      let sql = try text("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", [.text(name)])
      guard let sql else { continue }
      statements.append(sql)
      try execute("DROP TRIGGER \"\(name)\"")
    }
    return statements
  }

  package func hasSpatialIndex(_ table: String, _ column: String) throws(Fault) -> Bool {
    try integer(
      "SELECT spatial_index_enabled FROM geometry_columns WHERE f_table_name = lower(?) AND f_geometry_column = lower(?)",
      [.text(table), .text(column)]) == 1
  }

  /// Registers a view, so that QGIS and GDAL show it as a layer.
  ///
  /// - Parameters:
  ///   - key: the view's column that holds the row key of `table`.
  ///   - table: where the view's geometry column comes from; the names of both columns must be equal.
  package func registerView(_ view: String, key: String, geometry: String, of table: String) throws(Fault) {
    try run(
      """
      INSERT OR REPLACE INTO views_geometry_columns
        (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
      VALUES (lower(?), lower(?), lower(?), lower(?), lower(?), 1)
      """, [.text(view), .text(geometry), .text(key), .text(table), .text(geometry)])
  }

  /// SQL that keeps the rows of `table` whose box meets the box bound to four parameters, by its R*Tree.
  ///
  /// The tree holds single-precision boxes rounded outward, so that the answer may be too wide, never too narrow.
  ///
  /// - Parameter first: the number of the first parameter; they are minX, minY, maxX, maxY.
  package static func inBox(table: String, column: String, key: String, first: Int) -> String {
    """
    \(key) IN (SELECT pkid FROM "idx_\(table)_\(column)" \
    WHERE xmax >= ?\(first) AND ymax >= ?\(first + 1) AND xmin <= ?\(first + 2) AND ymin <= ?\(first + 3))
    """
  }
}
