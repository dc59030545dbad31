import SpatialFormats

/// How good a border each street is: by a field `weight`, else by the classes of OpenStreetMap's `highway`.
struct StreetWeights {
  private let weight: Int?
  private let highway: Int?

  init(_ fields: [String]) {
    weight = fields.firstIndex { $0.lowercased() == "weight" }
    highway = fields.firstIndex { $0.lowercased() == "highway" }
  }

  func weight(_ values: [Value]) -> Double {
    if let weight, let number = values[weight].text.flatMap(Double.init), number > 0, number.isFinite { return number }
    guard let highway, let kind = values[highway].text else { return 1 }
    if ["motorway", "trunk", "primary", "secondary"].contains(where: kind.hasPrefix) { return 2 }
    if ["footway", "path", "steps", "cycleway", "corridor"].contains(where: kind.hasPrefix) { return 0.25 }
    return ["service", "track", "pedestrian"].contains(where: kind.hasPrefix) ? 0.5 : 1
  }
}
