import Diagnostics
import SpatialPrimitives

/// Writes CSV (RFC 4180, UTF-8, lines end in LF) whose last column holds the geometries as WKT, if the layer has any.
final class CSVSink: FeatureSink {
  private let layer: OutputLayer
  private var output: TextOutput?

  init(_ path: String, layer: OutputLayer, force: Bool, notice: (Notice) -> Void) throws(Fault) {
    self.layer = layer
    var output = try TextOutput(path: path, force: force)
    let names = layer.fields.map(\.name)
    let taken = Set(names.map { $0.lowercased() })
    let column = ["wkt", "geom_wkt", "geometry_wkt", "wkt_geom"].first { !taken.contains($0) } ?? "_wkt"
    output.append((layer.hasGeometry ? names + [column] : names).map(CSVSink.quoted).joined(separator: ","))
    output.append("\n")
    self.output = consume output
    guard layer.hasGeometry else { return }
    let crs = layer.crs.epsg.map { "EPSG:\($0)" } ?? layer.crs.name
    notice(
      Notice(
        .note, code: "crs-not-kept",
        Text("CSV does not say its coordinate system: it is \(crs)", zh: "CSV 不记录坐标系：其坐标系为 \(crs)"), at: Place(path)))
  }

  /// With quotes where RFC 4180 asks for them.
  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
    return RowFilter.quoted(text)
  }

  func write(_ geometry: Geometry?, _ values: [Value]) throws(Fault) {
    for (position, value) in values.enumerated() {
      if position > 0 { output?.append(",") }
      if let text = value.text { output?.append(CSVSink.quoted(text)) }
    }
    if layer.hasGeometry { output?.append(",") }
    if let geometry { output?.append("\"\(WKT.text(of: layer.fitted(geometry)))\"") }
    output?.append("\n")
    try output?.flushIfLarge()
  }

  func finish() throws(Fault) { try output.take()?.commit() }
}
