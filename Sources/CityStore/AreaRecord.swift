public import AreaIndex
import Diagnostics
import SpatialDatabase
public import SpatialPrimitives

/// One area as the database holds it.
public struct AreaRecord: Sendable, Hashable, Identifiable {
  public var id: Int64
  public var editionID: Int64
  public var level: Level
  /// Text, never a number; blank where the file had none.
  public var code: String
  public var name: String
  public var parentID: Int64?
  public var parentCode: String?
  public var households: Double?
  /// The file's other fields, a JSON object.
  public var attributes: String
  /// In the database's reference system; empty where the file had none.
  public var geometry: MultiPolygon

  static let columns =
    "areas.id, edition_id, level, code, name, parent_id, parent_code, households, attributes, geometry"

  /// - Parameter row: of `columns`, in their order.
  init(_ row: Statement) throws(Fault) {
    id = row.integer(0) ?? 0
    editionID = row.integer(1) ?? 0
    level = row.text(2).flatMap { Level(name: $0) } ?? .city
    code = row.text(3) ?? ""
    name = row.text(4) ?? ""
    parentID = row.integer(5)
    parentCode = row.text(6)
    households = row.real(7)
    attributes = row.text(8) ?? "{}"
    geometry = try row.multiPolygon(9)
  }
}
