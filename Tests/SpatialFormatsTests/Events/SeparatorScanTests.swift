import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct SeparatorScanTests {
  /// The fields that a scan finds, record by record, with wide vectors and without.
  private func fields(
    _ bytes: [UInt8], _ dialect: CSVDialect, hasQuotes: Bool, columns: Int = 0, terminators: Int? = nil
  ) -> [[[UInt8]]] {
    let found = [true, false].map { isWide in
      fields(SeparatorScan(isWide: isWide), bytes, dialect, hasQuotes: hasQuotes, columns, terminators)
    }
    #expect(found[0] == found[1])
    return found[0]
  }

  private func fields(
    _ scan: SeparatorScan, _ bytes: [UInt8], _ dialect: CSVDialect, hasQuotes: Bool, _ columns: Int, _ terminators: Int?
  ) -> [[[UInt8]]] {
    let text = ByteBuffer()
    unsafe bytes.withUnsafeBytes { unsafe text.append($0) }
    let records = unsafe scan.scan(
      text, dialect, hasQuotes: hasQuotes, columns: columns, terminators: terminators)
    return unsafe (0..<records.count).map { record in
      let fields = unsafe records.fields(of: record)
      return unsafe (0..<records.columns(of: record)).map { unsafe Array(fields[$0]) }
    }
  }

  @Test(arguments: [true, false])
  func equalsTheReference(quotes: Bool) {
    var random = SeededGenerator(seed: 20_260_301)
    for length in Array(0...40) + [63, 64, 65, 200, 1000] {
      for _ in 0..<50 {
        let bytes = CSVReference.noise(length, using: &random, quotes: quotes)
        let reference = CSVReference.records(bytes).records.map(CSVReference.withoutReturn)
        #expect(fields(bytes, .comma, hasQuotes: true) == reference, "seed \(random.seed), \(bytes)")
        if !quotes {
          #expect(fields(bytes, .comma, hasQuotes: false) == reference, "seed \(random.seed), \(bytes)")
        }
      }
    }
  }

  /// Every field in quotes, some with separators and doubled quotes: what is read 64 bytes at a time.
  @Test func lawfulQuotesEqualTheReference() {
    var random = SeededGenerator(seed: 31)
    let values = ["", "a", "a,b", "\"\"", "x\"\"y", "line\nend", "\"\"\"\"", String(repeating: "long,", count: 30)]
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let row = (0..<4).map { _ in
          Bool.random(using: &random) ? "plain" : "\"\(values.randomElement(using: &random)!)\""
        }
        text += row.joined(separator: ",") + "\n"
      }
      let bytes = Array(text.utf8)
      #expect(fields(bytes, .comma, hasQuotes: true) == CSVReference.records(bytes).records, "\(text)")
    }
  }

  /// A block whose records all have the expected number of fields is told from one where it only comes out even.
  @Test func recordsAreRegularOnlyIfEachIs() {
    for text in ["1,2,3\n4,5,6\n", "1,2\n3,4,5,6\n", "1,2,3,4\n5,6\n", "\n1,2,3,4,5\n", "1,2,3\n4,5,6,7\n"] {
      let bytes = Array(text.utf8)
      let reference = CSVReference.records(bytes).records
      for columns in 0...6 {
        for terminators in [nil, 2] {
          let found = fields(bytes, .comma, hasQuotes: false, columns: columns, terminators: terminators)
          #expect(found == reference, "\(text), \(columns) columns")
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
