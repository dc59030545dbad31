/// An angle as grid codes count it: whole units of 1/2048 of a second away from the equator or the prime meridian, and the side.
///
/// Degrees are taken as the decimal number that they are written as. 119.63° is exactly 119°37′48″ and begins a cell; reckoned
/// with doubles it falls short of it.
public struct GridAngle: Sendable, Hashable {
  /// South or west.
  public var isNegative: Bool
  /// Of 1/2048″, rounded towards zero.
  public var units: Int

  public static let unitsPerDegree = 3600 * 2048

  public init(isNegative: Bool, units: Int) {
    self.isNegative = isNegative
    self.units = units
  }

  /// From the shortest decimal number that reads as this double. `nil` for what is no number, and from a thousand degrees on.
  public init?(degrees: Double) { self.init(decimal: "\(degrees)") }

  /// From a decimal number such as `-113.625` or `1e-05`; digits beyond the 31st are cut. `nil` for anything else, and from a
  /// thousand degrees on.
  public init?(decimal text: String) {
    var number = Substring(text)
    let isNegative = number.hasPrefix("-")
    if isNegative || number.hasPrefix("+") { number.removeFirst() }
    var power = 0
    if let mark = number.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let exponent = Int(number[number.index(after: mark)...]), exponent.magnitude < 400 else { return nil }
      power = exponent
      number = number[..<mark]
    }
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts.joined()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    if parts.count == 2 { power -= parts[1].utf8.count }
    var mantissa: UInt128 = 0
    for digit in digits.utf8 {
      if mantissa < Self.ten(30) { mantissa = mantissa * 10 + UInt128(digit - UInt8(ascii: "0")) } else { power += 1 }
    }
    if mantissa == 0 || power < -38 {
      self.init(isNegative: false, units: 0)
      return
    }
    guard power <= 2, mantissa < 1000 || power <= 0 else { return nil }
    let whole = power > 0 ? mantissa * Self.ten(power) : mantissa / Self.ten(-power)
    guard whole < 1000 else { return nil }
    let scaled = mantissa * UInt128(Self.unitsPerDegree)
    let units = Int(power > 0 ? scaled * Self.ten(power) : scaled / Self.ten(-power))
    self.init(isNegative: isNegative && units > 0, units: units)
  }

  private static func ten(_ power: Int) -> UInt128 {
    var value: UInt128 = 1
    for _ in 0..<power { value *= 10 }
    return value
  }
}
