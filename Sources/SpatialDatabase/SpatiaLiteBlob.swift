package import Diagnostics
package import SpatialPrimitives

/// The bytes in which SpatiaLite keeps a geometry: a header with SRID and box, then a body like WKB with markers.
/// (SpatiaLite "Internal BLOB-Geometry format", gaia-gis.it.) Written little-endian and in two dimensions, as
/// SpatiaLite itself does on this machine; read in either byte order, with Z and M dropped.
package enum SpatiaLiteBlob {
  private enum Mark {
    static let start: UInt8 = 0x00
    static let littleEndian: UInt8 = 0x01
    static let bigEndian: UInt8 = 0x00
    static let tinyLittleEndian: UInt8 = 0x81
    static let tinyBigEndian: UInt8 = 0x80
    static let boxEnd: UInt8 = 0x7C
    static let part: UInt8 = 0x69
    static let end: UInt8 = 0xFE
  }

  private static let headerSize = 39

  // MARK: Writing

  package static func encode(_ point: Point, srid: Int) -> [UInt8] {
    var writer = header(Box(around: CollectionOfOne(point)), srid: srid, kind: 1, bodySize: 16)
    writer.append(point)
    writer.append(Mark.end)
    return writer.bytes
  }

  package static func encode(_ polygons: MultiPolygon, srid: Int) -> [UInt8] {
    let bodySize = polygons.polygons.reduce(4) { $0 + 13 + $1.rings.reduce(0) { $0 + 4 + $1.points.count * 16 } }
    var writer = header(polygons.box, srid: srid, kind: 6, bodySize: bodySize)
    writer.append(Int32(polygons.polygons.count))
    for polygon in polygons.polygons {
      writer.append(Mark.part)
      writer.append(Int32(3))
      writer.append(Int32(polygon.holes.count + 1))
      for ring in polygon.rings {
        writer.append(Int32(ring.points.count))
        for point in ring.points { writer.append(point) }
      }
    }
    writer.append(Mark.end)
    return writer.bytes
  }

  private static func header(_ box: Box, srid: Int, kind: Int32, bodySize: Int) -> GeometryWriter {
    var writer = GeometryWriter(capacity: headerSize + 4 + bodySize + 1)
    writer.append(Mark.start)
    writer.append(Mark.littleEndian)
    writer.append(Int32(truncatingIfNeeded: srid))
    writer.append(box)
    writer.append(Mark.boxEnd)
    writer.append(kind)
    return writer
  }

  // MARK: Reading

  /// - Throws: `bad-geometry` for bytes that are no such geometry, end early or go on.
  package static func decode(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Geometry {
    var reader = unsafe GeometryReader(bytes)
    let geometry = try geometry(&reader)
    guard try reader.byte() == Mark.end, reader.isAtEnd else { throw notOne }
    return geometry
  }

  private static func geometry(_ reader: inout GeometryReader) throws(Fault) -> Geometry {
    guard try reader.byte() == Mark.start else { throw notOne }
    let order = try reader.byte()
    reader.isLittleEndian = order == Mark.littleEndian || order == Mark.tinyLittleEndian
    switch order {
    case Mark.tinyLittleEndian, Mark.tinyBigEndian:
      try reader.skip(4)  // SRID
      let dimension = Int(try reader.byte())
      guard (1...4).contains(dimension) else { throw notOne }
      return .point(try reader.point(dimension: dimensions[dimension - 1]))
    case Mark.littleEndian, Mark.bigEndian:
      try reader.skip(4 + 32)  // SRID and box
      guard try reader.byte() == Mark.boxEnd else { throw notOne }
      return try body(&reader, depth: 0)
    default: throw notOne
    }
  }

  /// Doubles a point: XY, XYZ, XYM, XYZM.
  private static let dimensions = [2, 3, 3, 4]

  /// An area's geometry.
  /// - Throws: `bad-geometry` also where the bytes hold anything but polygons.
  package static func decodeMultiPolygon(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> MultiPolygon {
    guard let polygons = try unsafe decode(bytes).asMultiPolygon else {
      throw GeometryReader.fault("it is no polygon", zh: "不是多边形")
    }
    return polygons
  }

  private static let notOne = GeometryReader.fault("not in SpatiaLite's form", zh: "不是 SpatiaLite 格式")

  private static func body(_ reader: inout GeometryReader, depth: Int) throws(Fault) -> Geometry {
    let code = Int(try reader.int32())
    guard (1...7).contains(code % 1000), (0...3).contains(code / 1000) else {
      // Compressed geometries (1,000,000 and more) hold single-precision steps; nothing exact is made of them.
      throw GeometryReader.fault("its type is \(code)", zh: "类型为 \(code)")
    }
    let dimension = dimensions[code / 1000]
    switch code % 1000 {
    case 1: return .point(try reader.point(dimension: dimension))
    case 2: return .lineString(try reader.points(dimension: dimension))
    case 3: return .polygon(try polygon(&reader, dimension: dimension))
    default: return try parts(&reader, kind: code % 1000, depth: depth)
    }
  }

  private static func polygon(_ reader: inout GeometryReader, dimension: Int) throws(Fault) -> Polygon {
    let count = try reader.count(ofAtLeast: 4)
    guard count > 0 else { return Polygon(Ring([])) }
    let exterior = Ring(try reader.points(dimension: dimension))
    var holes: [Ring] = []
    holes.reserveCapacity(count - 1)
    for _ in 1..<count { holes.append(Ring(try reader.points(dimension: dimension))) }
    return Polygon(exterior, holes: holes)
  }

  private static func parts(_ reader: inout GeometryReader, kind: Int, depth: Int) throws(Fault) -> Geometry {
    guard depth < 2 else { throw GeometryReader.fault("it is nested too deep", zh: "嵌套过深") }
    var parts: [Geometry] = []
    for _ in 0..<(try reader.count(ofAtLeast: 5)) {
      guard try reader.byte() == Mark.part else { throw notOne }
      parts.append(try body(&reader, depth: depth + 1))
    }
    let made: Geometry? =
      switch kind {
      case 4: all(parts) { if case .point(let point) = $0 { point } else { nil } }.map(Geometry.multiPoint)
      case 5: all(parts) { if case .lineString(let line) = $0 { line } else { nil } }.map(Geometry.multiLineString)
      case 6:
        all(parts) { if case .polygon(let polygon) = $0 { polygon } else { nil } }
          .map { .multiPolygon(MultiPolygon($0)) }
      default: .collection(parts)
      }
    guard let made else { throw GeometryReader.fault("its parts are of another kind", zh: "部件类型不符") }
    return made
  }

  /// Every part as what `pick` finds in it, or `nil` where one is of another kind.
  private static func all<Part>(_ parts: [Geometry], _ pick: (Geometry) -> Part?) -> [Part]? {
    let picked = parts.compactMap(pick)
    return picked.count == parts.count ? picked : nil
  }
}
