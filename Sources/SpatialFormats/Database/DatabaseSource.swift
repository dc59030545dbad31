import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// Reads a layer of a GeoPackage or SpatiaLite database.
final class DatabaseSource: FeatureSource {
  let layer: LayerDescription
  private let statement: Statement
  private let form: DatabaseLayer.GeometryForm
  private let hasGeometry: Bool
  private let path: String
  private var row = 0
  private var isDone = false
  /// What must live as long as this: the folder of a converted file.
  private let keeping: AnyObject?

  /// Columns that only number the rows.
  static let rowNumbers: Set<String> = ["fid", "ogc_fid", GDALConversion.rowColumn]

  init(
    _ described: DatabaseLayer, in database: Connection, where condition: String?, path: String,
    keeping: AnyObject? = nil
  ) throws(Fault) {
    self.path = path
    self.keeping = keeping
    form = described.form
    hasGeometry = described.geometryColumn != nil
    let table = RowFilter.quoted(described.table)
    var fields: [FieldDescription] = []
    var rowKey = "NULL"
    try database.forEachRow("SELECT name, type, pk FROM pragma_table_info(?)", [.text(described.table)]) {
      column throws(Fault) in
      let name = column.text(0) ?? ""
      let type = column.text(1) ?? ""
      if name.lowercased() == described.geometryColumn?.lowercased() { return }
      if column.integer(2) == 1, type.uppercased() == "INTEGER" {
        rowKey = RowFilter.quoted(name)
        if DatabaseSource.rowNumbers.contains(name.lowercased()) { return }
      }
      fields.append(DatabaseSource.field(name, type))
    }
    let geometry = described.geometryColumn.map(RowFilter.quoted) ?? "NULL"
    let columns = ([rowKey, geometry] + fields.map { RowFilter.quoted($0.name) }).joined(separator: ", ")
    let sql = "SELECT \(columns) FROM \(table)"
    var layer = LayerDescription(
      name: described.table, geometryKind: described.geometryKind, extent: described.extent, crs: described.crs,
      encoding: DeclaredEncoding(
        name: "UTF-8", evidence: Text("a database is UTF-8", zh: "数据库采用 UTF-8"), certain: true), fields: fields)
    if let condition {
      do throws(Fault) {
        statement = try database.prepare(sql + " WHERE (\(condition)\n)")
      } catch {
        throw RowFilter.bad(condition, error, fields: fields, file: path)
      }
      layer.extent = nil
    } else {
      statement = try database.prepare(sql)
      layer.count = try database.integer("SELECT count(*) FROM \(table)").map { Int($0) }
    }
    self.layer = layer
  }

  private static func field(_ name: String, _ declared: String) -> FieldDescription {
    let upper = declared.uppercased()
    let width = upper.split(separator: "(").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) }
    let type: FieldDescription.FieldType =
      if upper.hasPrefix("BOOL") {
        .boolean
      } else if upper.contains("INT") {
        .integer
      } else if upper.hasPrefix("DATE") || upper.hasPrefix("TIME") {
        .date
      } else if upper.hasPrefix("BLOB") {
        .binary
      } else if ["REAL", "DOUB", "FLOA", "NUME", "DECI"].contains(where: { upper.hasPrefix($0) }) {
        .real
      } else {
        .text
      }
    return FieldDescription(name: name, type: type, width: width)
  }

  func next() throws(Fault) -> Feature? {
    guard !isDone, try statement.step() else {
      isDone = true
      return nil
    }
    row += 1
    var feature = Feature(row: statement.integer(0).map { Int($0) } ?? row, geometry: nil, values: [])
    if hasGeometry, !statement.isNull(1) {
      do throws(Fault) {
        feature.geometry = try unsafe statement.withBytes(1) { bytes throws(Fault) in
          switch form {
          case .geoPackage: try unsafe GeoPackageBlob.decode(bytes)
          case .spatiaLite: try unsafe SpatiaLiteBlob.decode(bytes)
          }
        }
      } catch {
        feature.geometryProblem = error
        feature.geometryProblem?.place = Place(path, row: feature.row)
      }
    }
    feature.values.reserveCapacity(layer.fields.count)
    for (position, field) in layer.fields.enumerated() {
      switch statement.value(position + 2) {
      case .null, .blob: feature.values.append(.null)
      case .integer(let value): feature.values.append(field.type == .boolean ? .boolean(value != 0) : .integer(value))
      case .real(let value): feature.values.append(.real(value))
      case .text(let value): feature.values.append(.text(value))
      }
    }
    return feature
  }
}
