import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SpatialFormats

/// The columns that the features of a file make: what each feature by itself tells, in their order.
@Suite struct FeatureSurveyTests {
  private func survey(
    _ text: String, wanted: [String]? = nil, threads: Int = 1
  ) throws -> (fields: [FieldDescription], crs: String) {
    let scratch = try Scratch()
    let path = scratch.file("e.geojson")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let head = try #require(try FeatureStreamHead(ByteStream(path: path)))
    let survey = try FeatureSurvey(path, of: "e", head, wanted: wanted, threads: threads)
    return (survey.fields, survey.crs.text)
  }

  /// Many blocks: new names and types come up late, and some features are no JSON.
  private static func features(seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (0..<14_000).map { row in
      var members = ["\"id\":\"a\(row)\"", "\"n\":\(row)"]
      if row > 5000, row % 7 == 0 { members.append("\"late\":\(row % 2 == 0 ? "1.5" : "2")") }
      if row == 9000 { members.insert("\"rare\":null", at: 0) }
      if row == 13_000 { members[1] = "\"n\":\"text\"" }
      if row % 3000 == 11 { members.append("\"bad\":tru") }
      let filler = String(repeating: "x", count: Int.random(in: 0...120, using: &random))
      members.append("\"filler\":\"\(filler)\"")
      let properties = members.joined(separator: ",")
      return "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\(properties)}}"
    }
  }

  @Test(arguments: [",\n", "\n"]) func columnsOfManyBlocks(separator: String) throws {
    let features = Self.features(seed: 83).joined(separator: separator)
    let text = separator == "\n" ? features : "{\"type\":\"FeatureCollection\",\"features\":[\(features)]}"
    let expected: [(String, FieldDescription.FieldType)] = [
      ("id", .text), ("n", .text), ("filler", .text), ("late", .real), ("rare", .text),
    ]
    for threads in [1, 4] {
      let found = try survey(text, threads: threads).fields
      #expect(found.map(\.name) == expected.map(\.0), "seed 83, \(threads) threads")
      #expect(found.map(\.type) == expected.map(\.1))
      #expect(try survey(text, wanted: ["n", "id"], threads: threads).fields.map(\.name) == ["n", "id"])
      // Where one is not there by that name, all are told.
      #expect(try survey(text, wanted: ["ID"], threads: threads).fields == found)
      #expect(try survey(text, wanted: ["late"], threads: threads).fields.map(\.name) == ["late"])
    }
  }

  @Test func theSystemBehindTheFeatures() throws {
    let features = Self.features(seed: 89)[..<4000].joined(separator: ",")
    let crs = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}}"
    for wanted in [nil, ["id"]] {
      #expect(try survey("{\"features\":[\(features)],\(crs)}", wanted: wanted).crs == "EPSG:4490")
      #expect(try survey("{\(crs),\"features\":[\(features)]}", wanted: wanted).crs == "EPSG:4490")
      #expect(try survey("{\"features\":[\(features)]}", wanted: wanted).crs == GeoJSONSource.assumedCRS.text)
    }
    for threads in [1, 4] {
      do {
        _ = try survey("{\"features\":[\(features)", wanted: ["id"], threads: threads)
        Issue.record("a text that is cut was read")
      } catch {
        #expect((error as? Fault)?.code == "cut-json")
        #expect((error as? Fault)?.place?.row == 4001)
      }
    }
  }
}
