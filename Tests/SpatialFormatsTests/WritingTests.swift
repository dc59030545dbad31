import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// What is written and read again is the same, to the last bit.
@Suite struct WritingTests {
  static let crs = OutputCRS(
    epsg: 4490, name: "China Geodetic Coordinate System 2000",
    wkt:
      #"GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4490"]]"#,
    esriWKT:
      #"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#
  )

  static let fields = [
    FieldDescription(name: "code", type: .text), FieldDescription(name: "网格名称很长的字段", type: .text),
    FieldDescription(name: "households", type: .integer), FieldDescription(name: "share", type: .real),
    FieldDescription(name: "open", type: .boolean), FieldDescription(name: "since", type: .date),
  ]

  static let layer = OutputLayer(name: "grid", geometryKind: "MultiPolygon", fields: fields, crs: crs)

  /// Awkward doubles, rings that run clockwise outside and counter-clockwise inside, two parts, no geometry.
  static let rows: [(Geometry?, [Value])] = {
    let square = Ring([Point(0.1, 0.2), Point(0.1, 1.1), Point(1.3, 1.1), Point(1.3, 0.2), Point(0.1, 0.2)])
    let hole = Ring([
      Point(0.3, 0.4), Point(0.5, 0.4), Point(0.1 + 0.2 + 0.15, 2.0 / 3), Point(0.3, 0.4),
    ])
    let far = Ring([
      Point(113.123456789012345, -0.0), Point(113.5, .leastNonzeroMagnitude), Point(113.7, -1e-17),
      Point(113.123456789012345, -0.0),
    ])
    return [
      (
        .multiPolygon(MultiPolygon([Polygon(square, holes: [hole])])),
        [.text("007"), .text("登封,\"市\"\n㙍𠮷镕"), .integer(12), .real(0.1 + 0.2), .boolean(true), .text("2025-03-01")]
      ),
      (
        .multiPolygon(MultiPolygon([Polygon(square), Polygon(far)])),
        [.text("410105001001001"), .text("Ж ö €"), .integer(-1), .real(1e-7), .boolean(false), .null]
      ),
      (nil, [.null, .null, .null, .null, .null, .null]),
    ]
  }()

  static func write(_ path: String, layer: OutputLayer = layer, encoding: TextEncoding = .utf8) throws {
    let sink = try FeatureFile.create(path, layer: layer, encoding: encoding)
    for (geometry, values) in rows { try sink.write(geometry, values) }
    try sink.finish()
  }

  static func bits(_ geometry: Geometry?) -> [[[UInt64]]]? {
    geometry?.asMultiPolygon?.polygons.map {
      $0.rings.map { $0.points.flatMap { [$0.x.bitPattern, $0.y.bitPattern] } }
    }
  }

  @Test(arguments: ["gpkg", "geojson", "csv", "shp"])
  func everyFormatComesBack(tail: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("grid.\(tail)")
    try Self.write(path)
    let table = try Table(path)
    #expect(table.layer.name == "grid")
    #expect(table.features.count == 3)
    for ((geometry, values), feature) in zip(Self.rows, table.features) {
      if tail == "shp" {
        // The counter-clockwise outer ring and hole of the test are turned; the points are the same.
        let sorted = { (geometry: Geometry?) in Self.bits(geometry)?.map { $0.map { Set($0) } } }
        #expect(sorted(feature.geometry) == sorted(geometry))
      } else {
        #expect(Self.bits(feature.geometry) == Self.bits(geometry))
      }
      #expect(feature.values.dropLast(2).map(\.text) == values.dropLast(2).map(\.text))
      #expect(feature.values.last?.text == values.last?.text)
      if tail != "csv" { #expect(feature.values[4] == values[4]) }
    }
    if tail == "csv" {
      #expect(table.layer.crs == nil)
    } else {
      #expect(table.layer.crs?.text.contains(tail == "shp" ? "China" : "EPSG:4490") == true)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).allSatisfy { !$0.hasSuffix(".part") })
  }

  @Test(.enabled(if: GDAL.isInstalled), arguments: ["gpkg", "geojson", "csv", "shp"])
  func gdalReadsTheSame(tail: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("grid.\(tail)")
    try Self.write(path)
    let theirs = try #require(GDAL.features(path))
    #expect(theirs.count == 3)
    guard tail != "csv" else { return }
    for ((geometry, values), oracle) in zip(Self.rows, theirs) {
      let theirs = try oracle.wkt.flatMap { try WKT.parse($0).asMultiPolygon?.planarArea } ?? 0
      #expect(abs(theirs - (geometry?.asMultiPolygon?.planarArea ?? 0)) < 1e-12)
      #expect(oracle.values[0] == values[0].text ?? "")
      #expect(oracle.values[1] == values[1].text ?? "")
    }
    if tail == "gpkg" || tail == "shp" {
      let said = String(decoding: try #require(GDAL.run("ogrinfo", ["-al", "-so", path])), as: UTF8.self)
      #expect(said.contains("China"))
      #expect(said.contains("Feature Count: 3"))
    }
  }

  @Test func longTextsAndNamesAreTold() throws {
    let scratch = try Scratch()
    let heard = Heard()
    let fields = [
      FieldDescription(name: "description_of_it", type: .text), FieldDescription(name: "description_2", type: .text),
    ]
    let layer = OutputLayer(name: "x", geometryKind: "Point", fields: fields, crs: Self.crs)
    let sink = try FeatureFile.create(scratch.file("x.shp"), layer: layer, listener: heard.listener)
    let long = String(repeating: "网", count: 100)
    try sink.write(.point(Point(1, 2)), [.text(long), .text("short")])
    try sink.finish()
    #expect(heard.codes.contains("text-too-long"))
    #expect(heard.codes.contains("fields-renamed"))
    let table = try Table(scratch.file("x.shp"))
    #expect(table.layer.fields.map(\.name) == ["descriptio", "descript_2"])
    #expect(table.features[0].values[0].text == String(repeating: "网", count: 84))
  }

  @Test func aShapefileMayBeGBK() throws {
    let scratch = try Scratch()
    let path = scratch.file("x.shp")
    let layer = OutputLayer(
      name: "x", geometryKind: "Point", fields: [FieldDescription(name: "名称", type: .text)], crs: Self.crs)
    let sink = try FeatureFile.create(path, layer: layer, encoding: .gbk)
    try sink.write(.point(Point(1, 2)), [.text("登封市")])
    try sink.finish()
    let table = try Table(path)
    #expect(table.layer.encoding?.name == "GBK")
    #expect(table.column("名称") == ["登封市"])
    let bad = try FeatureFile.create(scratch.file("y.shp"), layer: layer, encoding: .gbk)
    #expect(throws: Fault.self) { try bad.write(.point(Point(1, 2)), [.text("𠮷")]) }
  }

  @Test(arguments: ["gpkg", "geojson", "csv", "shp"])
  func nothingAppearsWithoutFinish(tail: String) throws {
    let scratch = try Scratch()
    do {
      let sink = try FeatureFile.create(scratch.file("grid.\(tail)"), layer: Self.layer)
      try sink.write(Self.rows[0].0, Self.rows[0].1)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test(arguments: ["gpkg", "geojson", "csv", "shp"])
  func anExistingFileIsKept(tail: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("grid.\(tail)")
    try Self.write(path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let fault = #expect(throws: Fault.self) { try Self.write(path) }
    #expect(fault?.code == "output-exists")
    #expect(fault?.kind == .output)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    // The same bytes for the same input.
    let sink = try FeatureFile.create(path, layer: Self.layer, force: true)
    for (geometry, values) in Self.rows { try sink.write(geometry, values) }
    try sink.finish()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func aWrongKindOfGeometryIsRefused() throws {
    let scratch = try Scratch()
    let sink = try FeatureFile.create(scratch.file("grid.shp"), layer: Self.layer)
    let fault = #expect(throws: Fault.self) { try sink.write(.point(Point(1, 2)), Self.rows[0].1) }
    #expect(fault?.code == "wrong-geometry")
    let json = try FeatureFile.create(scratch.file("grid.geojson"), layer: Self.layer)
    #expect(throws: Fault.self) { try json.write(.point(Point(.nan, 2)), Self.rows[0].1) }
    #expect(throws: Fault.self) { try FeatureFile.create(scratch.file("grid.docx"), layer: Self.layer) }
  }
}
