/// The types of city objects and what follows from them.
enum CityObjectTypes {
  /// Those of CityJSON 2.0, which follow the modules of CityGML 3.0.
  static let known: Set<String> = {
    var names: Set<String> = [
      "BuildingUnit", "BuildingStorey", "Road", "Railway", "TransportSquare", "Waterway", "TINRelief", "WaterBody",
      "PlantCover", "SolitaryVegetationObject", "LandUse", "CityFurniture", "CityObjectGroup", "GenericCityObject",
      "OtherConstruction", "BuildingRoom", "BridgeRoom", "TunnelHollowSpace",
    ]
    for kind in ["Building", "Bridge", "Tunnel"] {
      for part in ["", "Part", "Installation", "ConstructiveElement", "Furniture"] { names.insert(kind + part) }
    }
    return names
  }()

  /// The name in CityJSON 2.0 of a type that 1.0 or 1.1 may have called otherwise.
  /// - Returns: `nil` for what is no type of any version, nor of an extension.
  static func current(_ type: String) -> String? {
    if known.contains(type) || type.hasPrefix("+") && type != "+GenericCityObject" { return type }
    return former[type]
  }

  private static let former = [
    "BridgeConstructionElement": "BridgeConstructiveElement", "+GenericCityObject": "GenericCityObject",
  ]

  /// Rooms, whatever they are in.
  static let rooms: Set<String> = ["BuildingRoom", "BridgeRoom", "TunnelHollowSpace"]

  /// Those under which CityJSON has many kinds of things: a door is a constructive element, as a slab is.
  static let manifold: Set<String> = {
    var names: Set<String> = ["CityFurniture", "GenericCityObject", "OtherConstruction"]
    for whole in ["Building", "Bridge", "Tunnel"] {
      for part in ["Installation", "ConstructiveElement", "Furniture"] { names.insert(whole + part) }
    }
    return names
  }()

  /// Whether what is in the hollow of such a thing is in the thing, as water is in a pipe.
  static func hasHollow(_ type: String) -> Bool { type.hasSuffix("Installation") || type.hasSuffix("Furniture") }

  /// How fine an object is, after the table of levels in the guideline for CIM platforms (MOHURD, revised 2021):
  /// CIM1 surface, CIM2 blocks, CIM3 outer forms with roofs, CIM4 fine outer forms, CIM5 functional spaces,
  /// CIM6 components, CIM7 parts.
  ///
  /// - Parameter lod: the highest level of detail among its geometries; `nil` where it has none.
  static func level(of type: String, lod: String?) -> Int? {
    switch type {
    case "TINRelief", "LandUse", "WaterBody", "Road", "Railway", "Waterway", "TransportSquare", "PlantCover":
      return (lod?.first).map { $0 >= "3" ? 4 : $0 == "2" ? 3 : $0 == "1" ? 2 : 1 }
    case "BuildingStorey", "BuildingUnit", "BuildingRoom", "BridgeRoom", "TunnelHollowSpace": return 5
    case "CityObjectGroup": return nil
    default:
      if ["ConstructiveElement", "Furniture"].contains(where: type.hasSuffix), type != "CityFurniture" { return 6 }
      // A block has no level of detail below 1; what only lies on the ground is drawn as one.
      return (lod?.first).map { $0 >= "3" ? 4 : $0 == "2" ? 3 : 2 }
    }
  }
}
