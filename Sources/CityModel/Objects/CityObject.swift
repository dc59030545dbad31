public import CivilTime

/// One thing of the city information model: a building, a storey, a room, a door, a pipe, a tree.
///
/// What the model calls its types, their attributes and their parts is CityJSON 2.0 (OGC 20-072r5) and, behind it, the
/// conceptual model of CityGML 3.0 (OGC 20-010).
public struct CityObject: Sendable, Hashable {
  /// Unique within its model.
  public var id: String
  /// As CityJSON 2.0 spells it, e.g. `BuildingRoom`; of an extension with its `+`.
  public var type: String
  /// How fine it is, CIM1 (surface) to CIM7 (part); `nil` where nothing says.
  public var cimLevel: Int?
  /// The objects that it is part of, in the order of its source. A group that it belongs to is one of them.
  public var parents: [String]
  public var children: [String]
  /// The storey that it is in: the nearest `BuildingStorey` among its ancestors, itself where it is one.
  public var storey: String?
  public var name: String?
  public var lifeStage: LifeStage
  /// When it came to be, and from when it is no more: [from, to).
  public var validFrom: Instant?
  public var validTo: Instant?
  /// The JSON object of its attributes, byte for byte as its source has it.
  public var attributes: String?
  /// What else its source says of it, as members of one JSON object: `address`, `geographicalExtent`, what extensions add.
  public var members: String?
  /// One for each level of detail, and more. Empty for an object that its parts alone give a shape.
  public var geometries: [CityGeometry]

  public init(
    id: String, type: String, cimLevel: Int? = nil, parents: [String] = [], children: [String] = [],
    storey: String? = nil, name: String? = nil, lifeStage: LifeStage = .inUse, validFrom: Instant? = nil,
    validTo: Instant? = nil, attributes: String? = nil, members: String? = nil, geometries: [CityGeometry] = []
  ) {
    self.id = id
    self.type = type
    self.cimLevel = cimLevel
    self.parents = parents
    self.children = children
    self.storey = storey
    self.name = name
    self.lifeStage = lifeStage
    self.validFrom = validFrom
    self.validTo = validTo
    self.attributes = attributes
    self.members = members
    self.geometries = geometries
  }
}

/// Where a city object stands between the first plan and its end.
public enum LifeStage: String, Sendable, Hashable, CaseIterable {
  case planned
  case underConstruction = "under-construction"
  case inUse = "in-use"
  case demolished
}
