import Diagnostics
import Glibc
import SpatialPrimitives
import SystemFiles

/// Writes a shapefile: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`. All is laid out in memory and written at the end, since
/// the headers tell sizes; every part is whole before the first takes its name.
final class ShapefileSink: FeatureSink {
  private let layer: OutputLayer
  private let stem: String
  private let force: Bool
  private let encoding: TextEncoding
  private let notice: (Notice) -> Void
  private let table: DBFWriter
  private var shapes: [UInt8] = []
  private var index: [UInt8] = []
  private var extent = Box.empty
  private var row = 0
  private let type: Int32

  private static let headerSize = 100
  /// The header counts 16-bit words in 32 bits with a sign.
  private static let largest = 2 * Int(Int32.max)

  init(
    _ path: String, layer: OutputLayer, force: Bool, encoding: TextEncoding, notice: @escaping (Notice) -> Void
  ) throws(Fault) {
    self.layer = layer
    self.force = force
    self.encoding = encoding
    self.notice = notice
    stem = FileFacts.withoutExtension(path)
    switch layer.geometryKind {
    case "Point": type = 1
    case "LineString", "MultiLineString": type = 3
    case "Polygon", "MultiPolygon": type = 5
    case "MultiPoint": type = 8
    default:
      throw Fault(
        .data, code: "wrong-geometry",
        Text("a shapefile cannot hold \(layer.geometryKind)", zh: "shapefile 不能存放 \(layer.geometryKind)"),
        at: Place(path))
    }
    table = try DBFWriter(layer.fields, encoding: encoding, path: stem + ".dbf")
    // Told before the work, not after it.
    for part in ["shp", "shx", "dbf", "prj", "cpg"] where !force && FileFacts.kind(of: "\(stem).\(part)") != .missing {
      throw OutputFile.exists("\(stem).\(part)")
    }
    _ = try OutputFile(path: stem + ".shp", force: force)
  }

  func write(_ geometry: Geometry?, _ values: [Value]) throws(Fault) {
    row += 1
    var content: [UInt8] = []
    if let geometry {
      guard geometry.isFinite else { throw FeatureFile.notFinite(stem + ".shp", row: row) }
      content = try shape(geometry)
      extent.formUnion(geometry.box)
    }
    if content.isEmpty { content.append(littleEndian: 0 as Int32) }
    let offset = ShapefileSink.headerSize + shapes.count
    guard offset + 8 + content.count <= ShapefileSink.largest else {
      throw Fault(
        .data, code: "too-large", Text("a shapefile holds at most 4 GB", zh: "shapefile 最大 4 GB"),
        at: Place(stem + ".shp", row: row),
        hint: Text("export a GeoPackage instead", zh: "请改用 GeoPackage 导出"))
    }
    index.append(bigEndian: Int32(offset / 2))
    index.append(bigEndian: Int32(content.count / 2))
    shapes.append(bigEndian: Int32(row))
    shapes.append(bigEndian: Int32(content.count / 2))
    shapes += content
    try table.add(values)
  }

  /// The content of a record; empty for an empty geometry.
  private func shape(_ geometry: Geometry) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: type)
    switch (geometry, type) {
    case (.point(let point), 1): bytes.append(point)
    case (.multiPoint(let points), 8):
      bytes.append(geometry.box)
      bytes.append(littleEndian: Int32(points.count))
      for point in points { bytes.append(point) }
    case (.lineString(let line), 3): bytes.append(parts: [line], box: geometry.box)
    case (.multiLineString(let lines), 3): bytes.append(parts: lines, box: geometry.box)
    case (_, 5):
      guard let polygons = geometry.asMultiPolygon else { throw wrongKind(geometry) }
      let rings = polygons.polygons.flatMap { polygon in
        [directed(polygon.exterior, clockwise: true)] + polygon.holes.map { directed($0, clockwise: false) }
      }.filter { !$0.isEmpty }
      if rings.isEmpty { return [] }
      bytes.append(parts: rings, box: polygons.box)
    default: throw wrongKind(geometry)
    }
    return bytes
  }

  /// Outer rings run clockwise in a shapefile, holes the other way.
  private func directed(_ ring: Ring, clockwise: Bool) -> [Point] {
    let area = ring.doubledSignedArea
    return clockwise && area > 0 || !clockwise && area < 0 ? ring.points.reversed() : ring.points
  }

  private func wrongKind(_ geometry: Geometry) -> Fault {
    Fault(
      .data, code: "wrong-geometry",
      Text(
        "a \(geometry.kindName) in a shapefile of \(layer.geometryKind)",
        zh: "\(layer.geometryKind) 类型的 shapefile 中出现 \(geometry.kindName)"), at: Place(stem + ".shp", row: row))
  }

  private func header(size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: 9994)
    bytes += [UInt8](repeating: 0, count: 20)
    bytes.append(bigEndian: Int32(size / 2))
    bytes.append(littleEndian: 1000 as Int32)
    bytes.append(littleEndian: type)
    bytes.append(extent.isEmpty ? Box(minX: 0, minY: 0, maxX: 0, maxY: 0) : extent)
    bytes += [UInt8](repeating: 0, count: 32)
    return bytes
  }

  func finish() throws(Fault) {
    let (attributes, notices) = try table.finish()
    for told in notices { notice(told) }
    var shp = try written("shp", header(size: ShapefileSink.headerSize + shapes.count))
    try shp.write(bytes: shapes)
    let shx = try written("shx", header(size: ShapefileSink.headerSize + index.count) + index)
    let dbf = try written("dbf", attributes)
    let cpg = try written("cpg", Array(encoding.name.utf8))
    if let wkt = layer.crs.esriWKT {
      try written("prj", Array(wkt.utf8)).commit()
    } else {
      unsafe unlink(stem + ".prj")
      notice(
        Notice(
          .warning, code: "crs-not-kept",
          Text(
            "\(layer.crs.name) cannot be said in a .prj; none is written", zh: "\(layer.crs.name) 无法写入 .prj，未写出该文件"),
          at: Place(stem + ".shp")))
    }
    // Indexes of a replaced file would lead other programs astray.
    for stale in ["qix", "sbn", "sbx"] { unsafe unlink("\(stem).\(stale)") }
    try cpg.commit()
    try dbf.commit()
    try shx.commit()
    try shp.commit()
  }

  private func written(_ part: String, _ bytes: [UInt8]) throws(Fault) -> OutputFile {
    var file = try OutputFile(path: "\(stem).\(part)", force: force)
    try file.write(bytes: bytes)
    return file
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ value: Double) { append(littleEndian: value.bitPattern) }

  fileprivate mutating func append(_ point: Point) {
    append(point.x)
    append(point.y)
  }

  fileprivate mutating func append(_ box: Box) {
    for value in [box.minX, box.minY, box.maxX, box.maxY] { append(value) }
  }

  /// Box, counts, where each part begins, and all points: how polylines and polygons are laid out alike.
  fileprivate mutating func append(parts: [[Point]], box: Box) {
    append(box)
    append(littleEndian: Int32(parts.count))
    append(littleEndian: Int32(parts.reduce(0) { $0 + $1.count }))
    var start = 0
    for part in parts {
      append(littleEndian: Int32(start))
      start += part.count
    }
    for part in parts { for point in part { append(point) } }
  }
}
