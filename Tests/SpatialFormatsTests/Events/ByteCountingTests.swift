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

  @Test func findsBytesBeyondASCII() {
    for position in 0..<100 {
      var bytes = [UInt8](repeating: 0x7F, count: 100)
      unsafe bytes.withUnsafeBytes { #expect(unsafe ByteCounting.isASCII($0)) }
      bytes[position] = 0x80
      unsafe bytes.withUnsafeBytes { #expect(unsafe !ByteCounting.isASCII($0)) }
    }
  }
}
