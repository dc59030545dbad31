import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Testing
import TestSupport

/// SpatiaLite's GeoPackage functions and files made by GDAL are the oracles.
@Suite struct GeoPackageBlobTests {
  let connection: Connection

  init() throws {
    connection = try Connection.open(":memory:", mode: .create, spatial: true)
  }

  private func decode(_ bytes: [UInt8]) throws -> Geometry? {
    try bytes.withUnsafeBytes { try GeoPackageBlob.decode($0) }
  }

  private func spatiaLite(_ expression: String, _ values: [SQLValue]) throws -> [UInt8] {
    try #require(try connection.firstRow("SELECT \(expression)", values) { $0.bytes(0) } ?? nil)
  }

  @Test func oursIsUnderstood() throws {
    let ours = GeoPackageBlob.encode(.multiPolygon(SpatiaLiteBlobTests.holed), srid: 4490)
    #expect(
      try spatiaLite("GeomFromGPB(?)", [.blob(ours)]) == SpatiaLiteBlob.encode(SpatiaLiteBlobTests.holed, srid: 4490))
    #expect(try decode(ours) == .multiPolygon(SpatiaLiteBlobTests.holed))
  }

  @Test func theirsIsUnderstood() throws {
    let theirs = try spatiaLite("AsGPB(GeomFromText(?, 4490))", [.text(SpatiaLiteBlobTests.holedText)])
    #expect(try decode(theirs) == .multiPolygon(SpatiaLiteBlobTests.holed))
    let point = try spatiaLite("AsGPB(GeomFromText('POINTZ(1 2 3)', 4490))", [])
    #expect(try decode(point) == .point(Point(1, 2)))
  }

  @Test func anEmptyGeometryIsNone() throws {
    #expect(try decode(GeoPackageBlob.encode(.multiPolygon(MultiPolygon([])), srid: 4490)) == nil)
  }

  @Test func damagedBytesAreRefused() throws {
    let bytes = GeoPackageBlob.encode(.multiPolygon(SpatiaLiteBlobTests.holed), srid: 4490)
    for length in 0..<bytes.count { #expect(throws: Fault.self) { try decode(Array(bytes[..<length])) } }
    for flags: UInt8 in [0b1011, 0b10_0011] {
      var damaged = bytes
      damaged[3] = flags
      #expect(throws: Fault.self) { try decode(damaged) }
    }
  }

  @Test(.enabled(if: SharedData.isPresent("cn_encoding_matrix/zz.gpkg")))
  func aFileMadeByGDALIsRead() throws {
    let file = try Connection.open(SharedData.path("cn_encoding_matrix/zz.gpkg"), mode: .readOnly, spatial: true)
    let columns = try file.rows("SELECT table_name, column_name FROM gpkg_geometry_columns") {
      ($0.text(0)!, $0.text(1)!)
    }
    var count = 0
    for (table, column) in columns {
      try file.forEachRow(
        "SELECT \(column), CastToMulti(GeomFromGPB(\(column))), ST_SRID(GeomFromGPB(\(column))) FROM \(table)"
      ) {
        row throws(Fault) in
        guard let ours = try row.withBytes(0, { raw throws(Fault) in try GeoPackageBlob.decode(raw) })?.asMultiPolygon
        else { return }
        #expect(SpatiaLiteBlob.encode(ours, srid: Int(row.integer(2) ?? 0)) == row.bytes(1))
        count += 1
      }
    }
    #expect(count > 0)
  }
}
