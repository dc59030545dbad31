import CityGenerator
import Glibc

/// `generate-city`: draws a city and its events from a seed.
@main
struct GenerateCity {
  static let usage = """
    Usage: generate-city --scale district|guangzhou --out DIR [--seed N] [--events N] [--nets NAME,…|all|none]
                         [--ground office|city]

      --scale S    district: a small city of two districts (the files of geodata/);
                   guangzhou: 11 / 170 / 2,680 / 19,657 areas on 7,434 km²
      --out DIR    an existing folder; one GeoJSON file a level, streets, buildings, and events.csv are written there
      --seed N     another city (default 441000); the same seed gives the same bytes
      --events N   how many events (default 50,000 or 10,000,000); 0 for none
      --nets N,…   departments' nets over the same city: police, sanitation, market, safety, service, health
                   (default none), a file each
      --ground G   streets and buildings of one street office (default), or of the whole city: at Guangzhou's scale
                   1.2 million buildings

    Examples:
      generate-city --scale district --out /tmp/district
      generate-city --scale guangzhou --out /tmp/guangzhou --events 1000000

    """

  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var values: [String: String] = [:]
    while let option = arguments.first {
      if option == "--help" || option == "-h" {
        print(usage, terminator: "")
        return
      }
      guard ["--scale", "--out", "--seed", "--events", "--nets", "--ground"].contains(option), arguments.count > 1
      else {
        refuse(option)
      }
      values[option] = arguments[1]
      arguments.removeFirst(2)
    }
    guard let scale = CityPlan.Scale(rawValue: values["--scale"] ?? "") else { refuse("--scale") }
    guard let folder = values["--out"] else { refuse("--out") }
    guard let seed = UInt64(values["--seed"] ?? "441000") else { refuse("--seed") }
    let plan = scale == .district ? CityPlan.district(seed: seed) : CityPlan.guangzhou(seed: seed)
    let names = values["--nets"].map { $0.split(separator: ",").map(String.init) } ?? []
    let nets =
      names == ["all"] ? Department.allCases : names == ["none"] ? [] : names.compactMap(Department.init(rawValue:))
    guard names == ["all"] || names == ["none"] || nets.count == names.count else { refuse("--nets") }
    guard let ground = GroundReach(rawValue: values["--ground"] ?? "office") else { refuse("--ground") }
    guard let events = Int(values["--events"] ?? "\(plan.usualEvents)"), events >= 0 else { refuse("--events") }

    do {
      let city = GeneratedCity(plan)
      for level in city.levels {
        try city.writeGeoJSON(level, to: "\(folder)/\(level.level).geojson")
        print("\(level.level)\t\(level.areas.count)")
      }
      try city.writeStreets(ground, to: "\(folder)/streets.geojson")
      try city.writeBuildings(ground, to: "\(folder)/buildings.geojson")
      for department in nets {
        let net = city.net(of: department)
        try city.writeGeoJSON(net, to: "\(folder)/\(net.level).geojson")
        print("\(net.level)\t\(net.areas.count)")
      }
      if events > 0 {
        try city.writeEvents(events, to: "\(folder)/events.csv")
        print("events\t\(events)")
      }
    } catch {
      fail("\(error)", status: 73)
    }
  }

  private static func refuse(_ option: String) -> Never {
    fail("wrong or missing option \(option)\n\n\(usage)", status: 64)
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    let text = Array("generate-city: error: \(message)\n".utf8)
    _ = write(STDERR_FILENO, text, text.count)
    exit(status)
  }
}
