import GridCodes
import TestSupport
import Testing

struct GridAngleTests {
  /// In 1/2048″, of decimal fractions that doubles cannot hold.
  @Test(arguments: [
    ("119.63", (119 * 3600 + 37 * 60 + 48) * 2048), ("-0.00000013", 0), ("0", 0), ("1", 7_372_800), ("+1.", 7_372_800),
    (".5", 3_686_400), ("1e-3", 7372), ("0.0010e1", 73_728), ("1.25E2", 921_600_000),
    ("0.99999999999999999999999999999999999", 7_372_799), ("180.000", 180 * 7_372_800),
  ])
  func decimals(text: String, units: Int) throws {
    let angle = try #require(GridAngle(decimal: text))
    #expect(angle.units == units && !angle.isNegative)
    let minus = try #require(GridAngle(decimal: text.hasPrefix("-") ? text : "-" + text.drop { $0 == "+" }))
    #expect(minus.units == units && minus.isNegative == (units != 0))
  }

  @Test(arguments: ["", "-", ".", "1.2.3", "1e", "12a", "１", "1000", "1e3", "1e999", "nan", "0x10", " 1"])
  func refused(text: String) { #expect(GridAngle(decimal: text) == nil) }

  @Test func doubles() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let number = Int.random(in: 0...1_800_000_000, using: &random)
      let angle = try #require(GridAngle(degrees: Double(number) / 1e7))
      #expect(angle.units == number * 73_728 / 100_000)
    }
    #expect(GridAngle(degrees: .nan) == nil && GridAngle(degrees: -.infinity) == nil)
    #expect(GridAngle(degrees: 1e-7)?.units == 0)
  }
}
