public import AreaIndex
public import SpatialPrimitives

/// One area as far as comparing goes.
public struct ComparedArea: Sendable, Hashable {
  /// The number by which cases are counted; it says nothing of which areas are the same.
  public var id: Int64
  public var level: Level
  public var code: String
  public var name: String
  /// Of the area above; `nil` where it has none.
  public var parentCode: String?
  public var households: Double?
  /// In the coordinate system of the comparison.
  public var geometry: MultiPolygon

  public init(
    id: Int64 = 0, level: Level, code: String, name: String, parentCode: String? = nil, households: Double? = nil,
    geometry: MultiPolygon
  ) {
    self.id = id
    self.level = level
    self.code = code
    self.name = name
    self.parentCode = parentCode
    self.households = households
    self.geometry = geometry
  }

  var label: Finding.Name { Finding.Name(code: code, name: name) }
}
