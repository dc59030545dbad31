import Foundation
import SpatialPrimitives
import TestSupport
import Testing

struct DecimalParserTests {
  private func parse(_ text: String) -> Double? {
    unsafe Array(text.utf8).withUnsafeBytes { unsafe DecimalParser.parse($0) }
  }

  @Test(arguments: [
    "0", "-0", "+1", ".5", "5.", "113.2644", "1e5", "1E-7", "1e+22", "1e23", "8.5e-23", "9007199254740993",
    "9007199254740992.99999999999999999", "0.000000000000000000000000001", "123456789012345678", "1e400", "1e-400",
    "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
    "2.2250738585072012e-308", "1.7976931348623158e308", "1.7976931348623159e308", "0e999999999999",
    "00000000000000000000000000001.5", "18446744073709551615", "18446744073709551616", "-1.5e-5",
    "0.500000000000000166533453693773481063544750213623046875", "3.518437208883201171875e13",
    "62.5364939768271845828", "8.10109172351e-10", "1.50000000000000011102230246251565",
    "9355950000000000000.00000000000000000000000000000000001844674407370955161600",
  ])
  func knownHardCases(text: String) {
    #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "\(text)")
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", " 1", "1 ", "1,2", "--1", "nan", "inf", "0x10", "1_000", "1.2.3", "１", "- 1",
  ])
  func notNumbers(text: String) { #expect(parse(text) == nil, "\(text)") }

  @Test func scanStopsBehindTheNumber() {
    unsafe Array("12.5,7e ".utf8).withUnsafeBytes { bytes in
      #expect(unsafe DecimalParser.scan(bytes, from: 0)?.end == 4)
      #expect(unsafe DecimalParser.scan(bytes, from: 4) == nil)
      #expect(unsafe DecimalParser.scan(bytes, from: 5)?.value == 7)
      #expect(unsafe DecimalParser.scan(bytes, from: 5)?.end == 6)
      #expect(unsafe DecimalParser.scan(bytes, from: 8) == nil)
    }
  }

  /// Bit for bit what `strtod` makes of it: coordinates as files hold them, shortest forms of arbitrary doubles, points
  /// half way between two doubles, and digits at random. `ONEGRID_SOAK=1` tries millions.
  @Test func agreesWithStrtod() {
    let soak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
    let seed: UInt64 = soak ? UInt64(Date().timeIntervalSince1970) : 5
    var random = SeededGenerator(seed: seed)
    for round in 0..<(soak ? 3_000_000 : 30_000) {
      let text: String
      switch round % 6 {
      case 0:
        let degrees = Double.random(in: -180...180, using: &random)
        text = String(format: "%.*f", Int.random(in: 0...12, using: &random), degrees)
      case 1: text = "\(Double.random(in: -180...180, using: &random))"
      case 2:
        let exponent = UInt64.random(in: 0...2046, using: &random)
        text = "\(Double(bitPattern: random.next() & ~(0x7FF << 52) | exponent << 52))"
      case 3:
        // Exactly half way to the next double, or a hair beside.
        let value = Double.random(in: 1...200, using: &random)
        let half = Decimal(string: String(format: "%.70f", value.ulp / 2))!
        let tail = ["", "1", "000000000000001"].randomElement(using: &random)!
        text = "\(Decimal(string: String(format: "%.60f", value))! + half)" + tail
      case 4: text = "\(random.next()).\(random.next())e\(Int.random(in: -330...300, using: &random))"
      default:
        text =
          "\(random.next() >> UInt64.random(in: 0...63, using: &random))e\(Int.random(in: -40...40, using: &random))"
      }
      #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "seed \(seed): \(text)")
    }
  }
}
