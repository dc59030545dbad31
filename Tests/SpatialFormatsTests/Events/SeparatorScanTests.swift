import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct SeparatorScanTests {
  /// The fields that a scan finds, record by record.
  private func fields(_ bytes: [UInt8], _ dialect: CSVDialect, hasQuotes: Bool) -> [[[UInt8]]] {
    let scan = SeparatorScan()
    var result: [[[UInt8]]] = []
    unsafe bytes.withUnsafeBytes { all in
      unsafe scan.scan(all, dialect, hasQuotes: hasQuotes)
      var first = 0
      var start = 0
      for last in unsafe scan.recordEnds {
        result.append(
          (first...Int(last)).map { index in
            let end = unsafe Int(scan.fieldEnds[index])
            defer { start = end + 1 }
            return unsafe Array(all[start..<end])
          })
        first = Int(last) + 1
      }
    }
    return result
  }

  @Test(arguments: [true, false])
  func equalsTheReference(quotes: Bool) {
    var random = SeededGenerator(seed: 20_260_301)
    for length in Array(0...40) + [63, 64, 65, 200, 1000] {
      for _ in 0..<50 {
        let bytes = CSVReference.noise(length, using: &random, quotes: quotes)
        let reference = CSVReference.records(bytes)
        #expect(fields(bytes, .comma, hasQuotes: true) == reference.records, "seed \(random.seed), \(bytes)")
        if !quotes {
          #expect(fields(bytes, .comma, hasQuotes: false) == reference.records, "seed \(random.seed), \(bytes)")
        }
      }
    }
  }

  @Test func manySeparatorsGrowTheSpace() {
    let bytes = [UInt8](repeating: UInt8(ascii: ","), count: 200_000) + [UInt8](repeating: 0x0A, count: 50_000)
    let found = fields(bytes, .comma, hasQuotes: false)
    #expect(found.count == 50_000)
    #expect(found[0].count == 200_001)
    #expect(found[1] == [[]])
  }
}
