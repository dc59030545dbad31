import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct RecordCutterTests {
  @Test(arguments: [true, false])
  func findsTheLastRecordHoweverTheBytesCome(quotes: Bool) {
    var random = SeededGenerator(seed: 7)
    for round in 0..<1500 {
      let bytes = CSVReference.noise(Int.random(in: 0...120, using: &random), using: &random, quotes: quotes)
      var cutter = RecordCutter(.comma)
      var seen = 0
      while seen < bytes.count {
        seen = min(bytes.count, seen + Int.random(in: 1...40, using: &random))
        unsafe bytes.withUnsafeBytes { all in
          unsafe cutter.scan(UnsafeRawBufferPointer(rebasing: all[..<seen]), isLast: seen == bytes.count)
        }
      }
      let reference = CSVReference.records(bytes).records
      let end = reference.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count + 1 } }
      #expect(cutter.end == end, "seed \(random.seed), round \(round), \(bytes)")
      #expect(cutter.lines == bytes[..<end].count { $0 == 0x0A })
      #expect(cutter.hasQuotes == bytes.contains(0x22))
    }
  }

  @Test func countsBytes() {
    var random = SeededGenerator(seed: 3)
    for length in [0, 1, 63, 64, 65, 1000, 64 * 255 * 2 + 17] {
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
