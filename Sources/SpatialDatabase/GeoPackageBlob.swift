package import Diagnostics
package import SpatialPrimitives

/// The bytes in which a GeoPackage keeps a geometry: a header with SRID and envelope, then WKB
/// (OGC 12-128r18, 2.1.3).
package enum GeoPackageBlob {
  private static let isLittleEndian: UInt8 = 0b0000_0001
  private static let isEmpty: UInt8 = 0b0001_0000
  private static let isExtended: UInt8 = 0b0010_0000
  private static let hasFlatEnvelope: UInt8 = 0b0000_0010

  /// Writes little-endian, with the two-dimensional envelope where the geometry has points.
  package static func encode(_ geometry: Geometry, srid: Int) -> [UInt8] {
    let box = geometry.box
    let wkb = WKB.encode(geometry)
    var writer = GeometryWriter(capacity: 40 + wkb.count)
    for byte in "GP".utf8 { writer.append(byte) }
    writer.append(UInt8(0))  // version 1
    writer.append(isLittleEndian | (box.isEmpty ? isEmpty : hasFlatEnvelope))
    writer.append(Int32(truncatingIfNeeded: srid))
    if !box.isEmpty {
      for value in [box.minX, box.maxX, box.minY, box.maxY] { writer.append(value) }
    }
    writer.append(contentsOf: wkb)
    return writer.bytes
  }

  /// - Returns: `nil` for an empty geometry.
  /// - Throws: `bad-geometry` for another header, `unsupported-geometry` for curves and extensions; see `WKB`.
  package static func decode(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Geometry? {
    var reader = unsafe GeometryReader(bytes)
    guard try reader.byte() == UInt8(ascii: "G"), try reader.byte() == UInt8(ascii: "P") else {
      throw GeometryReader.fault("not in GeoPackage's form", zh: "不是 GeoPackage 格式")
    }
    try reader.skip(1)  // every version so far has the same header
    let flags = try reader.byte()
    guard flags & isExtended == 0 else {
      throw Fault(
        .data, code: "unsupported-geometry",
        Text("a geometry of a GeoPackage extension is not read", zh: "不读取 GeoPackage 扩展几何"))
    }
    // XY, XYZ, XYM or XYZM envelope; 5 to 7 are invalid.
    let envelope = Int(flags >> 1 & 0b111)
    guard envelope <= 4 else { throw GeometryReader.fault("its envelope is of no known kind", zh: "外包框类型未知") }
    try reader.skip(4 + [0, 32, 48, 48, 64][envelope])
    guard flags & isEmpty == 0 else { return nil }
    return try unsafe WKB.decode(UnsafeRawBufferPointer(rebasing: bytes[reader.offset...]))
  }
}
