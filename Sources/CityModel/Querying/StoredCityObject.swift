import CivilTime
import Diagnostics
import JSONWriting
import SpatialDatabase
import SpatialFormats
public import SpatialPrimitives

/// A city object with where it stands in the database.
public struct StoredCityObject: Sendable, Hashable {
  /// The key of its row.
  public var serial: Int64
  public var modelID: Int64
  /// The row of the object that it is a part of; never a group.
  public var parent: Int64?
  /// In the coordinates of its model: around its shape, without one around its parts; empty where neither has any.
  public var box: Box3
  /// The middle of its box in the system of the database; `nil` where it is not on the map.
  public var place: Point?
  /// Its geometries are there only where they were asked for.
  public var object: CityObject

  static let columns = """
    serial, model_id, parent, id, type, cim_level, name, storey, life_stage, valid_from, valid_to, parents, children,
    min_x, min_y, min_z, max_x, max_y, max_z, place_x, place_y, attributes, members, shape
    """
  /// Of `columns`, the one that holds the shape.
  static let shapeColumn = 23

  /// - Parameter row: of `columns`, in their order.
  init(_ row: Statement) {
    serial = row.integer(0) ?? 0
    modelID = row.integer(1) ?? 0
    parent = row.integer(2)
    let type = row.text(4) ?? ""
    object = CityObject(
      id: row.text(3) ?? "", type: type, cimLevel: row.integer(5).map(Int.init),
      parents: StoredCityObject.list(row.text(11)), children: StoredCityObject.list(row.text(12)),
      storey: row.text(7), name: row.text(6), lifeStage: row.text(8).flatMap(LifeStage.init) ?? .inUse,
      validFrom: row.integer(9).map { Instant(milliseconds: $0) },
      validTo: row.integer(10).map { Instant(milliseconds: $0) }, attributes: row.text(21),
      members: row.text(22).map { "{\($0)}" })
    box = Box3(row, from: 13)
    if let x = row.real(19), let y = row.real(20) { place = Point(x, y) }
  }

  private static func list(_ json: String?) -> [String] {
    guard let json, case .array(let elements)? = try? JSONValue.parse(Array(json.utf8)) else { return [] }
    return elements.compactMap { if case .string(let id) = $0 { id } else { nil } }
  }
}
