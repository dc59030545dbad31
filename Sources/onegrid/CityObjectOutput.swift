import AreaIndex
import CityModel
import CityQueries
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// City models and objects as rows and as JSON, for every command that shows some.
enum CityObjectOutput {
  static func table(_ objects: [StoredCityObject], in city: CityDatabase) throws(Fault) -> Table {
    let storeys = StoreyDirectory(city)
    var columns: [Table.Column] = [.init("id", Text("object", zh: "对象"))]
    columns += kindColumns
    columns += [.init("cim_level", Text("CIM", zh: "CIM")), .init("name", Text("name", zh: "名称"))]
    columns += storeyColumns
    columns += [
      .init("parents", Text("part of", zh: "从属")), .init("life_stage", Text("stage", zh: "状态")),
      .init("bbox", Text("box", zh: "范围")),
    ]
    var table = Table("objects", columns: columns)
    for stored in objects {
      let object = stored.object
      var row: [JSONValue] = [.string(object.id)]
      row += kinds(object)
      row += [JSONValue(object.cimLevel), JSONValue(object.name)]
      let storey = try storeys.storey(of: stored)
      row += self.storey(object, storey)
      row += [.array(object.parents.map(JSONValue.string)), .string(object.lifeStage.rawValue), json(stored.box)]
      table.rows.append(row)
    }
    return table
  }

  /// A person is told the finer word and the storey's name; `textless` is what only a script needs.
  static let kindColumns: [Table.Column] = [
    .init("class", Text("type", zh: "类型")), .init("kind", Text("class", zh: "类别")),
  ]
  static let storeyColumns: [Table.Column] = [
    .init("storey", Text("storey id", zh: "楼层编号")), .init("storey_name", Text("storey", zh: "楼层")),
    .init("floor", Text("floor", zh: "层号")),
  ]
  static let textless: Set<String> = ["class", "storey", "bbox"]

  /// Values of `kindColumns`.
  static func kinds(_ object: CityObject) -> [JSONValue] { [.string(object.type), .string(object.kind)] }

  /// Values of `storeyColumns`.
  static func storey(_ object: CityObject, _ storey: BuildingStorey?) -> [JSONValue] {
    [JSONValue(object.storey), JSONValue(storey?.name ?? object.storey), JSONValue(storey?.floor)]
  }

  static func models(_ models: [CityModelRecord]) -> Table {
    Table(
      "models",
      columns: [
        .init("name", Text("model", zh: "模型")), .init("format", Text("format", zh: "格式")),
        .init("crs", Text("coordinates", zh: "坐标系")), .init("objects", Text("objects", zh: "对象")),
        .init("rejected", Text("rejected", zh: "拒收")),
      ],
      rows: models.map {
        [
          .string($0.name), .string("\($0.format) \($0.version)"), JSONValue($0.crs), JSONValue($0.objects),
          JSONValue($0.rejected),
        ]
      })
  }

  static func types(_ types: [(type: String, count: Int)]) -> Table {
    Table(
      "types", columns: [.init("class", Text("class", zh: "类别")), .init("objects", Text("objects", zh: "对象"))],
      rows: types.map { [.string($0.type), JSONValue($0.count)] })
  }

  static func counts(_ types: [(type: String, count: Int)]) -> JSONValue {
    .object(types.map { JSONValue.Member(key: $0.type, value: JSONValue($0.count)) })
  }

  /// Six numbers; `null` for an empty box.
  static func json(_ box: Box3) -> JSONValue {
    box.isEmpty
      ? .null : .array([box.minX, box.minY, box.minZ, box.maxX, box.maxY, box.maxZ].map(JSONValue.number))
  }

  /// Everything that is known of an object.
  ///
  /// - Parameter areas: that it is in, from the top.
  static func document(
    _ stored: StoredCityObject, links: CityObjectLinks, areas: [LocatedPlace.Area], in city: CityDatabase
  ) throws(Fault) -> JSONValue {
    let storey = try StoreyDirectory(city).storey(of: stored)
    let object = stored.object
    let offset = city.settings.utcOffset
    return [
      "id": .string(object.id), "class": .string(object.type), "kind": .string(object.kind),
      "cim_level": JSONValue(object.cimLevel), "name": JSONValue(object.name), "storey": JSONValue(object.storey),
      "storey_name": JSONValue(storey?.name), "floor": JSONValue(storey?.floor),
      "floor_from": JSONValue(storey?.evidence?.rawValue),
      "parents": .array(object.parents.map(JSONValue.string)),
      "children": .array(object.children.map(JSONValue.string)), "life_stage": .string(object.lifeStage.rawValue),
      "valid_from": JSONValue(object.validFrom?.iso8601(offset: offset)),
      "valid_to": JSONValue(object.validTo?.iso8601(offset: offset)), "bbox": json(stored.box),
      "areas": .array(
        areas.map { ["level": .string($0.level.name), "code": .string($0.code), "name": .string($0.name)] }),
      "components": .array(links.components.map(JSONValue.string)),
      "readings": .array(
        links.readings.map {
          [
            "kind": .string($0.kind), "value": $0.value, "unit": JSONValue($0.unit),
            "time": .string($0.time.iso8601(offset: offset)), "sensor": .string($0.sensor),
          ]
        }),
      "geometries": .array(object.geometries.map(shape)),
      "attributes": object.attributes.map(JSONValue.raw) ?? .null,
      "members": object.members.map(JSONValue.raw) ?? .null,
    ]
  }

  private static func shape(_ geometry: CityGeometry) -> JSONValue {
    var meanings: [String: Int] = [:]
    for meaning in geometry.meaningOf where meaning >= 0 {
      meanings[geometry.meanings[Int(meaning)].type, default: 0] += 1
    }
    return [
      "type": .string(geometry.kind.rawValue), "lod": JSONValue(geometry.lod),
      "solids": JSONValue(geometry.solids.count), "surfaces": JSONValue(geometry.surfaces.count),
      "points": JSONValue(Set(geometry.indices).count),
      "semantics": .object(
        meanings.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: JSONValue($0.value)) }),
    ]
  }
}
