package import Diagnostics
import Glibc
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// A GeoPackage 1.3 (OGC 12-128r17) of one layer or several, without the optional spatial index. The file appears when
/// `finish` returns, whole; without it nothing appears.
package final class GeoPackageFile {
  private let path: String
  private let temporary: String
  private let database: Connection
  private var layers: [GeoPackageLayer] = []

  /// - Throws: `output-exists`, `no-folder`, `unwritable` … (73).
  package init(_ path: String, force: Bool) throws(Fault) {
    switch FileFacts.kind(of: path) {
    case .file where !force: throw OutputFile.exists(path)
    case .directory, .other: throw SystemFault.writing(path, EISDIR)
    case .file, .missing: break
    }
    self.path = path
    let temporary = OutputFile.temporaryName(for: path)
    // Made here, so that a folder that cannot be written is told in the words of an output.
    let descriptor = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw SystemFault.writing(path) }
    close(descriptor)
    self.temporary = temporary
    database = try Connection.open(temporary, mode: .readWrite, spatial: false)
    try database.execute(GeoPackageFile.settings)
    try database.execute(GeoPackageFile.schema)
  }

  deinit { unsafe unlink(temporary) }

  /// Begins a layer; features of several layers may come in any order.
  package func add(_ layer: OutputLayer) throws(Fault) -> any FeatureSink {
    let made = try GeoPackageLayer(layer, in: database)
    layers.append(made)
    return made
  }

  package func finish() throws(Fault) {
    for layer in layers { try layer.finish() }
    try database.execute("COMMIT")
    try OutputFile.rename(temporary, to: path)
  }

  /// No journal: a file that is not finished is thrown away.
  private static let settings = """
    PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300; PRAGMA journal_mode = OFF; BEGIN
    """

  private static let schema = """
    CREATE TABLE gpkg_spatial_ref_sys (
      srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
      organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
    INSERT INTO gpkg_spatial_ref_sys VALUES
      ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
      ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
      ('WGS 84 geodetic', 4326, 'EPSG', 4326,
       'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],\
    AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,\
    AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
       'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
    CREATE TABLE gpkg_contents (
      table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
      last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE,
      max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
      CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
    CREATE TABLE gpkg_geometry_columns (
      table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
      z TINYINT NOT NULL, m TINYINT NOT NULL,
      CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
      CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
      CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))
    """
}

/// A GeoPackage of one layer.
final class GeoPackageSink: FeatureSink {
  private let file: GeoPackageFile
  private let layer: any FeatureSink

  init(_ path: String, layer: OutputLayer, force: Bool) throws(Fault) {
    file = try GeoPackageFile(path, force: force)
    self.layer = try file.add(layer)
  }

  func write(_ geometry: Geometry?, _ values: [Value]) throws(Fault) { try layer.write(geometry, values) }

  func finish() throws(Fault) { try file.finish() }
}

/// One layer of a GeoPackage that is being written.
private final class GeoPackageLayer: FeatureSink {
  private let layer: OutputLayer
  private let database: Connection
  private var insertion: Statement?
  private var extent = Box.empty
  private let srs: Int

  private static let geometryColumn = "geom"

  init(_ layer: OutputLayer, in database: Connection) throws(Fault) {
    self.layer = layer
    self.database = database
    // A system without a number of its own gets one beyond EPSG's.
    srs = layer.crs.epsg ?? 300_000
    try register()
    let names = layer.fields.map { RowFilter.quoted($0.name) }
    let columns = ([GeoPackageLayer.geometryColumn] + names).joined(separator: ", ")
    let parameters = Array(repeating: "?", count: names.count + 1).joined(separator: ", ")
    insertion = try database.prepare(
      "INSERT INTO \(RowFilter.quoted(layer.name)) (\(columns)) VALUES (\(parameters))")
  }

  private func register() throws(Fault) {
    try database.run(
      "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
      [
        .text(layer.crs.name), SQLValue(srs), .text(layer.crs.epsg == nil ? "NONE" : "EPSG"), SQLValue(srs),
        .text(layer.crs.wkt ?? "undefined"),
      ])
    let kind = layer.geometryKind.uppercased()
    let columns = layer.fields.map { "\(RowFilter.quoted($0.name)) \(GeoPackageLayer.type($0.type))" }
    try database.execute(
      """
      CREATE TABLE \(RowFilter.quoted(layer.name)) (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
      \(([GeoPackageLayer.geometryColumn + " " + kind] + columns).joined(separator: ", ")))
      """)
    // The same file for the same input: the time of writing is not told.
    try database.run(
      """
      INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id)
      VALUES (?, 'features', ?, '1970-01-01T00:00:00.000Z', ?)
      """, [.text(layer.name), .text(layer.name), SQLValue(srs)])
    try database.run(
      "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
      [.text(layer.name), .text(GeoPackageLayer.geometryColumn), .text(kind), SQLValue(srs)])
  }

  private static func type(_ type: FieldDescription.FieldType) -> String {
    switch type {
    case .text, .json: "TEXT"
    case .integer: "INTEGER"
    case .real: "REAL"
    case .boolean: "BOOLEAN"
    case .date: "TEXT"  // what a file calls a date is not always one
    case .binary: "BLOB"
    }
  }

  func write(_ geometry: Geometry?, _ values: [Value]) throws(Fault) {
    guard let insertion else { return }
    if let geometry {
      let fitted = layer.fitted(geometry)
      extent.formUnion(fitted.box)
      try insertion.bind(1, GeoPackageBlob.encode(fitted, srid: srs))
    } else {
      try insertion.bindNull(1)
    }
    for (position, value) in values.enumerated() {
      switch value {
      case .null: try insertion.bindNull(position + 2)
      case .text(let value): try insertion.bind(position + 2, value)
      case .integer(let value): try insertion.bind(position + 2, value)
      case .real(let value): try insertion.bind(position + 2, value)
      case .boolean(let value): try insertion.bind(position + 2, value ? 1 as Int64 : 0)
      }
    }
    while try insertion.step() {}
  }

  func finish() throws(Fault) {
    if !extent.isEmpty {
      try database.run(
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
        [.real(extent.minX), .real(extent.minY), .real(extent.maxX), .real(extent.maxY), .text(layer.name)])
    }
    insertion = nil
  }
}
