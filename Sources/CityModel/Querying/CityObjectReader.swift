package import CityStore
package import Diagnostics
import Projections
import SpatialDatabase
import SpatialFormats
import SpatialPrimitives

/// Reads city objects with their exact shapes. Not to be shared between threads.
package final class CityObjectReader {
  /// The system that coordinates are given in.
  package enum Frame: Sendable {
    /// Each model's own.
    case own
    /// The metric system that the database keeps for all models; heights stay as they are. Objects of a model whose
    /// place is not known are given no geometries.
    case shared
  }

  private let connection: Connection
  private let document: JSONDocument?
  private let sharedSystem: CoordinateSystem?
  private let frame: Frame
  private var models: [Int64: Model] = [:]

  private struct Model {
    var transform: VertexTransform
    var templates: GeometryTemplates
    /// `nil` where coordinates stay as they are.
    var transformation: Transformation?
    var isPlaced = true
  }

  /// - Parameter meanings: whether what surfaces mean is asked for, too.
  package init(_ city: CityDatabase, frame: Frame, meanings: Bool = false) throws(Fault) {
    connection = city.connection
    self.frame = frame
    sharedSystem = frame == .shared ? try city.modelSystem() : nil
    document = meanings ? try JSONDocument() : nil
  }

  /// The object in the row of this key, with its geometries; `nil` where there is none.
  package func object(_ serial: Int64) throws(Fault) -> StoredCityObject? {
    try connection.firstRow(
      "SELECT \(StoredCityObject.columns) FROM city_objects WHERE serial = ?", [.integer(serial)]
    ) { row throws(Fault) in try object(row) }
  }

  /// The object of this id, with its geometries; `nil` where the model has none.
  package func object(_ id: String, ofModel model: Int64) throws(Fault) -> StoredCityObject? {
    try connection.firstRow(
      "SELECT \(StoredCityObject.columns) FROM city_objects WHERE model_id = ? AND id = ?",
      [.integer(model), .text(id)]
    ) { row throws(Fault) in try object(row) }
  }

  /// Every object of every model, with its geometries, in the order in which they came.
  package func forEach(_ body: (StoredCityObject) throws(Fault) -> Void) throws(Fault) {
    guard try CityObjectTable.isPresent(in: connection) else { return }
    try connection.forEachRow("SELECT \(StoredCityObject.columns) FROM city_objects ORDER BY serial") {
      row throws(Fault) in try body(try object(row))
    }
  }

  /// - Parameter row: of `StoredCityObject.columns`.
  func object(_ row: Statement) throws(Fault) -> StoredCityObject {
    var stored = StoredCityObject(row)
    let model = try model(stored.modelID)
    guard model.isPlaced, let shape = try row.shape(StoredCityObject.shapeColumn) else { return stored }
    stored.object.geometries = CityGeometry.all(shape, model.transform, model.templates, document)
    guard let transformation = model.transformation else { return stored }
    for position in stored.object.geometries.indices {
      stored.object.geometries[position].points = transformation.transform(stored.object.geometries[position].points)
    }
    return stored
  }

  private func model(_ id: Int64) throws(Fault) -> Model {
    if let known = models[id] { return known }
    let found = try connection.firstRow(
      "SELECT \(CityModelRecord.columns), head FROM city_models WHERE id = ?", [.integer(id)]
    ) { (CityModelRecord($0), $0.text(17)) }
    guard let (record, head) = found else {
      throw Fault(.input, code: "database-damaged", Text("model \(id) is missing", zh: "缺少模型 \(id)"))
    }
    var model = Model(
      transform: record.transform ?? .none, templates: try GeometryTemplates(head: head, file: record.name))
    if frame == .shared {
      if let crs = record.crs, let sharedSystem {
        model.transformation = try Transformation(from: CoordinateSystem(crs), to: sharedSystem)
      } else {
        model.isPlaced = false
      }
    }
    models[id] = model
    return model
  }
}

extension Statement {
  /// The shape in a column; `nil` for NULL.
  func shape(_ column: Int) throws(Fault) -> ShapeBlob? {
    guard !isNull(column) else { return nil }
    return try unsafe withBytes(column) { bytes throws(Fault) in try unsafe ShapeBlob(bytes) }
  }
}

extension Transformation {
  /// Heights stay as they are.
  func transform(_ points: [Point3]) -> [Point3] {
    if isIdentity { return points }
    var plane = points.map(\.inPlane)
    transformEach(&plane)
    return zip(plane, points).map { Point3($0.x, $0.y, $1.z) }
  }
}

extension GeometryTemplates {
  /// - Parameter head: members of a `CityJSON` object as they are written.
  init(head: String?, file: String) throws(Fault) {
    self.init()
    guard let head, head.contains("\"geometry-templates\"") else { return }
    let text = Array("{\(head)}".utf8)
    let templates: Result<GeometryTemplates?, Fault> = unsafe text.withUnsafeBytes { bytes in
      Result { () throws(Fault) in
        var members = unsafe JSONMembers(bytes, 0..<bytes.count, file: file)
        while let member = try members.next() {
          guard unsafe bytes[member.key].elementsEqual("\"geometry-templates\"".utf8) else { continue }
          return try GeometryTemplates(unsafe String(decoding: bytes[member.value], as: UTF8.self), file: file)
        }
        return nil
      }
    }
    if let found = try templates.get() { self = found }
  }
}
