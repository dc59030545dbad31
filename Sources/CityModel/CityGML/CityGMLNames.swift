import XMLReading

/// The names of CityGML and GML, and what they are in the model.
enum CityGMLNames {
  static let link = "http://www.w3.org/1999/xlink"

  /// Whether a namespace is one of GML: 3.1 for CityGML 1.0 and 2.0, 3.2 for 3.0.
  static func isGML(_ space: String) -> Bool { space.hasPrefix("http://www.opengis.net/gml") }

  /// Whether a namespace is one of CityGML's own modules, of any version.
  static func isCityGML(_ space: String) -> Bool { space.hasPrefix("http://www.opengis.net/citygml/") }

  /// `2.0` for `http://www.opengis.net/citygml/building/2.0`; `nil` for what is no module.
  static func version(_ space: String) -> String? {
    isCityGML(space) ? space.split(separator: "/").last.map(String.init) : nil
  }

  /// What an element of a city model stands for.
  enum Role: Hashable {
    /// A city object of that type of CityJSON 2.0.
    case object(String)
    /// A door or window: a surface of what it is in, and an object of its own, so that it can be found.
    case opening(String)
    /// A surface that bounds an object and says what it is.
    case surface(String)
    /// A part of an object which has no type of its own: its shape and surfaces are those of the object.
    case space
    /// Holds objects and is none.
    case container
    /// Known, and not kept.
    case leftOut
    case none

    var isObject: Bool {
      switch self {
      case .object, .opening: true
      default: false
      }
    }
  }

  static func role(of element: XMLElement) -> Role {
    let name = element.name
    guard isCityGML(name.space) else { return isGML(name.space) ? .none : extensionRole(of: element) }
    if name.local == "Door" || name.local == "Window" {
      // Those of 3.0 are bodies that fill a gap, those before are the surface of one.
      return name.space.contains("/construction/") ? .object("ConstructiveElement") : .opening(name.local)
    }
    return roles[name.local] ?? .none
  }

  /// Extensions are told by what they hold: whatever has a shape is an object, or a surface where it bounds one.
  private static func extensionRole(of element: XMLElement) -> Role {
    guard let property = element.parent else { return .object("+" + element.local) }
    if property.local.hasPrefix("adeOf") { return .space }
    guard property.parent == nil || element.children.contains(where: isShapeProperty) else { return .none }
    let type = "+" + element.local
    return property.local == "boundary" || property.local == "boundedBy" ? .surface(type) : .object(type)
  }

  private static func isShapeProperty(_ property: XMLElement) -> Bool {
    if isGML(property.space) { return false }
    return lod(of: property.local) != nil && property.firstChild.map { isGML($0.space) } ?? true
      || property.local == "boundary" || property.local == "boundedBy"
  }

  /// `2` for `lod2Solid`.
  static func lod(of property: String) -> Character? {
    guard property.hasPrefix("lod"), let digit = property.dropFirst(3).first, ("0"..."4").contains(digit) else {
      return nil
    }
    return digit
  }

  /// Whether what a property refers to is a part of what has the property.
  static func isComposition(_ property: String) -> Bool {
    property == "groupMember" || property == "storey" || property == "filling"
      || [
        "Room", "Unit", "Subdivision", "Storey", "Part", "Furniture", "Installation", "ConstructiveElement",
        "ConstructionElement", "HollowSpace", "hollowSpace",
      ].contains(where: property.hasSuffix)
  }

  /// The id of GML.
  static func id(of element: XMLElement) -> String? {
    element.attribute("id", in: "http://www.opengis.net/gml/3.2")
      ?? element.attribute("id", in: "http://www.opengis.net/gml")
  }

  private static let roles: [String: Role] = {
    var roles: [String: Role] = [:]
    for type in CityObjectTypes.known { roles[type] = .object(type) }
    let others = [
      "Room": "BuildingRoom", "Storey": "BuildingStorey", "IntBuildingInstallation": "BuildingInstallation",
      "IntBridgeInstallation": "BridgeInstallation", "BridgeConstructionElement": "BridgeConstructiveElement",
      "IntTunnelInstallation": "TunnelInstallation", "HollowSpace": "TunnelHollowSpace", "Square": "TransportSquare",
      "Track": "Road", "TransportationComplex": "Road", "GenericOccupiedSpace": "GenericCityObject",
      "GenericUnoccupiedSpace": "GenericCityObject", "GenericLogicalSpace": "GenericCityObject",
      "MassPointRelief": "GenericCityObject", "BreaklineRelief": "GenericCityObject",
    ]
    for (name, type) in others { roles[name] = .object(type) }
    for surface in [
      "RoofSurface", "GroundSurface", "WallSurface", "ClosureSurface", "OuterCeilingSurface", "OuterFloorSurface",
      "InteriorWallSurface", "CeilingSurface", "FloorSurface", "WaterSurface", "WaterGroundSurface",
      "WaterClosureSurface", "TrafficArea", "AuxiliaryTrafficArea",
    ] { roles[surface] = .surface(surface) }
    roles["Marking"] = .surface("TransportationMarking")
    roles["HoleSurface"] = .surface("TransportationHole")
    roles["GenericThematicSurface"] = .surface("+GenericThematicSurface")
    roles["DoorSurface"] = .opening("Door")
    roles["WindowSurface"] = .opening("Window")
    for space in [
      "Section", "Intersection", "TrafficSpace", "AuxiliaryTrafficSpace", "ClearanceSpace", "Hole",
    ] { roles[space] = .space }
    roles["ReliefFeature"] = .container
    for part in ["Appearance", "Dynamizer", "PointCloud", "Version", "VersionTransition", "RasterRelief"] {
      roles[part] = .leftOut
    }
    return roles
  }()
}
