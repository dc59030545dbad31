import AreaIndex
import CityStore
package import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// Findings as a layer: a feature each, with its shape in longitude and latitude, or its place where it has none.
package enum FindingLayer {
  /// - Parameters:
  ///   - path: ends in `.geojson` or `.csv`; `-` is standard output, in the form that `form` says.
  ///   - system: that of the subject; its longitudes and latitudes are written.
  package static func write(
    _ result: CheckResult, of subject: CheckSubject, to path: String, form: String? = nil, force: Bool,
    language: Language
  ) throws(Fault) {
    let base = try subject.coordinateSystem.geographicBase
    let layer = OutputLayer(
      name: "findings", geometryKind: "Geometry", fields: fields,
      crs: base.outputCRS)
    let sink = try FeatureFile.create(path, form: form, layer: layer, force: force)
    for finding in result.findings {
      let shape: Geometry? =
        finding.geometry.isEmpty ? finding.place.map(Geometry.point) : .multiPolygon(finding.geometry)
      try sink.write(shape, values(of: finding, language))
    }
    try sink.finish()
  }

  private static let fields = [
    FieldDescription(name: "kind", type: .text), FieldDescription(name: "severity", type: .text),
    FieldDescription(name: "level", type: .text), FieldDescription(name: "codes", type: .text),
    FieldDescription(name: "names", type: .text), FieldDescription(name: "along", type: .text),
    FieldDescription(name: "lon", type: .real), FieldDescription(name: "lat", type: .real),
    FieldDescription(name: "area_m2", type: .real), FieldDescription(name: "width_m", type: .real),
    FieldDescription(name: "mean_width_m", type: .real), FieldDescription(name: "length_m", type: .real),
    FieldDescription(name: "pieces", type: .integer), FieldDescription(name: "message", type: .text),
    FieldDescription(name: "allowed", type: .text), FieldDescription(name: "street", type: .text),
  ]

  private static func values(of finding: Finding, _ language: Language) -> [Value] {
    func number(_ value: Double?) -> Value { value.map { .real(Rounding.measure($0)) } ?? .null }
    func list(_ texts: [String]) -> Value { .text(texts.joined(separator: " ")) }
    return [
      .text(finding.kind.rawValue), .text(finding.severity.rawValue), finding.level.map { .text($0.name) } ?? .null,
      list(finding.areas.map(\.code)), .text(finding.areas.map(\.name).joined(separator: "; ")),
      .text((finding.roads + finding.along.map(\.code)).joined(separator: "; ")),
      finding.place.map { .real(Rounding.degrees($0.x)) } ?? .null,
      finding.place.map { .real(Rounding.degrees($0.y)) } ?? .null, number(finding.squareMetres),
      number(finding.greatestWidth), number(finding.meanWidth), number(finding.length),
      .integer(Int64(finding.pieces)), .text(finding.message(language)),
      finding.allowedBecause.map(Value.text) ?? .null, list(finding.streets.map(\.code)),
    ]
  }
}
