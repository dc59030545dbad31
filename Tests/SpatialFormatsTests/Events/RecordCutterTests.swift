import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct RecordCutterTests {
  @Test(arguments: [true, false])
  func findsTheLastRecordHoweverTheBytesCome(quotes: Bool) {
    var random = SeededGenerator(seed: 7)
    for round in 0..<1500 {
      let bytes = CSVReference.noise(Int.random(in: 0...300, using: &random), using: &random, quotes: quotes)
      var cutter = RecordCutter(.comma)
      let text = ByteBuffer()
      while text.count < bytes.count {
        let more = bytes[text.count...].prefix(Int.random(in: 1...40, using: &random))
        unsafe Array(more).withUnsafeBytes { unsafe text.append($0) }
        cutter.scan(text, isLast: text.count == bytes.count)
      }
      let reference = CSVReference.records(bytes).records
      let end = reference.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count + 1 } }
      #expect(cutter.end == end, "seed \(random.seed), round \(round), \(bytes)")
      #expect(cutter.lines == bytes[..<end].count { $0 == 0x0A })
      #expect(cutter.hasQuotes == bytes.contains(0x22))
      #expect(cutter.isASCII)
    }
  }
}
