import Foundation
import JSONWriting
import Testing

@Suite struct JSONValueTests {
  @Test func membersKeepTheirOrder() {
    let value: JSONValue = ["b": 1, "a": [true, nil, 0.5], "c": [:], "d": []]
    #expect(value.text == #"{"b":1,"a":[true,null,0.5],"c":{},"d":[]}"#)
    #expect(
      value.prettyText
        == "{\n  \"b\": 1,\n  \"a\": [\n    true,\n    null,\n    0.5\n  ],\n  \"c\": {},\n  \"d\": []\n}")
  }

  @Test func textIsEscapedAsJSONAsks() throws {
    let awkward = "\u{0}\u{1f}\"\\/\n\r\t\u{7f}\u{2028}网格 𠮷"
    let decoded = try JSONDecoder().decode([String].self, from: Data(JSONValue.array([.string(awkward)]).text.utf8))
    #expect(decoded == [awkward])
  }

  @Test func numbersReadBackAsTheSameDouble() throws {
    var seed: UInt64 = 7
    for _ in 0..<20_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: seed)
      guard value.isFinite else { continue }
      #expect(strtod(JSONValue.numberText(value), nil).bitPattern == value.bitPattern)
    }
    #expect(JSONValue.numberText(113) == "113")
    #expect(JSONValue.numberText(-0.0) == "-0.0")
    #expect(JSONValue.number(.nan).text == "null")
  }
}
