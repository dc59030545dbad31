import Diagnostics
import Foundation
import JSONWriting
import SpatialFormats
import TestSupport
import Testing

@Suite struct JSONValueParsingTests {
  @Test func valuesOfEveryKind() throws {
    let text = #"{"a":[1,-2.5,true,false,null,"\u767b\"\\"],"b":{},"c":[],"d":18446744073709551615}"#
    let value = try JSONValue.parse(Array(text.utf8))
    #expect(
      value == [
        "a": [1, -2.5, true, false, nil, "登\"\\"], "b": [:], "c": [], "d": .raw("18446744073709551615"),
      ])
    #expect(try JSONValue.parse(Array(value.text.utf8)) == value)
    #expect(try JSONValue.parse([0xEF, 0xBB, 0xBF, 0x31]) == 1)
  }

  @Test(arguments: ["", "{", "[1,]", "{\"a\"}", "nul", "01", "\"\u{01}\"", "[1] 2", "1e999", "\"\\x\""])
  func whatIsNoJSON(text: String) {
    let fault = #expect(throws: Fault.self) { try JSONValue.parse(Array(text.utf8)) }
    #expect(fault?.code == "bad-json")
    #expect(fault?.kind == .data)
  }

  /// Nicolas Seriot's suite: `y_` must be read, `n_` must not.
  @Test(.enabled(if: SharedData.isPresent("nasty_geometry/mapshaper/json/JSONTestSuite")))
  func theParsingSuite() throws {
    let root = SharedData.path("nasty_geometry/mapshaper/json/JSONTestSuite/test_parsing")
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let suite = files.filter { $0.hasSuffix(".json") }.filter {
      let name = ($0 as NSString).lastPathComponent
      return name.hasPrefix("y_") || name.hasPrefix("n_")
    }
    #expect(suite.count > 200)
    for file in suite {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: root + "/" + file)))
      let isGood = (file as NSString).lastPathComponent.hasPrefix("y_")
      let parsed = (try? JSONValue.parse(bytes)) != nil
      #expect(parsed == isGood, "\(file)")
    }
  }
}
