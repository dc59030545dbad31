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
}

extension StoredCityObject {
  /// - Parameters:
  ///   - row: of `columns`, in their order.
  ///   - first: where they begin.
  init(_ row: Statement, from first: Int = 0) {
    serial = row.integer(first) ?? 0
    modelID = row.integer(first + 1) ?? 0
    parent = row.integer(first + 2)
    let type = row.text(first + 4) ?? ""
    object = CityObject(
      id: row.text(first + 3) ?? "", type: type, cimLevel: row.integer(first + 5).map(Int.init),
      parents: StoredCityObject.list(row.text(first + 11)), children: StoredCityObject.list(row.text(first + 12)),
      storey: row.text(first + 7), name: row.text(first + 6),
      lifeStage: row.text(first + 8).flatMap(LifeStage.init) ?? .inUse,
      validFrom: row.integer(first + 9).map { Instant(milliseconds: $0) },
      validTo: row.integer(first + 10).map { Instant(milliseconds: $0) }, attributes: row.text(first + 21),
      members: row.text(first + 22).map { "{\($0)}" })
    box = Box3(row, from: first + 13)
    if let x = row.real(first + 19), let y = row.real(first + 20) { place = Point(x, y) }
  }

  private static func list(_ json: String?) -> [String] {
    guard let json, case .array(let elements)? = try? JSONValue.parse(Array(json.utf8)) else { return [] }
    return elements.compactMap { if case .string(let id) = $0 { id } else { nil } }
  }
}
