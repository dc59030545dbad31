import CityStore
import CivilTime
import Diagnostics
import JSONWriting
import Projections
import SpatialDatabase
import SpatialPrimitives

/// Stores the objects of one model. To be used within one transaction.
final class CityObjectWriter {
  private let model: Int64
  private let connection: Connection
  private let srid: Int
  /// To the system of the footprints; `nil` where nobody knows where the model is.
  private let transformation: Transformation?
  private let insertion: Statement
  private let lineInsertion: Statement
  /// Of all objects, in the coordinates of the model.
  private(set) var extent = Box3.empty
  /// Whether an object says what it is a part of.
  private(set) var hasParents = false

  init(_ city: CityDatabase, model: Int64, system: CoordinateSystem?) throws(Fault) {
    self.model = model
    connection = city.connection
    srid = city.srid
    transformation = try system.map { system throws(Fault) in
      try Transformation(from: system, to: city.coordinateSystem)
    }
    let columns = [
      "model_id", "feature_id", "id", "type", "cim_level", "name", "life_stage", "valid_from", "valid_to", "parents",
      "children", "attributes", "members", "shape", "min_x", "min_y", "min_z", "max_x", "max_y", "max_z", "place_x",
      "place_y", "footprint",
    ]
    insertion = try connection.prepare(
      """
      INSERT INTO city_objects (\(columns.joined(separator: ", ")))
      VALUES (\(columns.indices.map { "?\($0 + 1)" }.joined(separator: ", "))) ON CONFLICT (model_id, id) DO NOTHING
      """)
    lineInsertion = try connection.prepare("INSERT INTO city_features (model_id, name, members) VALUES (?, ?, ?)")
  }

  /// - Returns: what is no object, or one whose id another has.
  func write(_ features: [CityFeature]) throws(Fault) -> [RejectedObject] {
    var rejected: [RejectedObject] = []
    for feature in features {
      let line = try feature.line.map { line throws(Fault) in try write(line) }
      for object in feature.objects where try !write(object, in: line) {
        rejected.append(RejectedObject(record: object.record, id: object.id, reason: "duplicate-id", text: ""))
      }
      rejected += feature.rejects
    }
    return rejected
  }

  /// - Returns: the key of the line.
  private func write(_ line: CityFeature.Line) throws(Fault) -> Int64 {
    try lineInsertion.bind([.integer(model), SQLValue(line.id), SQLValue(line.members)])
    try lineInsertion.run()
    return connection.lastInsertedRow
  }

  /// - Returns: `false` where the model has an object of that id.
  private func write(_ object: PreparedObject, in line: Int64?) throws(Fault) -> Bool {
    let statement = insertion
    try statement.bind([
      .integer(model), SQLValue(line), .text(object.id), .text(object.type), SQLValue(object.facts.cimLevel),
      SQLValue(object.facts.name), .text(object.facts.lifeStage.rawValue),
      SQLValue(object.facts.validFrom?.milliseconds), SQLValue(object.facts.validTo?.milliseconds),
      SQLValue(object.parents.map(CityObjectWriter.list)), SQLValue(object.children.map(CityObjectWriter.list)),
      SQLValue(object.attributes), SQLValue(object.members), SQLValue(object.shape),
    ])
    let box = object.box
    let sides = box.isEmpty ? nil : [box.minX, box.minY, box.minZ, box.maxX, box.maxY, box.maxZ]
    for side in 0..<6 { try statement.bind(15 + side, SQLValue(sides?[side])) }
    let place = box.isEmpty ? nil : transformation?.transform(box.inPlane.center)
    try statement.bind(21, SQLValue(place?.x))
    try statement.bind(22, SQLValue(place?.y))
    let footprint = object.footprint.flatMap(onMap)
    try statement.bind(23, SQLValue(footprint.map { SpatiaLiteBlob.encode($0, srid: srid) }))
    try statement.run()
    guard connection.changedRows > 0 else { return false }
    extent.formUnion(box)
    if object.parents != nil { hasParents = true }
    return true
  }

  private static func list(_ ids: [String]) -> String { JSONValue.array(ids.map(JSONValue.string)).text }

  /// A footprint in the system of the database; `nil` where it has no place there.
  private func onMap(_ footprint: MultiPolygon) -> MultiPolygon? {
    guard let transformation else { return nil }
    let moved = footprint.mapRings { ring in
      var points = ring.points
      transformation.transformEach(&points)
      return Ring(points)
    }
    let isSound = moved.polygons.allSatisfy { $0.rings.allSatisfy { $0.points.allSatisfy(\.isFinite) } }
    return isSound ? moved : nil
  }
}
