import Foundation
import TestSupport
import Testing

@testable import SpatialFormats

@Suite struct EventRecordsTests {
  /// The two numbers of each of some lines `a,x,y`; `nil` where this processor reads them one by one only.
  private func numbers(_ lines: [(x: String, y: String)]) -> [(x: Double, y: Double)]? {
    let text = ByteBuffer()
    for line in lines { text.append("E1,\(line.x),\(line.y)\n") }
    let scan = SeparatorScan()
    let records = unsafe scan.scan(text, .comma, hasQuotes: false, columns: 3, terminators: lines.count)
    var x = [Double](repeating: 7, count: lines.count)
    var y = x
    let areRead = x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in unsafe records.readNumbers(1, 2, x.baseAddress!, y.baseAddress!) }
    }
    return areRead ? Array(zip(x, y)).map { (x: $0.0, y: $0.1) } : nil
  }

  /// One to three digits, a point, one to twelve digits.
  private func isPlain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else { return false }
    let (whole, fraction) = (bytes[..<point], bytes[(point + 1)...])
    return (1...3).contains(whole.count) && (1...12).contains(fraction.count)
      && (whole + fraction).allSatisfy { (48...57).contains($0) }
  }

  /// Bit for bit what `strtod` makes of a hundred thousand pairs; none where a byte was changed in one of them.
  /// `ONEGRID_SOAK=1` tries two hundred million.
  @Test func numbersAgreeWithStrtod() {
    let soak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
    var random = SeededGenerator(seed: soak ? UInt64(Date().timeIntervalSince1970) : 29)
    func text() -> String {
      let whole = Int.random(in: 1...3, using: &random)
      let fraction = Int.random(in: 1...13, using: &random)
      var text = (0..<(whole + fraction)).map { _ in "0123456789".randomElement(using: &random)! }
      text.insert(".", at: whole)
      if Int.random(in: 0..<20, using: &random) == 0 {
        text[Int.random(in: 0..<text.count, using: &random)] = "0.-+eE /:x９".randomElement(using: &random)!
      }
      return String(text)
    }
    for _ in 0..<(soak ? 200_000 : 100) {
      let lines = (0..<1000).map { _ in (x: text(), y: text()) }
      guard let read = numbers(lines) else { return }
      for (line, found) in zip(lines, read) {
        let arePlain = isPlain(line.x) && isPlain(line.y)
        for (text, value) in [(line.x, found.x), (line.y, found.y)] {
          #expect(
            arePlain ? value.bitPattern == strtod(text, nil).bitPattern : value.isNaN, "\(line), seed \(random.seed)")
        }
      }
    }
  }

  /// Forms that are read one by one, or are none.
  @Test func leavesOtherFormsAlone() {
    let forms = [
      "", "-", ".", "1", "12", "113", "1.", "-1.", ".5", "-.5", "+1.5", "1234.5", "1.5e3", "1.1234567890123", " 1.5",
      "1.5 ", "1.2.3", "1-5", "1.a", "nan", "１.5", "--1.5", "1:.5", "/1.5", "\"1.5\"", "1.5\r",
    ]
    let pairs = forms.flatMap { [(x: $0, y: "1.5"), (x: "1.5", y: $0)] }
    guard let read = numbers(pairs) else { return }
    for (pair, found) in zip(pairs, read) {
      #expect(found.x.isNaN && found.y.isNaN, "\(pair)")
    }
  }

  /// Records of different lengths are not read at once.
  @Test func readsRecordsOfOneLengthOnly() {
    let text = ByteBuffer()
    text.append("1.5,2.5\n3.5\n4.5,5.5,6.5\n")
    let scan = SeparatorScan()
    let records = unsafe scan.scan(text, .comma, hasQuotes: false, columns: 2, terminators: 3)
    var space = [Double](repeating: 0, count: 8)
    space.withUnsafeMutableBufferPointer { space in
      #expect(unsafe !records.readNumbers(0, 1, space.baseAddress!, space.baseAddress! + 4))
    }
  }
}
