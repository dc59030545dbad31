import Casework
import Diagnostics
import Foundation
import TestSupport
import Testing

/// Events that come as GeoJSON features.
@Suite struct FeatureEventTests {
  let fixture: AssignmentFixture
  init() throws { fixture = try AssignmentFixture() }

  /// Feature texts with every oddity of writing; the place of all is in G1, but for those that say otherwise.
  private static func feature(_ number: Int) -> String {
    let place = #"{"type":"Point","coordinates":[113.05,23.05,4e0]}"#
    switch number % 8 {
    case 0: return #"{"type":"Feature","properties":{"id":"a\#(number)","n":1.50},"geometry":\#(place)}"#
    case 1:
      return
        #"{ "geometry" : \#(place) , "properties" : {"t":"\u683c \"}]{ \\","id": "b\#(number)"} , "type":"Feature"}"#
    case 2: return #"{"type":"Feature","id":\#(number),"geometry":\#(place),"properties":null}"#
    case 3: return #"{"type":"Feature","bbox":[1,2,3,4],"geometry":\#(place),"extra":{"properties":{"x":[1,{}]}}}"#
    case 4: return #"{"type":"Feature","properties":{},"geometry":{"coordinates":[[113.2,23.05]],"type":"MultiPoint"}}"#
    case 5:
      return
        #"{"type":"Feature","properties":{"deep":{"properties":null,"geometry":[1]}},"geometry":\#(place),"z":1e2}"#
    case 6: return place
    default: return #"{"type":"Feature","properties":{"文":"本","o":[1, 2],"e":""},"geometry":\#(place)}"#
    }
  }

  /// The output is the input, text for text, with what was added.
  @Test func featuresKeepTheirBytes() throws {
    let features = (0..<8).map(Self.feature)
    let outcome = try fixture.run(features.joined(separator: "\n"), name: "e.geojsonl", output: "o.geojsonl") {
      $0.hasNames = false
    }
    let g1 = #""district_code":"D","grid_code":"G1","match":"inside""#
    let g2 = #""district_code":"D","grid_code":"G2","match":"inside""#
    let place = #"{"type":"Point","coordinates":[113.05,23.05,4e0]}"#
    #expect(
      outcome.lines == [
        #"{"type":"Feature","properties":{"id":"a0","n":1.50,\#(g1)},"geometry":\#(place)}"#,
        #"{ "geometry" : \#(place) , "properties" : {"t":"\u683c \"}]{ \\","id": "b1",\#(g1)} , "type":"Feature"}"#,
        #"{"type":"Feature","id":2,"geometry":\#(place),"properties":{ \#(g1)}}"#,
        #"{"type":"Feature","bbox":[1,2,3,4],"geometry":\#(place),"extra":{"properties":{"x":[1,{}]}},"properties":{ \#(g1)}}"#,
        #"{"type":"Feature","properties":{ \#(g2)},"geometry":{"coordinates":[[113.2,23.05]],"type":"MultiPoint"}}"#,
        #"{"type":"Feature","properties":{"deep":{"properties":null,"geometry":[1]},\#(g1)},"geometry":\#(place),"z":1e2}"#,
        #"{"type":"Feature","geometry":\#(place),"properties":{ \#(g1)}}"#,
        #"{"type":"Feature","properties":{"文":"本","o":[1, 2],"e":"",\#(g1)},"geometry":\#(place)}"#,
      ])
  }

  /// Many blocks of features in every wrapping, with any number of threads: the same answers, and the same bytes.
  @Test func everyWrappingAndThreadGivesTheSame() throws {
    let features = (0..<9000).map(Self.feature)
    let collection = #"{"type":"FeatureCollection","features":["#
    var several = ""
    for start in stride(from: 0, to: 9000, by: 1000) {
      several += collection + features[start..<start + 1000].joined(separator: ",") + "]}\n"
    }
    let wrappings: [String: String] = [
      "several": several, "lines": features.joined(separator: "\n"),
      "crlf": features.joined(separator: "\r\n") + "\r\n\r\n",
      "separators": features.map { "\u{1E}\($0)\n" }.joined(), "mark": "\u{FEFF}" + features.joined(separator: "\n"),
      "collection": collection + features.joined(separator: ",") + "]}",
      "spaced": "\n" + collection + features.joined(separator: " ,\n ") + "\n],\"after\":[{}]}\n",
      "adjacent": features.joined(),
    ]
    var expected: [String]?
    for (name, text) in wrappings.sorted(by: { $0.key < $1.key }) {
      for threads in [1, 8] {
        let outcome = try fixture.run(text, name: "e.geojson", output: "o.geojsonl") { $0.threads = threads }
        #expect(outcome.summary.rows == 9000 && outcome.summary.assigned == 9000, "\(name)")
        if let expected {
          #expect(outcome.lines == expected, "\(name), \(threads) threads")
        } else {
          expected = outcome.lines
        }
      }
    }
    let csv = try fixture.run(wrappings["crlf"] ?? "", name: "e.geojsonl", output: "o.csv") { $0.threads = 3 }
    #expect(csv.lines.count == 9001)
    #expect(csv.lines[0].hasPrefix("id,n,t,deep,文,o,e,district_code,"))
    #expect(csv.lines[1].hasPrefix("a0,1.50,,,,,,D,"))
    #expect(csv.lines[2].hasPrefix("b1,,\"格 \"\"}]{ \\\",,,,,D,"))
    #expect(csv.lines[3].hasPrefix("2,,,,,,,D,"))
    #expect(csv.lines[6].hasPrefix(",,,\"{\"\"properties\"\":null,\"\"geometry\"\":[1]}\",,,,D,"))
    #expect(csv.lines[8].hasPrefix(",,,,本,\"[1, 2]\",\"\",D,"))
  }

  /// Each with its number or its line and what is wrong, the text as it was; the others are not touched.
  @Test(arguments: ["o.geojson", "o.csv"]) func malformedFeaturesAreRejectedAlone(output: String) throws {
    let good = Self.feature(0)
    let bad: [(text: String, reason: String)] = [
      (#"{"type":"Feature","properties":{"a":nope},"geometry":null}"#, "bad-json"),
      (#"{"type":"Feature","properties":{},"geometry":null}"#, "empty"),
      (#"{"type":"Feature","properties":{}}"#, "empty"), ("[1,2]", "not-a-feature"),
      (#"{"type":"Thing"}"#, "not-a-feature"), (#"{"a":{}}"#, "not-a-feature"),
      (#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["1",2]}}"#, "not-a-point"),
      (
        #"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}"#,
        "not-a-point"
      ),
      (#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[0,0]}}"#, "zero-zero"),
      (
        #"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[23.05,113.05]}}"#,
        "lon-lat-swapped"
      ),
      (#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e999,2]}}"#, "bad-json"),
    ]
    let texts = bad.flatMap { [good, $0.text] }
    func quoted(_ text: String) -> String {
      text.contains { ",\"".contains($0) } ? "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" : text
    }
    let rejects = ["line,reason,feature"] + bad.enumerated().map { "\(2 * $0 + 2),\($1.reason),\(quoted($1.text))" }
    let lines = try fixture.run(texts.joined(separator: "\n"), name: "e.geojsonl", output: output)
    #expect(lines.rejects == rejects)
    #expect(lines.summary.assigned == bad.count)
    let collection = #"{"type":"FeatureCollection","features":["# + texts.joined(separator: ",\n") + "]}"
    #expect(try fixture.run(collection, name: "e.geojson", output: output).rejects == rejects)
    // A line that its brackets do not close spoils no other.
    let cut = [good, "", #"{"type":"Feature","properties":{"#, good, "}", good].joined(separator: "\n")
    let outcome = try fixture.run(cut, name: "e.geojsonl", output: output)
    #expect(
      outcome.rejects == [
        "line,reason,feature", #"3,bad-json,"{""type"":""Feature"",""properties"":{""#, "5,bad-json,}",
      ])
    #expect(outcome.summary.assigned == 3)
    let broken =
      Array((good + "\n").utf8) + Array(#"{"type":"Feature","properties":{"a":""#.utf8) + [0xFF, 0x22]
      + Array("}}\n".utf8)
    let many = Array(repeating: Array((good + "\n").utf8), count: 4000).flatMap { $0 } + broken
    #expect(try fixture.run(many, name: "e.geojsonl", output: output).summary.reasons[.brokenText] == 1)
  }

  @Test func aPropertyThatWouldBeTwiceIsRefused() throws {
    let text = Self.feature(0) + "\n" + #"{"type":"Feature","properties":{"match":1},"geometry":null}"#
    do {
      _ = try fixture.run(text, name: "e.geojsonl", output: "o.geojsonl")
      Issue.record("ran")
    } catch {
      #expect((error as? Fault)?.code == "column-clash")
      #expect((error as? Fault)?.place?.row == 2)
    }
    let other = try fixture.run(text, name: "e.geojsonl", output: "o.geojsonl") { $0.prefix = "x_" }
    #expect(other.lines[0].contains(#""x_match":"inside""#))
  }

  /// Columns are asked for by name, and times choose the edition.
  @Test func propertiesAsColumns() throws {
    let features = [
      #"{"type":"Feature","properties":{"x":"113.05","y":23.05,"when":"2026-01-01"},"geometry":null}"#,
      #"{"type":"Feature","properties":{"y":23.05,"x":113.2,"when":"x"},"geometry":null}"#,
    ]
    let outcome = try fixture.run(features.joined(separator: "\n"), name: "e.geojsonl", output: "o.geojsonl") {
      $0.longitudeColumn = "x"
      $0.latitudeColumn = "y"
      $0.asOfField = "when"
      $0.hasNames = false
    }
    #expect(
      outcome.lines == [
        #"{"type":"Feature","properties":{"x":"113.05","y":23.05,"when":"2026-01-01","district_code":"D","grid_code":"G1","match":"inside","edition":1},"geometry":{"type":"Point","coordinates":[113.05,23.05]}}"#
      ])
    #expect(outcome.summary.reasons[.badTime] == 1)
    let some = try fixture.run(features[0], name: "e.geojsonl", output: "o.geojsonl") {
      $0.longitudeColumn = "x"
      $0.latitudeColumn = "y"
      $0.columns = .some(["y"])
      $0.levels = [.grid]
      $0.hasNames = false
    }
    #expect(
      some.lines == [
        #"{"type":"Feature","geometry":{"type":"Point","coordinates":[113.05,23.05]},"properties":{"y":23.05,"grid_code":"G1","match":"inside"}}"#
      ])
  }

  @Test func theSystemMayStandBeforeButNotBehind() throws {
    let crs = #""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4526"}}"#
    let point = #"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[38402600,2550000]}}"#
    let before = try fixture.run(
      "{\"type\":\"FeatureCollection\",\(crs),\"features\":[\(point)]}", name: "e.geojson", output: "o.geojson")
    #expect(before.summary.rejected == 0)
    #expect(before.lines[1].contains(#""coordinates":[113."#), "longitude and latitude")
    let behind = "{\"type\":\"FeatureCollection\",\"features\":[\(point)],\(crs)}"
    do {
      _ = try fixture.run(behind, name: "e.geojson", output: "o.geojson")
      Issue.record("ran")
    } catch { #expect((error as? Fault)?.code == "late-crs") }
    #expect(try fixture.run(behind, name: "e.geojson", output: "o.csv").summary.rejected == 0)
  }
}
