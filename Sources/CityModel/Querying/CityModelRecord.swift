public import CityStore
public import CivilTime
public import Diagnostics
import SpatialDatabase
public import SpatialPrimitives

/// A city model as the database holds it.
public struct CityModelRecord: Sendable, Hashable, Identifiable {
  public var id: Int64
  public var name: String
  /// `CityJSON` or `CityJSONSeq`.
  public var format: String
  /// Of the format.
  public var version: String
  /// The horizontal system of its coordinates; `nil` where nobody knows where the model is.
  public var crs: String?
  /// What its source says of its system, heights included.
  public var referenceSystem: String?
  public var objects: Int
  public var rejected: Int
  public var file: String
  public var sha256: String
  public var importedAt: Instant
  /// How numbers of vertices become coordinates; `nil` where they are coordinates.
  var transform: VertexTransform?

  static let columns = """
    id, name, format, version, crs, reference_system, objects, rejected, file, sha256, imported_at, scale_x, scale_y,
    scale_z, translate_x, translate_y, translate_z
    """

  init(_ row: Statement) {
    id = row.integer(0) ?? 0
    name = row.text(1) ?? ""
    format = row.text(2) ?? ""
    version = row.text(3) ?? ""
    crs = row.text(4)
    referenceSystem = row.text(5)
    objects = Int(row.integer(6) ?? 0)
    rejected = Int(row.integer(7) ?? 0)
    file = row.text(8) ?? ""
    sha256 = row.text(9) ?? ""
    importedAt = Instant(milliseconds: row.integer(10) ?? 0)
    let numbers = (11..<17).compactMap { row.real($0) }
    if numbers.count == 6 {
      transform = VertexTransform(
        scale: Point3(numbers[0], numbers[1], numbers[2]), translate: Point3(numbers[3], numbers[4], numbers[5]))
    }
  }
}

extension CityDatabase {
  /// The city models, in the order in which they were imported.
  public func cityModels() throws(Fault) -> [CityModelRecord] {
    guard try CityObjectTable.isPresent(in: connection) else { return [] }
    return try connection.rows("SELECT \(CityModelRecord.columns) FROM city_models ORDER BY id") { CityModelRecord($0) }
  }

  /// The model of this name; without one, the only model that there is.
  /// - Throws: `unknown-model`, `no-model`, `ambiguous-model` (64) with what there is.
  public func cityModel(named name: String? = nil) throws(Fault) -> CityModelRecord {
    let models = try cityModels()
    let names = models.map(\.name).joined(separator: ", ")
    if let name {
      if let model = models.first(where: { $0.name == name }) { return model }
      throw Fault(
        .usage, code: "unknown-model", Text("there is no city model “\(name)”", zh: "没有名为“\(name)”的城市模型"),
        at: Place(path), hint: Text("there are: \(names)", zh: "已有：\(names)"))
    }
    guard models.count != 1 else { return models[0] }
    guard !models.isEmpty else {
      throw Fault(
        .usage, code: "no-model", Text("the database holds no city model", zh: "数据库中没有城市模型"), at: Place(path),
        hint: Text("import one with `onegrid cim import FILE`", zh: "请用 onegrid cim import FILE 导入"))
    }
    throw Fault(
      .usage, code: "ambiguous-model", Text("there are several city models: \(names)", zh: "有多个城市模型：\(names)"),
      at: Place(path), hint: Text("choose one with --model", zh: "请用 --model 指定"))
  }

  /// How many objects there are of each type, the most first.
  /// - Parameter model: of all models where it is `nil`.
  public func cityObjectTypes(ofModel model: Int64? = nil) throws(Fault) -> [(type: String, count: Int)] {
    guard try CityObjectTable.isPresent(in: connection) else { return [] }
    return try connection.rows(
      """
      SELECT type, count(*) FROM city_objects WHERE model_id = ?1 OR ?1 IS NULL GROUP BY type ORDER BY count(*) DESC, type
      """, [SQLValue(model)]
    ) { ($0.text(0) ?? "", Int($0.integer(1) ?? 0)) }
  }

  /// The smallest box around a model, in its own coordinates; empty where it has no shapes.
  public func extent(ofModel model: Int64) throws(Fault) -> Box3 {
    let box = try connection.firstRow(
      """
      SELECT min(min_x), min(min_y), min(min_z), max(max_x), max(max_y), max(max_z) FROM city_objects
      WHERE model_id = ?
      """, [.integer(model)]
    ) { Box3($0, from: 0) }
    return box ?? .empty
  }
}

extension Box3 {
  /// Six columns; an empty box where they are NULL.
  init(_ row: Statement, from column: Int) {
    let sides = (column..<column + 6).compactMap { row.real($0) }
    self = .empty
    if sides.count == 6 {
      self.init(minX: sides[0], minY: sides[1], minZ: sides[2], maxX: sides[3], maxY: sides[4], maxZ: sides[5])
    }
  }
}
