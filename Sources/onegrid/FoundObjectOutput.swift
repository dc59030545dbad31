import CityModel
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// City objects that were found by place, as rows and as JSON.
enum FoundObjectOutput {
  /// `total` and `objects`, each with its distance where there is one.
  static func table(_ objects: [FoundObject]) -> Table {
    var columns: [Table.Column] = [.init("id", Text("object", zh: "对象"))]
    columns += CityObjectOutput.kindColumns
    columns += [.init("cim_level", Text("CIM", zh: "CIM")), .init("name", Text("name", zh: "名称"))]
    columns += CityObjectOutput.storeyColumns
    columns += [.init("distance_m", Text("metres", zh: "距离（米）")), .init("bbox", Text("box", zh: "范围"))]
    var table = Table("objects", columns: columns)
    table.rows = objects.map { found in
      let object = found.stored.object
      var row: [JSONValue] = [.string(object.id)]
      row += CityObjectOutput.kinds(object)
      row += [JSONValue(object.cimLevel), JSONValue(object.name)]
      row += CityObjectOutput.storey(object, found.storey)
      row += [metres(found.distance), CityObjectOutput.json(found.box)]
      return row
    }
    table.members = [.init(key: "total", value: JSONValue(objects.count))]
    return table
  }

  static func json(_ place: CityPlace) -> JSONValue {
    [
      "containing": .array(place.containing.map(containing)), "above": .array(place.above.map(beside)),
      "below": .array(place.below.map(beside)),
    ]
  }

  /// What `cim at` and `locate` say of an object that holds a place.
  static func containing(_ found: FoundObject) -> JSONValue {
    var members = members(of: found)
    members.append(.init(key: "method", value: JSONValue(found.method?.rawValue)))
    members.append(.init(key: "bbox", value: CityObjectOutput.json(found.box)))
    return .object(members)
  }

  private static func beside(_ found: FoundObject) -> JSONValue {
    var members = members(of: found)
    members.append(.init(key: "distance_m", value: metres(found.distance)))
    members.append(.init(key: "bbox", value: CityObjectOutput.json(found.box)))
    return .object(members)
  }

  private static func members(of found: FoundObject) -> [JSONValue.Member] {
    let object = found.stored.object
    var members: [JSONValue.Member] = [
      .init(key: "id", value: .string(object.id)), .init(key: "class", value: .string(object.type)),
      .init(key: "kind", value: .string(object.kind)), .init(key: "cim_level", value: JSONValue(object.cimLevel)),
      .init(key: "name", value: JSONValue(object.name)),
    ]
    for (column, value) in zip(CityObjectOutput.storeyColumns, CityObjectOutput.storey(object, found.storey)) {
      members.append(.init(key: column.key, value: value))
    }
    return members
  }

  static func text(_ place: CityPlace, _ language: Language) -> String {
    var text = containing(place.containing, language)
    for (heading, found) in [
      (Text("above", zh: "上方"), place.above), (Text("below", zh: "下方"), place.below),
    ] where !found.isEmpty {
      let columns = names + [.init("distance_m", Text("metres", zh: "距离（米）"))]
      text += "\n\(heading(language))\n"
      text += Table("column", columns: columns, rows: found.map { title($0) + [metres($0.distance)] }).text(language)
    }
    return text
  }

  /// A line an object, the coarser first.
  static func containing(_ found: [FoundObject], _ language: Language) -> String {
    if found.isEmpty { return Text("no city object is here\n", zh: "此处没有城市对象\n")(language) }
    let columns =
      names + [.init("storey", Text("storey", zh: "楼层")), .init("method", Text("method", zh: "判定方法"))]
    let rows = found.map {
      title($0) + [JSONValue($0.storey?.name ?? $0.stored.object.storey), JSONValue($0.method?.rawValue)]
    }
    return Table("containing", columns: columns, rows: rows).text(language)
  }

  private static let names: [Table.Column] = [
    .init("id", Text("object", zh: "对象")), .init("class", Text("class", zh: "类别")),
    .init("name", Text("name", zh: "名称")),
  ]

  private static func title(_ found: FoundObject) -> [JSONValue] {
    [.string(found.stored.object.id), .string(found.stored.object.kind), JSONValue(found.stored.object.name)]
  }

  /// To the millimetre.
  static func metres(_ value: Double?) -> JSONValue { JSONValue(value.map { ($0 * 1000).rounded() / 1000 }) }
}
