import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct GeoJSONSourceTests {
  private func read(_ text: String, _ name: String = "a.geojson") throws -> Table {
    let scratch = try Scratch()
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.file(name)))
    return try Table(scratch.file(name))
  }

  static let first =
    #"{"type":"Feature","id":7,"properties":{"name":"登封","n":1,"x":null},"geometry":{"type":"Point","coordinates":[113.5,34.25]}}"#
  static let second =
    #"{"type":"Feature","bbox":[0,0,1,1],"properties":{"n":2.5,"o":{"a":[1,"b"],"coordinates":[1]},"name":null,"late":true},"geometry":null}"#

  /// The same two features in every wrapping.
  @Test(arguments: [
    "{\"type\":\"FeatureCollection\",\"features\":[\(first),\(second)]}",
    "\u{FEFF} {\n \"features\" : [ \(first) ,\n \(second) ] , \"type\" : \"FeatureCollection\" }\n",
    "{\"bbox\":[0,0,1,1],\"meta\":{\"features\":[{\"a\":1}]},\"type\":\"FeatureCollection\",\"features\":[\(first),\(second)],\"end\":\"]}\"}",
    "\(first)\n\(second)\n", "\u{1E}\(first)\n\u{1E}\(second)\n", "\(first)\(second)",
    "{\"type\":\"FeatureCollection\",\"features\":[\(first)]}\n{\"type\":\"FeatureCollection\",\"features\":[\(second)]}",
  ])
  func everyWrappingGivesTheSame(text: String) throws {
    let table = try read(text)
    #expect(table.layer.count == 2)
    #expect(table.features.map(\.row) == [1, 2])
    #expect(table.layer.fields.map(\.name) == ["id", "name", "n", "x", "o", "late"])
    #expect(table.layer.fields.map(\.type) == [.integer, .text, .real, .text, .json, .boolean])
    #expect(table.features[0].geometry == .point(Point(113.5, 34.25)))
    #expect(table.features[0].values == [.integer(7), .text("登封"), .real(1), .null, .null, .null])
    #expect(table.features[1].geometry == nil)
    #expect(
      table.features[1].values == [
        .null, .null, .real(2.5), .null, .text(#"{"a":[1,"b"],"coordinates":[1]}"#), .boolean(true),
      ])
    #expect(table.layer.crs?.text == "EPSG:4326")
  }

  @Test(arguments: [
    ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"), ("urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"),
    ("EPSG:2263", "EPSG:2263"), ("urn:ogc:def:crs:EPSG:6.9:3857", "EPSG:3857"),
  ])
  func theOldMemberNamesTheSystem(name: String, text: String) throws {
    let crs = #""crs":{"type":"name","properties":{"name":"\#(name)"}}"#
    #expect(try read("{\"type\":\"FeatureCollection\",\(crs),\"features\":[]}").layer.crs?.text == text)
    #expect(try read("{\"type\":\"FeatureCollection\",\"features\":[\(Self.first)],\(crs)}").layer.crs?.text == text)
    #expect(try read("{\"type\":\"Point\",\"coordinates\":[1,2],\(crs)}").layer.crs?.text == text)
  }

  @Test func bareGeometriesAreFeatures() throws {
    let table = try read(
      #"{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}]}"#)
    // The open ring is closed, and that is told.
    let ring = Ring([Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 0)])
    #expect(table.features.map(\.geometry) == [.collection([.polygon(Polygon(ring))])])
    #expect(table.hears("rings-closed"))
  }

  /// Strings full of brackets and quotes, over many batches.
  @Test func bracketsInStringsAreNoBrackets() throws {
    let names = (0..<3000).map { #"]}[{\"\\ \#($0) "features":["# }
    let features = names.map { name in
      #"{"type":"Feature","properties":{"name":\#(quoted(name))},"geometry":{"type":"Point","coordinates":[1,-0.0]}}"#
    }
    let table = try read("{\"type\":\"FeatureCollection\",\"features\":[" + features.joined(separator: ",") + "]}")
    #expect(table.column("name") == names)
    #expect(table.features.map(\.row) == Array(1...3000))
    guard case .point(let point) = table.features[2999].geometry else { return #expect(Bool(false)) }
    #expect(point.y.sign == .minus)
  }

  private func quoted(_ text: String) -> String {
    String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
  }

  @Test func gbkIsNoUTF8ButIsRead() throws {
    let scratch = try Scratch()
    let text = "{\"type\":\"FeatureCollection\",\"features\":[" + Self.first + "]}"
    let bytes = try #require(SystemIconv.convert(text + "\n", to: "GB18030"))
    try Data(bytes).write(to: URL(fileURLWithPath: scratch.file("a.geojson")))
    let table = try Table(scratch.file("a.geojson"))
    #expect(table.column("name") == ["登封"])
    #expect(table.hears("encoding-guessed"))
  }

  @Test func bigIntegersKeepTheirDigits() throws {
    let table = try read(
      #"{"type":"Feature","properties":{"a":18446744073709551615,"b":9007199254740993},"geometry":null}"#)
    #expect(table.features[0].values == [.text("18446744073709551615"), .integer(9_007_199_254_740_993)])
  }

  /// Features of every kind, over many pieces: as many threads as there may be give the same.
  @Test func threadsChangeNothing() throws {
    var random = SeededGenerator(seed: 7)
    let geometries = [
      #"{"type":"Point","coordinates":[1.5,2]}"#, #"{"coordinates":[[[0,0],[1,0],[1,1],[0,0]]],"type":"Polygon"}"#,
      #"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1]]],[[[5,5,9],[6,5,9],[6,6,9],[5,5,9]]]]}"#, "null",
      #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}"#,
      #"{"type":"MultiPolygon","coordinates":[]}"#, #"{"type":"Polygon","coordinates":[[[1],["x"]]]}"#,
    ]
    let features = (0..<6000).map { row in
      let kind = Int.random(in: 0..<geometries.count, using: &random)
      let more = row % 5 == 0 ? #","coordinates":[1,[2,3]]"# : ""
      return
        #"{"type":"Feature","geometry":\#(geometries[kind]),"properties":{"n":\#(row),"text":"\#(String(repeating: "字", count: row % 40))"\#(more)}}"#
    }
    let scratch = try Scratch()
    let path = scratch.file("a.geojson")
    try Data(("{\"type\":\"FeatureCollection\",\"features\":[" + features.joined(separator: ",\n") + "]}").utf8)
      .write(to: URL(fileURLWithPath: path))
    func read(threads: Int) throws -> [String] {
      let source = try FeatureFile.open(path, threads: threads)
      var rows: [String] = []
      while let feature = try source.next() {
        rows.append("\(feature.row) \(feature.values) \(feature.geometry as Any) \(feature.geometryProblem as Any)")
      }
      return rows
    }
    let alone = try read(threads: 1)
    #expect(alone.count == 6000)
    #expect(alone[10].contains("[1,[2,3]]"))
    #expect(try read(threads: 4) == alone)
  }
}
