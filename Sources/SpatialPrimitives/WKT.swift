public import Diagnostics

/// Well-known text (OGC 06-103r4).
public enum WKT {
  /// The geometry as text in two dimensions; every number is the shortest that reads back as the same `Double`.
  public static func text(of geometry: Geometry) -> String {
    var text = ""
    append(geometry, to: &text)
    return text
  }

  /// Reads WKT and EWKT in any letter case. Z and M are dropped.
  ///
  /// - Throws: `bad-wkt` (65) naming the byte where the text stops making sense; `unsupported-geometry` (65) for
  ///   curves and surfaces.
  public static func parse(_ text: String) throws(Fault) -> Geometry {
    let bytes = Array(text.utf8)
    let result = unsafe bytes.withUnsafeBytes { raw in
      Result { () throws(Fault) -> Geometry in try unsafe parse(raw) }
    }
    return try result.get()
  }

  /// As `parse(_: String)`, from UTF-8.
  public static func parse(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Geometry {
    var reader = unsafe WKTReader(bytes)
    let geometry = try reader.geometry(depth: 0)
    try reader.finish()
    return geometry
  }

  private static func append(_ geometry: Geometry, to text: inout String) {
    switch geometry {
    case .point(let point):
      text += point.x.isNaN && point.y.isNaN ? "POINT EMPTY" : "POINT "
      if !(point.x.isNaN && point.y.isNaN) { append([point], to: &text) }
    case .multiPoint(let points):
      text += "MULTIPOINT "
      appendList(points, to: &text) { point, text in append([point], to: &text) }
    case .lineString(let points):
      text += "LINESTRING "
      append(points, to: &text)
    case .multiLineString(let lines):
      text += "MULTILINESTRING "
      appendList(lines, to: &text) { line, text in append(line, to: &text) }
    case .polygon(let polygon):
      text += "POLYGON "
      append(polygon, to: &text)
    case .multiPolygon(let polygons):
      text += "MULTIPOLYGON "
      appendList(polygons.polygons, to: &text) { polygon, text in append(polygon, to: &text) }
    case .collection(let parts):
      text += "GEOMETRYCOLLECTION "
      appendList(parts, to: &text) { part, text in append(part, to: &text) }
    }
  }

  private static func append(_ polygon: Polygon, to text: inout String) {
    let isEmpty = polygon.exterior.points.isEmpty && polygon.holes.isEmpty
    appendList(isEmpty ? [] : polygon.rings, to: &text) { ring, text in append(ring.points, to: &text) }
  }

  private static func append(_ points: [Point], to text: inout String) {
    appendList(points, to: &text) { point, text in
      append(point.x, to: &text)
      text += " "
      append(point.y, to: &text)
    }
  }

  private static func appendList<Item>(
    _ items: [Item], to text: inout String, _ appendItem: (Item, inout String) -> Void
  ) {
    if items.isEmpty {
      text += "EMPTY"
      return
    }
    text += "("
    for (index, item) in items.enumerated() {
      if index > 0 { text += ", " }
      appendItem(item, &text)
    }
    text += ")"
  }

  /// Swift's description is the shortest that round-trips; a whole number needs no `.0`.
  private static func append(_ value: Double, to text: inout String) {
    var digits = value.description
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    text += digits
  }
}
