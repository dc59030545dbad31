/// The colours of surfaces in a viewer, by what they mean: linear red, green, blue, and how opaque they are.
enum SurfaceColour {
  /// The name of the colour of a surface, which is that of its material in a file.
  ///
  /// - Parameters:
  ///   - meaning: the semantic type of the surface; `nil` where it has none.
  ///   - type: of its object.
  static func name(meaning: String?, type: String) -> String {
    if let meaning, table[meaning] != nil { return meaning }
    if table[type] != nil { return type }
    return families.first { type.contains($0.part) }?.name ?? "Other"
  }

  static func components(of name: String) -> [Double] { table[name] ?? [0.6, 0.6, 0.6, 1] }

  /// Types that look like another one.
  private static let families: [(part: String, name: String)] = [
    ("ConstructiveElement", "WallSurface"), ("Furniture", "CityFurniture"), ("Installation", "OuterFloorSurface"),
    ("Room", "Room"), ("HollowSpace", "Room"), ("Storey", "Room"), ("Unit", "Room"), ("Building", "Building"),
    ("Bridge", "Bridge"), ("Tunnel", "Tunnel"), ("Road", "Road"), ("Railway", "Road"), ("Transport", "Road"),
    ("Water", "WaterBody"),
  ]

  private static let table: [String: [Double]] = [
    "RoofSurface": [0.55, 0.13, 0.09, 1], "WallSurface": [0.72, 0.68, 0.6, 1], "GroundSurface": [0.3, 0.28, 0.25, 1],
    "ClosureSurface": [0.6, 0.6, 0.6, 0.3], "OuterCeilingSurface": [0.65, 0.62, 0.55, 1],
    "OuterFloorSurface": [0.5, 0.47, 0.42, 1], "Window": [0.2, 0.42, 0.6, 0.6], "Door": [0.3, 0.16, 0.07, 1],
    "InteriorWallSurface": [0.78, 0.76, 0.7, 1], "CeilingSurface": [0.85, 0.85, 0.82, 1],
    "FloorSurface": [0.45, 0.36, 0.26, 1], "WaterSurface": [0.07, 0.27, 0.5, 0.8],
    "TrafficArea": [0.15, 0.15, 0.16, 1], "AuxiliaryTrafficArea": [0.28, 0.28, 0.26, 1],
    "Building": [0.72, 0.68, 0.6, 1], "Room": [0.75, 0.72, 0.5, 0.4], "Bridge": [0.45, 0.45, 0.47, 1],
    "Tunnel": [0.35, 0.35, 0.38, 1], "Road": [0.15, 0.15, 0.16, 1], "WaterBody": [0.07, 0.27, 0.5, 0.8],
    "TINRelief": [0.32, 0.4, 0.2, 1], "LandUse": [0.4, 0.45, 0.25, 1], "PlantCover": [0.12, 0.32, 0.08, 1],
    "SolitaryVegetationObject": [0.1, 0.35, 0.06, 1], "CityFurniture": [0.2, 0.3, 0.45, 1],
    "OtherConstruction": [0.5, 0.45, 0.4, 1], "Other": [0.6, 0.6, 0.6, 1],
  ]
}
