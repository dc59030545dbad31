import Diagnostics
import JSONWriting
package import SpatialPrimitives

/// Writes a GeoJSON collection, a feature a line.
///
/// Rings keep their direction and numbers all their digits, so that reading the file again gives the same doubles.
/// RFC 7946 knows only WGS 84; any other system is told by the `crs` member of GeoJSON 2008, which GDAL and QGIS read.
final class GeoJSONSink: FeatureSink {
  private let layer: OutputLayer
  private let path: String
  private var output: TextOutput?
  private var row = 0
  /// The fields' names with quotes and colon.
  private let keys: [String]

  init(_ path: String, layer: OutputLayer, force: Bool, notice: (Notice) -> Void) throws(Fault) {
    self.layer = layer
    self.path = path
    keys = layer.fields.map { JSONValue.quoted($0.name) + ":" }
    var output = try TextOutput(path: path, force: force)
    output.append("{\"type\":\"FeatureCollection\",\"name\":\(JSONValue.quoted(layer.name)),")
    if layer.crs.epsg != 4326 {
      let name = layer.crs.epsg.map { "urn:ogc:def:crs:EPSG::\($0)" } ?? layer.crs.name
      output.append("\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\(JSONValue.quoted(name))}},")
      notice(
        Notice(
          .note, code: "legacy-crs",
          Text(
            "GeoJSON of today is WGS 84 only; the crs member of 2008 says \(name)",
            zh: "现行 GeoJSON 仅限 WGS 84；已用 2008 版的 crs 成员标明 \(name)"), at: Place(path)))
    }
    output.append("\"features\":[")
    self.output = consume output
  }

  func write(_ geometry: Geometry?, _ values: [Value]) throws(Fault) {
    row += 1
    append(row == 1 ? "\n" : ",\n")
    append("{\"type\":\"Feature\",\"properties\":{")
    for (position, value) in values.enumerated() {
      if position > 0 { append(",") }
      append(keys[position])
      append(text(value, layer.fields[position].type))
    }
    append("},\"geometry\":")
    if let geometry {
      guard geometry.isFinite else { throw FeatureFile.notFinite(path, row: row) }
      append(geometry: layer.fitted(geometry))
    } else {
      append("null")
    }
    append("}")
    try output?.flushIfLarge()
  }

  private func append(_ text: String) { output?.append(text) }

  private func text(_ value: Value, _ type: FieldDescription.FieldType) -> String {
    switch value {
    case .null: return "null"
    case .integer, .boolean: return value.text ?? "null"
    case .real(let number): return number.isFinite ? "\(number)" : "null"
    case .text(let text):
      // Kept as JSON only where it still is.
      if type == .json, (try? JSONValue.parse(Array(text.utf8))) != nil { return text }
      return JSONValue.quoted(text)
    }
  }

  private func append(geometry: Geometry) {
    append("{\"type\":\"\(geometry.kindName)\",")
    if case .collection(let parts) = geometry {
      append("\"geometries\":")
      append(list: parts) { append(geometry: $0) }
    } else {
      append("\"coordinates\":")
      append(coordinates: geometry)
    }
    append("}")
  }

  private func append(coordinates geometry: Geometry) {
    switch geometry {
    case .point(let point): append(point)
    case .multiPoint(let points), .lineString(let points): append(list: points, append)
    case .multiLineString(let lines): append(list: lines) { append(list: $0, append) }
    case .polygon(let polygon): append(polygon)
    case .multiPolygon(let polygons): append(list: polygons.polygons, append)
    case .collection: break
    }
  }

  private func append(_ polygon: Polygon) { append(list: polygon.rings) { append(list: $0.points, append) } }

  private func append(_ point: Point) {
    append("[")
    output?.append(point.x)
    append(",")
    output?.append(point.y)
    append("]")
  }

  private func append<Item>(list: [Item], _ each: (Item) -> Void) {
    append("[")
    for (position, item) in list.enumerated() {
      if position > 0 { append(",") }
      each(item)
    }
    append("]")
  }

  func finish() throws(Fault) {
    append("\n]}\n")
    try output.take()?.commit()
  }
}

extension Geometry {
  /// Whether every coordinate is a number.
  package var isFinite: Bool {
    switch self {
    case .point(let point): point.isFinite
    case .multiPoint(let points), .lineString(let points): points.allSatisfy(\.isFinite)
    case .multiLineString(let lines): lines.allSatisfy { $0.allSatisfy(\.isFinite) }
    case .polygon(let polygon): polygon.rings.allSatisfy { $0.points.allSatisfy(\.isFinite) }
    case .multiPolygon(let polygons): polygons.polygons.allSatisfy { Geometry.polygon($0).isFinite }
    case .collection(let parts): parts.allSatisfy(\.isFinite)
    }
  }
}

extension FeatureFile {
  static func notFinite(_ path: String, row: Int) -> Fault {
    Fault(
      .data, code: "not-finite", Text("a coordinate is no number", zh: "坐标不是有效数字"), at: Place(path, row: row))
  }
}
