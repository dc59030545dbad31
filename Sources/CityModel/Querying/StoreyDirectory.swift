public import CityStore
public import Diagnostics
import SpatialDatabase

/// The storey that something is in, as people know it.
public struct BuildingStorey: Sendable, Hashable {
  /// How its number is known.
  public enum Evidence: String, Sendable, Hashable {
    case name, attribute
    /// From its place among the other storeys of the building.
    case order
  }

  public var id: String
  public var name: String?
  /// Below the ground below zero; `nil` where nothing says it.
  public var floor: Int?
  public var evidence: Evidence?
}

/// Says of objects which storey they are in. It reads the storeys of a building when it is first asked about one of them. Not
/// to be shared between threads.
public final class StoreyDirectory {
  private let city: CityDatabase
  private var storeys: [Key: BuildingStorey] = [:]

  private struct Key: Hashable {
    var model: Int64
    var id: String
  }

  public init(_ city: CityDatabase) { self.city = city }

  /// - Returns: `nil` for an object of which no storey is known.
  public func storey(of stored: StoredCityObject) throws(Fault) -> BuildingStorey? {
    guard let id = stored.object.storey else { return nil }
    let key = Key(model: stored.modelID, id: id)
    if let known = storeys[key] { return known }
    storeys[key] = BuildingStorey(id: id)
    for floor in StoreyOrder(try neighbours(of: key)).floors {
      let object = floor.storey.object
      storeys[Key(model: stored.modelID, id: object.id)] = BuildingStorey(
        id: object.id, name: object.name, floor: floor.number, evidence: floor.evidence)
    }
    return storeys[key]
  }

  /// A storey and all others of its building, without their shapes.
  private func neighbours(of key: Key) throws(Fault) -> [StoredCityObject] {
    try city.connection.rows(
      """
      WITH RECURSIVE
        above (serial, parent) AS (
          SELECT serial, parent FROM city_objects WHERE model_id = ?1 AND id = ?2
          UNION SELECT whole.serial, whole.parent FROM city_objects AS whole JOIN above ON whole.serial = above.parent),
        family (serial) AS (
          SELECT serial FROM above WHERE parent IS NULL
          UNION SELECT part.serial FROM city_objects AS part JOIN family ON part.parent = family.serial
          WHERE part.type IN ('Building', 'BuildingPart', 'BuildingStorey'))
      SELECT \(StoredCityObject.columns) FROM city_objects
      WHERE serial IN family AND type = 'BuildingStorey' ORDER BY serial
      """, [.integer(key.model), .text(key.id)]
    ) { StoredCityObject($0) }
  }
}
