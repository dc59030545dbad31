import AreaIndex
package import CityStore
package import Diagnostics
import SpatialPrimitives

/// Changes as a layer: a feature each, with the ground that changes hands in longitude and latitude.
package enum ChangeLayer {
  /// - Parameters:
  ///   - path: ends in `.geojson`, `.csv` or `.gpkg`; `-` is standard output, in the form that `form` says.
  ///   - city: whose editions were compared; its longitudes and latitudes are written.
  package static func write(
    _ comparison: EditionComparison, of city: CityDatabase, to path: String, form: String? = nil, force: Bool,
    language: Language
  ) throws(Fault) {
    try ReportLayer(name: "changes", columns: columns(language)).write(
      comparison.changes, shape: { ($0.geometry, $0.place) }, in: city.coordinateSystem, to: path, form: form,
      force: force)
  }

  private static func columns(_ language: Language) -> [ReportColumn<EditionChange>] {
    func codes(_ areas: [Finding.Name]) -> String { areas.map(\.code).joined(separator: " ") }
    func names(_ areas: [Finding.Name]) -> String { areas.map(\.name).joined(separator: "; ") }
    return [
      .text("kind") { $0.kind.rawValue }, .text("level") { $0.level.name }, .text("from") { codes($0.from) },
      .text("to") { codes($0.to) }, .text("from_names") { names($0.from) }, .text("to_names") { names($0.to) },
      .measure("area_m2", \.squareMetres), .measure("households", \.households), .count("open_cases", \.openCases),
      .count("officers", \.officers), .measure("width_m", \.greatestWidth), .longitude(\.place), .latitude(\.place),
      .text("message") { $0.message(language) },
    ]
  }
}
