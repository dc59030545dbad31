import SpatialFormats
import Testing

@testable import CityStore

@Suite struct AreaCodeTests {
  @Test(arguments: [
    (Value.text("410105001"), "410105001", false),
    (.text(" 410105001\u{3000}"), "410105001", true),
    (.text("４１０１０５"), "410105", true),
    (.text("ＷＧ－０１"), "WG-01", true),
    (.text("'410105001001001"), "410105001001001", true),
    (.text("410105.0"), "410105", true),
    (.text("4.10105001001001E+14"), "410105001001001", true),
    (.text("1.5"), "1.5", false),
    (.text("12E3"), "12E3", false),
    (.text("A.1"), "A.1", false),
    (.text(""), "", false),
    (.text("  "), "", true),
    (.null, "", false),
    (.integer(410_105_001_001_001), "410105001001001", false),
    (.integer(Int64.max), "9223372036854775807", false),
    (.real(410_105_001_001_001), "410105001001001", false),
    (.real(4.1e14), "410000000000000", false),
    (.real(11385), "11385", false),
    (.real(1001.02), "1001.02", false),
  ])
  func keepsEveryDigit(value: Value, text: String, isTidied: Bool) throws {
    let code = try #require(AreaCode(value))
    #expect(code.text == text)
    #expect(code.isTidied == isTidied)
  }

  @Test(arguments: [Value.text("4.10105E+14"), .text("4E+14"), .text("4.1e+05"), .real(1.1e17), .real(.nan)])
  func refusesWhatHasLostDigits(value: Value) { #expect(AreaCode(value) == nil) }
}
