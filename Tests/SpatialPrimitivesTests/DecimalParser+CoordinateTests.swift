import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct DecimalParserCoordinateTests {
  /// Reads a text that other bytes follow at once: what they are must not matter, but for a point.
  private func coordinate(_ text: String, behind: String = "0123456789.,") -> Double {
    let padding = String(repeating: behind, count: 2)
    return unsafe Array((text + padding).utf8).withUnsafeBytes {
      unsafe DecimalParser.coordinate($0.baseAddress!, text.utf8.count)
    }
  }

  @Test(arguments: [
    "0.0", "1.5", "-1.5", "9.9", "12.25", "113.2644", "-73.98765432", "999.99999999", "000.00000001", "180.0",
    "113.123456789", "113.1234567890123", "113.26584512345678", "0.0000000000000001", "999.9999999999999999",
    "-0.0", "100.0000000149011612", "9.0071992547409930",
  ])
  func readsWhatFilesHold(text: String) {
    #expect(coordinate(text).bitPattern == strtod(text, nil).bitPattern, "\(text)")
    #expect(coordinate(text, behind: "\n").bitPattern == strtod(text, nil).bitPattern, "\(text)")
  }

  /// All these are for the reader that takes its time; `DecimalParserTests` says which of them are numbers.
  @Test(arguments: [
    "", "-", ".", "1", "12", "113", "1.", "-1.", ".5", "-.5", "+1.5", "1234.5", "1.5e3", "1.12345678901234567", " 1.5",
    "1.5 ", "1,5", "1.2.3", "1-5", "a.b", "1.a", "12.3x", "nan", "1.1234567x", "1.12345678x", "１.5", "--1.5", "1:.5",
    "/1.5", "1.5:", "1./5", "1.\u{80}", "\u{FF}.5", "11\u{B1}.5",
  ])
  func leavesTheRest(text: String) {
    for behind in ["0", "9", ",", "\n", "5.5"] { #expect(coordinate(text, behind: behind).isNaN, "\(text)") }
  }

  /// Bit for bit what `strtod` makes of a million coordinates, written with zero to sixteen digits behind the point,
  /// and whatever one byte changed makes of them. `ONEGRID_SOAK=1` tries hundreds of millions.
  @Test func agreesWithStrtod() {
    let soak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
    let seed: UInt64 = soak ? UInt64(Date().timeIntervalSince1970) : 17
    var random = SeededGenerator(seed: seed)
    var wrong = 0
    unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { bytes in
      for round in 0..<(soak ? 300_000_000 : 1_000_000) {
        let bits = random.next()
        let start = 16
        var end = start
        if bits & 1 != 0 {
          unsafe bytes[end] = UInt8(ascii: "-")
          end += 1
        }
        var digits = random.next()
        let whole = 1 + Int(bits >> 1 & 0xFF) % 3
        let fraction = 1 + Int(bits >> 9 & 0xFF) % 16
        for place in 0..<(whole + fraction) {
          if place == whole {
            unsafe bytes[end] = UInt8(ascii: ".")
            end += 1
          }
          if place == 16 { digits = random.next() }
          unsafe bytes[end] = UInt8(ascii: "0") + UInt8(digits % 10)
          digits /= 10
          end += 1
        }
        let isChanged = bits >> 17 & 7 == 0
        if isChanged {
          unsafe bytes[start + Int(bits >> 20 & 0xFF) % (end - start)] = UInt8(truncatingIfNeeded: bits >> 28)
        }
        for place in end..<64 { unsafe bytes[place] = UInt8(truncatingIfNeeded: bits >> UInt64(place & 31)) }
        unsafe bytes[end] = UInt8(ascii: ",")
        unsafe bytes[63] = 0
        let text = unsafe bytes.baseAddress! + start
        let value = unsafe DecimalParser.coordinate(text, end - start)
        // A changed text may be no coordinate any more; if it is one, it must be right.
        if isChanged, value.isNaN { continue }
        unsafe bytes[end] = 0
        let expected = unsafe strtod(text.assumingMemoryBound(to: CChar.self), nil)
        if value.bitPattern != expected.bitPattern {
          wrong += 1
          if wrong < 10 {
            let string = unsafe String(decoding: UnsafeRawBufferPointer(start: text, count: end - start), as: UTF8.self)
            Issue.record("seed \(seed), round \(round): \(string) read as \(value)")
          }
        }
      }
    }
    #expect(wrong == 0, "seed \(seed)")
  }
}
