import CityModel
import CityStore
import Testing

extension CityGMLSamples {
  /// Imports objects and gives them by id.
  static func imported(
    _ objects: [String], version: String = "2.0", system: String? = projected,
    low: String = "400000 2500000 0", high: String = "400010 2500010 10", rejected: Int = 0
  ) throws -> [String: StoredCityObject] {
    let folder = try ModelFolder()
    let text = model(objects, version: version, system: system, low: low, high: high)
    let report = try folder.importModel(try folder.file("a.gml", text), name: "a")
    #expect(report.model.rejected == rejected && report.model.format == "CityGML" && report.model.version == version)
    return try stored(in: folder)
  }

  static func stored(in folder: ModelFolder) throws -> [String: StoredCityObject] {
    let city = try folder.city()
    var found: [String: StoredCityObject] = [:]
    for stored in try city.cityObjects(matching: CityObjectFilter(), limit: 1000).objects {
      found[stored.object.id] = try city.cityObject(id: stored.object.id)
    }
    return found
  }
}
