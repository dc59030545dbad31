public import Diagnostics

/// Well-known binary (OGC 06-103r4), and PostGIS's extended form of it.
public enum WKB {
  /// What a WKB held, and what was left aside.
  public struct Decoded: Sendable, Hashable {
    public var geometry: Geometry
    /// Heights or measures that were there and were dropped.
    public var droppedOrdinates: Bool
    /// The reference system's number of an extended WKB.
    public var srid: Int32?
  }

  /// Little-endian ISO WKB in two dimensions. An empty point is written as two NaN.
  public static func encode(_ geometry: Geometry) -> [UInt8] {
    var bytes: [UInt8] = []
    append(geometry, to: &bytes)
    return bytes
  }

  /// Reads ISO WKB and EWKB of either byte order, with or without Z and M (which are dropped), from all of `bytes`.
  ///
  /// - Throws: `bad-wkb` (65) naming the offset where the bytes end early, make no sense, nest deeper than 32
  ///   collections, or go on behind the geometry; `unsupported-geometry` (65) for curves and surfaces.
  public static func decode(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Geometry {
    try unsafe read(bytes).geometry
  }

  /// As `decode`, and tells what was dropped.
  public static func read(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Decoded {
    var reader = unsafe WKBReader(bytes)
    let geometry = try reader.geometry(depth: 0, expecting: nil)
    try reader.finish()
    return Decoded(geometry: geometry, droppedOrdinates: reader.droppedOrdinates, srid: reader.srid)
  }

  private static func append(_ geometry: Geometry, to bytes: inout [UInt8]) {
    switch geometry {
    case .point(let point):
      appendHead(.point, to: &bytes)
      append(point, to: &bytes)
    case .multiPoint(let points):
      appendHead(.multiPoint, to: &bytes)
      append(points.count, to: &bytes)
      for point in points { append(.point(point), to: &bytes) }
    case .lineString(let points):
      appendHead(.lineString, to: &bytes)
      append(points, to: &bytes)
    case .multiLineString(let lines):
      appendHead(.multiLineString, to: &bytes)
      append(lines.count, to: &bytes)
      for line in lines { append(.lineString(line), to: &bytes) }
    case .polygon(let polygon):
      append(polygon, to: &bytes)
    case .multiPolygon(let polygons):
      appendHead(.multiPolygon, to: &bytes)
      append(polygons.polygons.count, to: &bytes)
      for polygon in polygons.polygons { append(polygon, to: &bytes) }
    case .collection(let parts):
      appendHead(.collection, to: &bytes)
      append(parts.count, to: &bytes)
      for part in parts { append(part, to: &bytes) }
    }
  }

  /// The numbers of OGC 06-103r4, table 7.
  enum Kind: UInt32 {
    case point = 1
    case lineString, polygon, multiPoint, multiLineString, multiPolygon, collection
  }

  private static func appendHead(_ kind: Kind, to bytes: inout [UInt8]) {
    bytes.append(1)
    append(Int(kind.rawValue), to: &bytes)
  }

  private static func append(_ polygon: Polygon, to bytes: inout [UInt8]) {
    appendHead(.polygon, to: &bytes)
    if polygon.exterior.points.isEmpty && polygon.holes.isEmpty {
      append(0, to: &bytes)
      return
    }
    append(1 + polygon.holes.count, to: &bytes)
    append(polygon.exterior.points, to: &bytes)
    for hole in polygon.holes { append(hole.points, to: &bytes) }
  }

  private static func append(_ points: [Point], to bytes: inout [UInt8]) {
    append(points.count, to: &bytes)
    bytes.reserveCapacity(bytes.count + 16 * points.count)
    for point in points { append(point, to: &bytes) }
  }

  private static func append(_ point: Point, to bytes: inout [UInt8]) {
    let pair = (point.x.bitPattern.littleEndian, point.y.bitPattern.littleEndian)
    unsafe withUnsafeBytes(of: pair) { unsafe bytes.append(contentsOf: $0) }
  }

  private static func append(_ count: Int, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: UInt32(count).littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}
