import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// One layer of a GeoPackage or SpatiaLite database, as its metadata tells.
struct DatabaseLayer {
  enum GeometryForm {
    case geoPackage, spatiaLite
  }

  var table: String
  /// `nil` for a table without geometries.
  var geometryColumn: String?
  var form: GeometryForm
  var geometryKind: String?
  var extent: Box?
  var crs: DeclaredCRS?
}

extension DatabaseLayer {
  /// The layers of a database in the order of its metadata.
  ///
  /// - Throws: `no-layers` (65) for a database that is neither GeoPackage nor SpatiaLite.
  static func layers(of database: Connection) throws(Fault) -> (format: FileFormat, layers: [DatabaseLayer]) {
    if try has(database, "gpkg_contents") { return (.geoPackage, try geoPackageLayers(database)) }
    if try has(database, "geometry_columns"), try has(database, "spatial_ref_sys") {
      return (.spatiaLite, try spatiaLiteLayers(database))
    }
    throw Fault(
      .data, code: "no-layers",
      Text("“\(database.path)” is a database without layers", zh: "“\(database.path)”是没有图层的数据库"),
      at: Place(database.path),
      hint: Text("a GeoPackage or SpatiaLite database is needed", zh: "需要 GeoPackage 或 SpatiaLite 数据库"))
  }

  private static func has(_ database: Connection, _ table: String) throws(Fault) -> Bool {
    try database.integer("SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE", [.text(table)]) == 1
  }

  private static func geoPackageLayers(_ database: Connection) throws(Fault) -> [DatabaseLayer] {
    let hasGeometries = try has(database, "gpkg_geometry_columns")
    let geometry =
      hasGeometries
      ? """
      SELECT c.table_name, g.column_name, g.geometry_type_name, c.min_x, c.min_y, c.max_x, c.max_y, g.srs_id
      FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name)
      WHERE c.data_type IN ('features', 'attributes') ORDER BY c.rowid
      """
      : """
      SELECT table_name, NULL, NULL, min_x, min_y, max_x, max_y, NULL FROM gpkg_contents
      WHERE data_type = 'attributes' ORDER BY rowid
      """
    return try database.rows(geometry) { row throws(Fault) in
      var extent: Box?
      if let minX = row.real(3), let minY = row.real(4), let maxX = row.real(5), let maxY = row.real(6) {
        extent = Box(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
      }
      return DatabaseLayer(
        table: row.text(0) ?? "", geometryColumn: row.text(1), form: .geoPackage, geometryKind: kindName(row.text(2)),
        extent: extent, crs: try row.integer(7).flatMap { srs throws(Fault) in try geoPackageCRS(srs, database) })
    }
  }

  private static func geoPackageCRS(_ srs: Int64, _ database: Connection) throws(Fault) -> DeclaredCRS? {
    // -1 and 0 say that nothing is known.
    if srs == 0 || srs == -1 { return nil }
    let sql = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    return try database.firstRow(sql, [.integer(srs)]) { row in
      crs(authority: row.text(0), code: row.integer(1), definition: row.text(2), table: "gpkg_spatial_ref_sys")
    } ?? nil
  }

  private static func crs(authority: String?, code: Int64?, definition: String?, table: String) -> DeclaredCRS? {
    if let authority, let code, authority.uppercased() == "EPSG" {
      let text = "EPSG:\(code)"
      return DeclaredCRS(text: text, evidence: Text("\(table) says \(text)", zh: "\(table) 标明 \(text)"))
    }
    guard let definition, !definition.isEmpty, definition.lowercased() != "undefined" else { return nil }
    return DeclaredCRS(text: definition, evidence: Text("\(table) defines it", zh: "由 \(table) 定义"))
  }

  private static func spatiaLiteLayers(_ database: Connection) throws(Fault) -> [DatabaseLayer] {
    let names = try database.rows("SELECT name FROM pragma_table_info('geometry_columns')") { $0.text(0) ?? "" }
    // Before version 4 the kind was a word in a column `type`.
    let kind = names.contains("geometry_type") ? "geometry_type" : "type"
    guard names.contains("srid"), names.contains(kind) else { return [] }
    var sql = """
      SELECT m.name, g.f_geometry_column, g.\(kind), g.srid FROM geometry_columns g
      JOIN sqlite_master m ON lower(m.name) = lower(g.f_table_name) AND m.type IN ('table', 'view')
      """
    if try has(database, "views_geometry_columns") {
      sql += """

        UNION ALL SELECT m.name, v.view_geometry, g.\(kind), g.srid FROM views_geometry_columns v
        JOIN geometry_columns g
          ON lower(g.f_table_name) = lower(v.f_table_name) AND lower(g.f_geometry_column) = lower(v.f_geometry_column)
        JOIN sqlite_master m ON lower(m.name) = lower(v.view_name) AND m.type = 'view'
        """
    }
    return try database.rows(sql) { row throws(Fault) in
      let word = row.text(2) ?? ""
      let kind = Int(word).map { spatiaLiteKinds[$0 % 1000] ?? "Geometry" } ?? kindName(word)
      return DatabaseLayer(
        table: row.text(0) ?? "", geometryColumn: row.text(1), form: .spatiaLite, geometryKind: kind, extent: nil,
        crs: try row.integer(3).flatMap { srid throws(Fault) in try spatiaLiteCRS(srid, database) })
    }
  }

  private static let spatiaLiteKinds: [Int: String] = [
    0: "Geometry", 1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon",
    7: "GeometryCollection",
  ]

  private static func spatiaLiteCRS(_ srid: Int64, _ database: Connection) throws(Fault) -> DeclaredCRS? {
    if srid <= 0 { return nil }
    let names = try database.rows("SELECT name FROM pragma_table_info('spatial_ref_sys')") { $0.text(0) ?? "" }
    // The definition's column has had other names; before version 4 there was none.
    let definition = ["srtext", "srs_wkt"].first(where: names.contains) ?? "NULL"
    let sql = "SELECT auth_name, auth_srid, \(definition) FROM spatial_ref_sys WHERE srid = ?"
    return try database.firstRow(sql, [.integer(srid)]) { row in
      crs(authority: row.text(0), code: row.integer(1), definition: row.text(2), table: "spatial_ref_sys")
    } ?? nil
  }

  /// `MULTIPOLYGON` as `MultiPolygon`.
  private static func kindName(_ name: String?) -> String? {
    guard let name else { return nil }
    let known = Array(spatiaLiteKinds.values) + ["CurvePolygon", "MultiSurface", "CompoundCurve", "MultiCurve"]
    return known.first { $0.lowercased() == name.lowercased() } ?? name
  }
}
