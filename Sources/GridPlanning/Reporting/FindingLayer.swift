import AreaIndex
package import Diagnostics
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
    try ReportLayer(name: "findings", columns: columns(language)).write(
      result.findings, shape: { ($0.geometry, $0.place) }, in: subject.coordinateSystem, to: path, form: form,
      force: force)
  }

  private static func columns(_ language: Language) -> [ReportColumn<Finding>] {
    [
      .text("kind") { $0.kind.rawValue }, .text("severity") { $0.severity.rawValue }, .text("level") { $0.level?.name },
      .text("codes") { $0.areas.map(\.code).joined(separator: " ") },
      .text("names") { $0.areas.map(\.name).joined(separator: "; ") },
      .text("along") { ($0.roads + $0.along.map(\.code)).joined(separator: "; ") },
      .longitude(\.place), .latitude(\.place), .measure("area_m2", \.squareMetres),
      .measure("width_m", \.greatestWidth), .measure("mean_width_m", \.meanWidth), .measure("length_m", \.length),
      .count("pieces") { $0.pieces }, .text("message") { $0.message(language) }, .text("allowed", \.allowedBecause),
      .text("street") { $0.streets.map(\.code).joined(separator: " ") },
    ]
  }
}
