import JSONWriting
import SpatialFormats

/// What an IFC file says about itself and about where it is: lengths in metres, angles in degrees.
struct IFCFacts: Sendable {
  /// E.g. `IFC4`.
  var schema = ""
  /// IfcMapConversion, or its property set.
  var map: MapConversion?
  /// IfcSite, where it has a longitude and a latitude.
  var site: Site?
  /// How far the model has to be turned anticlockwise so that its TrueNorth points up.
  var northTurn: Double?

  struct MapConversion: Sendable {
    var crs: String?
    var east, north, height: Double
    /// How far the model's x axis is turned from east, anticlockwise.
    var turn: Double
    /// Metres of the map in a metre of the model.
    var factor: Double
  }

  struct Site: Sendable {
    var name: String?
    var longitude, latitude, height: Double
    /// What is there, in the model's coordinates.
    var origin: (x: Double, y: Double, z: Double)
  }

  init() {}

  init(_ json: JSONValue) {
    schema = json["schema"]?.string ?? ""
    northTurn = json["north_turn"]?.double
    if let map = json["map"], let numbers = map.numbers("east", "north", "height", "turn", "factor") {
      self.map = MapConversion(
        crs: map["crs"]?.string, east: numbers[0], north: numbers[1], height: numbers[2], turn: numbers[3],
        factor: numbers[4])
    }
    if let site = json["site"], let numbers = site.numbers("lon", "lat", "height"),
      case .array(let origin)? = site["origin"], origin.count == 3,
      // Where a program knew no place it wrote zeros.
      numbers[0] != 0 || numbers[1] != 0
    {
      let origin = origin.map { $0.double ?? 0 }
      self.site = Site(
        name: site["name"]?.string, longitude: numbers[0], latitude: numbers[1], height: numbers[2],
        origin: (origin[0], origin[1], origin[2]))
    }
  }
}

extension JSONValue {
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// Members that are all finite numbers.
  fileprivate func numbers(_ keys: String...) -> [Double]? {
    let numbers = keys.compactMap { self[$0]?.double }
    return numbers.count == keys.count && numbers.allSatisfy(\.isFinite) ? numbers : nil
  }
}
