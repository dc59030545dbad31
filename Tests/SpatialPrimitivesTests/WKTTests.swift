import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

struct WKTTests {
  @Test(arguments: WKBTests.samples) func roundTrip(geometry: Geometry) throws {
    #expect(try WKT.parse(WKT.text(of: geometry)) == geometry)
  }

  @Test func written() {
    #expect(WKT.text(of: .point(Point(113.2644, -23))) == "POINT (113.2644 -23)")
    #expect(WKT.text(of: .point(Point(.nan, .nan))) == "POINT EMPTY")
    #expect(WKT.text(of: .multiPoint([Point(1, 2), Point(0.1, 1e-7)])) == "MULTIPOINT ((1 2), (0.1 1e-07))")
    #expect(
      WKT.text(of: .polygon(Polygon(LocationTests.square(0, 9), holes: [LocationTests.square(1, 2)])))
        == "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))")
    #expect(WKT.text(of: .multiPolygon(MultiPolygon([]))) == "MULTIPOLYGON EMPTY")
    #expect(WKT.text(of: .collection([.point(Point(1, 2))])) == "GEOMETRYCOLLECTION (POINT (1 2))")
  }

  @Test func otherForms() throws {
    let expected = Geometry.point(Point(1, 2))
    for text in [
      "point(1 2)", "  POINT  ( 1\t2 )\n", "POINT Z (1 2 3)", "POINTZ(1 2 3)", "POINT M (1 2 3)", "POINT ZM (1 2 3 4)",
      "POINT (1 2 3)", "SRID=4490;POINT(1 2)", "Point(1.0 2e0)",
    ] {
      #expect(try WKT.parse(text) == expected, "\(text)")
    }
    #expect(try WKT.parse("MULTIPOINT (1 2, 3 4)") == .multiPoint([Point(1, 2), Point(3, 4)]))
    #expect(try WKT.parse("MULTIPOINT Z ((1 2 3), (3 4 5))") == .multiPoint([Point(1, 2), Point(3, 4)]))
    #expect(try WKT.parse("POLYGON EMPTY") == .polygon(Polygon(Ring([]))))
    #expect(try WKT.parse("MULTIPOLYGON (EMPTY)") == .multiPolygon(MultiPolygon([Polygon(Ring([]))])))
  }

  @Test(arguments: [
    "", "POINT", "POINT 1 2", "POINT (1)", "POINT (1 2", "POINT (1 2))", "POINT (1 2, 3 4)", "POINT (1 2 3 4 5)",
    "LINESTRING (0 0, 1)", "POLYGON (0 0, 1 1)", "POLYGON ((0 0, 1 1)", "SQUARE (1 2)", "POINT (nan 2)",
    "SRID=;POINT(1 2)",
    "POINT (1 2) x", "MULTIPOLYGON (((0 0)) ((1 1)))", "点 (1 2)",
  ])
  func refused(text: String) {
    #expect("\(text)") { try WKT.parse(text) } throws: { ($0 as? Fault)?.code == "bad-wkt" }
  }

  @Test func deepOrUnsupported() {
    let deep = String(repeating: "GEOMETRYCOLLECTION(", count: 100_000)
    #expect("deep") { try WKT.parse(deep) } throws: { ($0 as? Fault)?.code == "bad-wkt" }
    #expect("curve") { try WKT.parse("CURVEPOLYGON ((0 0))") } throws: {
      ($0 as? Fault)?.code == "unsupported-geometry"
    }
  }
}
