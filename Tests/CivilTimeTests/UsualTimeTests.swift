import TestSupport
import Testing

@testable import CivilTime

@Suite struct UsualTimeTests {
  /// What the reader of all forms says of a text.
  private func slow(_ text: String) -> Instant? {
    var text = text
    return text.withUTF8 { bytes in
      var reader = unsafe TimeReader(UnsafeRawBufferPointer(bytes))
      return reader.wholeInstant(assuming: .china)
    }
  }

  private func fast(_ text: String) -> Instant? {
    var text = text
    return text.withUTF8 { unsafe UsualTime.instant(UnsafeRawBufferPointer($0), assuming: .china) }
  }

  /// Times all over the calendar, some of them none, in every form: the same as the other reader says, or left to it.
  @Test(arguments: 1...3 as ClosedRange<UInt64>) func agreesWithTheReaderOfAllForms(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var taken = 0
    for _ in 0..<20_000 {
      func number(_ limit: Int, _ width: Int) -> String {
        let digits = String(Int.random(in: 0..<limit, using: &random))
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
      }
      let separator = ["-", "/", "."].randomElement(using: &random)!
      let date = "\(number(10_000, 4))\(separator)\(number(14, 2))\(separator)\(number(33, 2))"
      let time = "\(number(26, 2)):\(number(62, 2)):\(number(62, 2))"
      let offset = ["", "Z", "+08:00", "-05:30", "+\(number(20, 2)):\(number(62, 2))", "z", "+8:000"]
        .randomElement(using: &random)!
      let text =
        Int.random(in: 0..<4, using: &random) == 0
        ? date : date + [" ", "T", "t", "x"].randomElement(using: &random)! + time + offset
      if let found = fast(text) {
        taken += 1
        #expect(found == slow(text), "seed \(seed): \(text)")
      }
    }
    #expect(taken > 2000)
  }

  @Test(arguments: [
    "2026-03-01", "2026/03/01", "2026-03-01 08:05:33", "2026-03-01T08:05:33Z", "2026-03-01T08:05:33-11:30",
    "0001-01-01T00:00:00Z", "9999-12-31 23:59:59",
  ])
  func theUsualFormsAreTaken(text: String) { #expect(fast(text) != nil && fast(text) == slow(text)) }
}
