import AreaIndex
package import CityStore
package import Diagnostics
import Projections
import SpatialFormats
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
    let base = try city.coordinateSystem.geographicBase
    let layer = OutputLayer(
      name: "changes", geometryKind: "Geometry", fields: fields,
      crs: base.outputCRS)
    let sink = try FeatureFile.create(path, form: form, layer: layer, force: force)
    for change in comparison.changes {
      let shape: Geometry? =
        change.geometry.isEmpty ? change.place.map(Geometry.point) : .multiPolygon(change.geometry)
      try sink.write(shape, values(of: change, language))
    }
    try sink.finish()
  }

  private static let fields = [
    FieldDescription(name: "kind", type: .text), FieldDescription(name: "level", type: .text),
    FieldDescription(name: "from", type: .text), FieldDescription(name: "to", type: .text),
    FieldDescription(name: "from_names", type: .text), FieldDescription(name: "to_names", type: .text),
    FieldDescription(name: "area_m2", type: .real), FieldDescription(name: "households", type: .real),
    FieldDescription(name: "open_cases", type: .integer),
    FieldDescription(name: "officers", type: .integer), FieldDescription(name: "width_m", type: .real),
    FieldDescription(name: "lon", type: .real), FieldDescription(name: "lat", type: .real),
    FieldDescription(name: "message", type: .text),
  ]

  private static func values(of change: EditionChange, _ language: Language) -> [Value] {
    func number(_ value: Double?) -> Value { value.map { .real(Rounding.measure($0)) } ?? .null }
    func codes(_ areas: [Finding.Name]) -> Value { .text(areas.map(\.code).joined(separator: " ")) }
    func names(_ areas: [Finding.Name]) -> Value { .text(areas.map(\.name).joined(separator: "; ")) }
    return [
      .text(change.kind.rawValue), .text(change.level.name), codes(change.from), codes(change.to), names(change.from),
      names(change.to), number(change.squareMetres), number(change.households),
      change.openCases.map { .integer(Int64($0)) } ?? .null, change.officers.map { .integer(Int64($0)) } ?? .null,
      number(change.greatestWidth),
      change.place.map { .real(Rounding.degrees($0.x)) } ?? .null,
      change.place.map { .real(Rounding.degrees($0.y)) } ?? .null, .text(change.message(language)),
    ]
  }
}
