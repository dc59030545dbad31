import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Testing
import TestSupport

/// SpatiaLite's own functions are the oracle: its bytes and ours must be the same.
@Suite struct SpatiaLiteBlobTests {
  let connection: Connection

  init() throws {
    connection = try Connection.open(":memory:", mode: .create, spatial: true)
  }

  private func spatiaLite(_ expression: String, _ values: [SQLValue] = []) throws -> [UInt8] {
    try #require(try connection.firstRow("SELECT \(expression)", values) { $0.bytes(0) } ?? nil)
  }

  private func decode(_ bytes: [UInt8]) throws -> Geometry {
    try bytes.withUnsafeBytes { try SpatiaLiteBlob.decode($0) }
  }

  static let holed = MultiPolygon([
    Polygon(
      Ring([Point(0, 0), Point(10, 0), Point(10, 10), Point(0, 10), Point(0, 0)]),
      holes: [Ring([Point(1, 1), Point(1, 2), Point(2, 2), Point(1, 1)])]),
    Polygon(Ring([Point(20.25, -0.1), Point(30, 0), Point(30, 10), Point(20.25, -0.1)])),
  ])
  static let holedText = """
    MULTIPOLYGON(((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 1 2, 2 2, 1 1)), ((20.25 -0.1, 30 0, 30 10, 20.25 -0.1)))
    """

  @Test func oursAreItsBytes() throws {
    #expect(
      try SpatiaLiteBlob.encode(Self.holed, srid: 4490) == spatiaLite("GeomFromText(?, 4490)", [.text(Self.holedText)]))
    #expect(
      try SpatiaLiteBlob.encode(Point(113.25, 23.125), srid: 4490) == spatiaLite("MakePoint(113.25, 23.125, 4490)"))
  }

  @Test func randomGeometriesGoThereAndBack() throws {
    var generator = SeededGenerator(seed: 20_261_121)
    for _ in 0..<100 {
      let polygons = MultiPolygon(
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          let rings = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            var points = (0..<Int.random(in: 3...40, using: &generator)).map { _ in
              Point(.random(in: -180...180, using: &generator), .random(in: -90...90, using: &generator))
            }
            points.append(points[0])
            return Ring(points)
          }
          return Polygon(rings[0], holes: Array(rings.dropFirst()))
        })
      let bytes = SpatiaLiteBlob.encode(polygons, srid: 4547)
      #expect(try decode(bytes) == .multiPolygon(polygons), "seed \(generator.seed)")
      // Through its WKB, SpatiaLite makes the same bytes of what it understood.
      #expect(try spatiaLite("GeomFromWKB(AsBinary(?), 4547)", [.blob(bytes)]) == bytes, "seed \(generator.seed)")
    }
  }

  @Test(arguments: [
    ("POINT(1 2)", Geometry.point(Point(1, 2))),
    ("POINTZ(1 2 3)", .point(Point(1, 2))),
    ("LINESTRINGM(1 2 3, 4 5 6)", .lineString([Point(1, 2), Point(4, 5)])),
    ("MULTIPOINTZM(1 2 3 4, 5 6 7 8)", .multiPoint([Point(1, 2), Point(5, 6)])),
    (
      "MULTILINESTRING((1 2, 3 4), (5 6, 7 8))",
      .multiLineString([[Point(1, 2), Point(3, 4)], [Point(5, 6), Point(7, 8)]])
    ),
    (
      "POLYGONZ((0 0 1, 1 0 1, 1 1 1, 0 0 1))",
      .polygon(Polygon(Ring([Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 0)])))
    ),
    (
      "GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4))",
      .collection([.point(Point(1, 2)), .lineString([Point(1, 2), Point(3, 4)])])
    ),
  ])
  func everyKindIsRead(text: String, geometry: Geometry) throws {
    #expect(try decode(spatiaLite("GeomFromText(?, 4490)", [.text(text)])) == geometry)
  }

  @Test func tinyPointsAreRead() throws {
    try connection.execute("SELECT EnableTinyPoint()")
    let bytes = try spatiaLite("MakePoint(113.25, 23.125, 4490)")
    #expect(bytes.count == 24)
    #expect(try decode(bytes) == .point(Point(113.25, 23.125)))
  }

  @Test func damagedBytesAreRefusedWhereverTheyEnd() throws {
    let bytes = SpatiaLiteBlob.encode(Self.holed, srid: 4490)
    for length in 0..<bytes.count - 1 {
      #expect(throws: Fault.self) { try decode(Array(bytes[..<length])) }
      #expect(throws: Fault.self) { try decode(Array(bytes[..<length]) + [0xFE]) }
    }
    var huge = bytes
    huge.replaceSubrange(43..<47, with: [0xFF, 0xFF, 0xFF, 0x7F])
    #expect(throws: Fault.self) { try decode(huge) }
    #expect(throws: Fault.self) { try decode(spatiaLite("CompressGeometry(GeomFromText('LINESTRING(0 0,1 1,2 2)'))")) }
  }
}
