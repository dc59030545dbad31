import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct CoordinateTextTests {
  private func lists(_ text: String) -> [[Point]]? {
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBytes { bytes in
      var text = unsafe CoordinateText(bytes, 0..<bytes.count)
      var scratch: [Point] = []
      return text.whole { $0.lists(&scratch) }
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func numbersAreReadAsTheyAre(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func number() -> String {
      let value = Double.random(in: -180...180, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return "\(value)"
      case 1: return String(format: "%.6f", value)
      case 2: return String(format: "%.20e", value)
      case 3: return String(Int(value))
      default: return String(format: "%.25f", value)
      }
    }
    for _ in 0..<200 {
      let gap = ["", " ", "\n\t "].randomElement(using: &random)!
      var expected: [[Point]] = []
      var rings: [String] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        var points: [String] = []
        expected.append([])
        for _ in 0..<Int.random(in: 1...5, using: &random) {
          let numbers = (0..<Int.random(in: 2...4, using: &random)).map { _ in number() }
          points.append("[" + numbers.joined(separator: ",\(gap)") + "\(gap)]")
          // The C library's reader as the oracle.
          expected[expected.count - 1].append(Point(strtod(numbers[0], nil), strtod(numbers[1], nil)))
        }
        rings.append("\(gap)[\(gap)\(points.joined(separator: "\(gap),"))]")
      }
      let text = "[" + rings.joined(separator: ",") + "]"
      #expect(lists(text) == expected, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    "", "[", "[[", "[[[1,2]]", "[[[1]]]", "[[[1,2],]]", "[[[1,2]],]", "[[[1,2]]]]", "[[[+1,2]]]", "[[[.5,2]]]",
    "[[[1,\"2\"]]]", "[[[1,null]]]", "[[1,2]]", "[[[1 2]]]", "[[[1,2] [3,4]]]", "[[[,2]]]", "[[[-,2]]]", "[[[1,2]]}",
  ])
  func whatIsNoListIsNone(text: String) { #expect(lists(text) == nil) }
}
