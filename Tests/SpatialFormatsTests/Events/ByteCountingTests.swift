import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct ByteCountingTests {
  @Test func countsBytes() {
    var random = SeededGenerator(seed: 3)
    for length in [0, 1, 63, 64, 65, 1000, 16 * 255 * 2 + 17] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 9...11, using: &random) }
      unsafe bytes.withUnsafeBytes { all in
        #expect(unsafe ByteCounting.count(10, in: all, 0..<length) == bytes.count { $0 == 10 })
      }
    }
    let full = [UInt8](repeating: 10, count: 64 * 600)
    unsafe full.withUnsafeBytes { #expect(unsafe ByteCounting.count(10, in: $0, 0..<full.count) == full.count) }
  }

  @Test func surveysInOnePass() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<2000 {
      var bytes = [UInt8](repeating: 0x61, count: Int.random(in: 0...200, using: &random))
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = [10, 0x22, 0x80, 0xFF, 0].randomElement(using: &random)!
      }
      let start = Int.random(in: 0...bytes.count, using: &random)
      let part = bytes[start...]
      let survey = unsafe bytes.withUnsafeBytes { unsafe ByteCounting.survey($0, start..<bytes.count, terminator: 10) }
      #expect(survey.terminators == part.count { $0 == 10 }, "\(bytes) from \(start)")
      #expect(survey.hasQuotes == part.contains(0x22), "\(bytes) from \(start)")
      #expect(survey.isASCII == part.allSatisfy { $0 < 0x80 }, "\(bytes) from \(start)")
    }
  }

  @Test func findsBytesBeyondASCII() {
    for position in 0..<100 {
      var bytes = [UInt8](repeating: 0x7F, count: 100)
      unsafe bytes.withUnsafeBytes { #expect(unsafe ByteCounting.isASCII($0)) }
      bytes[position] = 0x80
      unsafe bytes.withUnsafeBytes { #expect(unsafe !ByteCounting.isASCII($0)) }
    }
  }
}
