import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Each bad input gives one fault of the right kind.
@Suite struct BadInputTests {
  private func fault(_ path: String, layer: String? = nil, where condition: String? = nil) -> Fault? {
    do {
      _ = try Table(path, layer: layer, where: condition)
      return nil
    } catch {
      return error as? Fault
    }
  }

  private func file(_ scratch: Scratch, _ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.file(name)))
    return scratch.file(name)
  }

  @Test func missingFilesAndFolders() throws {
    let scratch = try Scratch()
    #expect(fault(scratch.file("none.shp"))?.code == "missing-file")
    #expect(fault(scratch.file("none.geojson"))?.kind == .input)
    #expect(fault(scratch.path)?.code == "is-directory")
    _ = try file(scratch, "a.geojson", "{}")
    #expect(fault(scratch.path)?.hint?.english.contains("a.geojson") == true)
  }

  @Test(arguments: ["a.shp", "a.geojson", "a.csv", "a.gpkg", "a.kml", "a"])
  func emptyFiles(name: String) throws {
    let scratch = try Scratch()
    let path = try file(scratch, name, "")
    #expect(fault(path)?.code == "empty-file")
    #expect(fault(path)?.kind == .data)
  }

  private func square(_ scratch: Scratch) throws -> String {
    let path = scratch.file("grid.shp")
    try WritingTests.write(path)
    return path
  }

  @Test func shapefilesWithPartsAmiss() throws {
    let scratch = try Scratch()
    let path = try square(scratch)
    let parts = ["shp", "shx", "dbf"]
    var whole: [String: Data] = [:]
    for part in parts { whole[part] = try Data(contentsOf: URL(fileURLWithPath: scratch.file("grid.\(part)"))) }
    func put(_ part: String, _ data: Data?) throws {
      try? FileManager.default.removeItem(atPath: scratch.file("grid.\(part)"))
      try data?.write(to: URL(fileURLWithPath: scratch.file("grid.\(part)")))
    }
    try put("dbf", whole["dbf"]!.dropLast(20))
    #expect(fault(path)?.code == "cut-dbf")
    #expect(fault(path)?.kind == .data)
    try put("dbf", whole["dbf"]!.prefix(20))
    #expect(fault(path)?.code == "cut-dbf")
    try put("dbf", whole["dbf"])
    try put("shp", whole["shp"]!.dropLast(20))
    #expect(fault(path)?.code == "cut-shp")
    try put("shp", whole["shp"])
    try put("shx", whole["shx"]!.dropLast(8))
    #expect(fault(path)?.code == "counts-differ")
    try put("shx", nil)
    #expect(fault(path)?.code == "missing-part")
    #expect(fault(path)?.kind == .input)
    #expect(fault(path)?.hint != nil)
    try put("shx", whole["shx"])
    try put("dbf", nil)
    let bare = try Table(path)
    #expect(bare.hears("no-attributes"))
    #expect(bare.features.count == 3)
  }

  @Test func deletedRecordsAreSkippedAndTold() throws {
    let scratch = try Scratch()
    let path = try square(scratch)
    var dbf = try Data(contentsOf: URL(fileURLWithPath: scratch.file("grid.dbf")))
    dbf[Int(dbf[8]) + Int(dbf[9]) * 256] = UInt8(ascii: "*")
    try dbf.write(to: URL(fileURLWithPath: scratch.file("grid.dbf")))
    let table = try Table(path)
    #expect(table.features.map(\.row) == [2, 3])
    #expect(table.layer.count == 2)
    #expect(table.hears("deleted-records"))
  }

  @Test(arguments: [
    #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null},{"type":"Fea"#,
    #"{"type":"FeatureCollection","features":["#, #"{"type":"FeatureCollection""#,
    #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"x"#,
  ])
  func geoJSONCutInTheMiddle(text: String) throws {
    let scratch = try Scratch()
    let found = fault(try file(scratch, "a.geojson", text))
    #expect(found?.code == "cut-json")
    #expect(found?.kind == .data)
    #expect(found?.what.english.contains("byte \(text.utf8.count)") == true)
    #expect(found?.hint != nil)
  }

  @Test func brokenGeoJSONNamesTheFeature() throws {
    let scratch = try Scratch()
    let good = #"{"type":"Feature","properties":{},"geometry":null}"#
    let bad = #"{"type":"Feature","properties":{"a":nope},"geometry":null}"#
    let text = #"{"type":"FeatureCollection","features":["# + good + "," + bad + "]}"
    let found = fault(try file(scratch, "a.geojson", text))
    #expect(found?.code == "bad-json")
    #expect(found?.place?.row == 2)
    #expect(found?.what.english.contains("byte 91") == true)
  }

  @Test func aBadGeometrySpoilsItsFeatureAlone() throws {
    let scratch = try Scratch()
    let text = """
      {"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[["x"]]}}
      {"type":"Feature","properties":{"a":2},"geometry":{"type":"Circle","coordinates":[]}}
      {"type":"Feature","properties":{"a":3},"geometry":{"type":"Point","coordinates":[1,2,3]}}
      """
    let table = try Table(try file(scratch, "a.geojsonl", text))
    #expect(table.features.map { $0.geometryProblem?.code } == ["bad-geometry", "bad-geometry", nil])
    #expect(table.features[0].geometryProblem?.place?.row == 1)
    #expect(table.features[2].geometry == .point(Point(1, 2)))
  }

  @Test func csvQuotesAndBytes() throws {
    let scratch = try Scratch()
    #expect(fault(try file(scratch, "a.csv", "a,b\n1,\"x\n"))?.code == "open-quote")
    try Data([0x61, 0x0A, 0xFF, 0xFF, 0x80, 0x0A]).write(to: URL(fileURLWithPath: scratch.file("b.csv")))
    let found = fault(scratch.file("b.csv"))
    // Single-byte encodings have a meaning for almost every byte; an undefined one shows.
    #expect(found == nil || found?.code == "bad-bytes")
    try Data([0x61, 0x0A, 0x81, 0x8D, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: scratch.file("c.csv")))
    #expect(fault(scratch.file("c.csv"))?.code == "bad-bytes")
    #expect(fault(scratch.file("c.csv"))?.place?.row == 2)
  }

  @Test func bytesValidInNoEncoding() throws {
    let scratch = try Scratch()
    let path = try square(scratch)
    var dbf = try Data(contentsOf: URL(fileURLWithPath: scratch.file("grid.dbf")))
    let place = try #require(dbf.firstRange(of: Data("㙍𠮷镕".utf8)))
    dbf.replaceSubrange(place.lowerBound..<place.lowerBound + 2, with: [0x81, 0xFF])
    try dbf.write(to: URL(fileURLWithPath: scratch.file("grid.dbf")))
    let found = fault(path)
    #expect(found?.code == "bad-bytes")
    #expect(found?.kind == .data)
    #expect(found?.place?.row == 1)
    #expect(found?.place?.field != nil)
  }

  @Test func unknownLayersListWhatThereIs() throws {
    let scratch = try Scratch()
    try WritingTests.write(scratch.file("grid.gpkg"))
    let found = fault(scratch.file("grid.gpkg"), layer: "community")
    #expect(found?.code == "unknown-layer")
    #expect(found?.hint?.english.contains("grid") == true)
  }

  @Test func databasesWithoutLayers() throws {
    let scratch = try Scratch()
    #expect(
      fault(try file(scratch, "a.gpkg", "this is no database at all, only a text of some length"))?.kind == .input)
  }

  @Test func geoJSONOfAnotherKind() throws {
    let scratch = try Scratch()
    #expect(fault(try file(scratch, "a.json", #"{"type":"CityJSON","version":"2.0"}"#)) != nil)
    #expect(fault(try file(scratch, "b.json", "[1,2]")) != nil)
  }
}
