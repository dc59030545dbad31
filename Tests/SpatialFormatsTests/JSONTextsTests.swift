import Diagnostics
import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct JSONTextsTests {
  private func records(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try unsafe bytes.withUnsafeBytes { bytes in
      var texts = unsafe JSONTexts(bytes, file: "a.json")
      var found: [String] = []
      while let range = try texts.next() { found.append(unsafe String(decoding: bytes[range], as: UTF8.self)) }
      return found
    }
  }

  /// Nested values with brackets, quotes and backslashes in their strings, cut apart again. Strings of every length put
  /// quotes and backslashes at every place of the 64 bytes that are looked at together.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func valuesAreFoundWhole(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let values = (0..<Int.random(in: 1...12, using: &random)).map { _ in value(depth: 0, &random) }
      let objects = values.map { "{\"v\":\($0)}" }
      #expect(
        try records("{\"a\":[1,\"]\"],\"features\":[" + values.joined(separator: " ,\n") + "],\"z\":{}}") == values)
      #expect(try records(objects.joined(separator: "\n")) == objects)
      #expect(try records(objects.joined()) == objects)
    }
  }

  /// Elements that are taken together are those that are taken one by one, wherever the text is cut.
  @Test(arguments: 5...8 as ClosedRange<UInt64>) func elementsAreFoundWhole(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let values = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        let text = value(depth: 0, &random)
        return Int.random(in: 0..<20, using: &random) == 0 ? text : "{\"v\":\(text)}"
      }
      let text =
        "{\"features\":[" + values.joined(separator: [",", " ,\n", ",\r\n\t"].randomElement(using: &random)!) + "]}"
      let whole = Array(text.utf8)
      let bytes = Array(whole.prefix(Int.random(in: whole.count / 2...whole.count, using: &random)))
      unsafe bytes.withUnsafeBytes { bytes in
        var slow = unsafe JSONTexts(bytes, file: "a.json")
        var fast = unsafe JSONTexts(bytes, file: "a.json")
        var expected: [UInt32] = []
        var found: [UInt32] = []
        while let range = try? slow.next() { expected += [UInt32(range.lowerBound), UInt32(range.upperBound)] }
        while true {
          fast.takeElements(into: &found)
          guard let range = try? fast.next() else { break }
          found += [UInt32(range.lowerBound), UInt32(range.upperBound)]
        }
        #expect(found == expected, "seed \(seed)")
        #expect(fast.recordCount == slow.recordCount)
      }
    }
  }

  private func value(depth: Int, _ random: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<(depth > 4 ? 3 : 5), using: &random) {
    case 0: return String(Int.random(in: -1000...1000, using: &random))
    case 1, 2:
      let letters = ["a", "é", "格", "{", "}", "[", "]", "\\\"", "\\\\", ",", ":", " "]
      return "\""
        + (0..<Int.random(in: 0...90, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
        + "\""
    case 3:
      return "["
        + (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) }
        .joined(separator: ",") + "]"
    default:
      return "{"
        + (0..<Int.random(in: 0...4, using: &random)).map { "\"k\($0)\" : \(value(depth: depth + 1, &random))" }
        .joined(separator: ",") + "}"
    }
  }

  @Test func piecesHoldAllRecordsInOrder() throws {
    let values = (0..<500).map { "{\"n\":\($0)}" }
    let text = "{\"features\":[" + values[..<200].joined(separator: ",") + "]}" + values[200...].joined(separator: "\n")
    let bytes = Array(text.utf8)
    for size in [1, 100, 1 << 20] {
      try unsafe bytes.withUnsafeBytes { bytes in
        var texts = unsafe JSONTexts(bytes, file: "a.json")
        var found: [String] = []
        while let piece = try texts.nextPiece(size: size) {
          #expect(piece.firstRow == found.count + 1)
          for position in 0..<piece.count {
            found.append(unsafe String(decoding: bytes[piece[position]], as: UTF8.self))
          }
        }
        #expect(found == values)
      }
    }
  }

  @Test(arguments: ["{\"a\":[1,2", "{\"a\":\"x", "{\"features\":[{\"a\":1},", "[1,\"]\\\""])
  func aCutIsTold(text: String) {
    do {
      _ = try records(text)
      Issue.record("read")
    } catch { #expect((error as? Fault)?.code == "cut-json") }
  }
}
