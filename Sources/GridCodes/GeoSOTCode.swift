public import Diagnostics

/// The code of the earth's grid GeoSOT (GB/T 40087-2021; GGER): a quaternary tree over degrees of 64 minutes of 64 seconds, 32
/// levels from 256° down to 1/2048″; in space an octal one.
///
/// Digits grow away from the equator and the prime meridian. Minutes and seconds from 60 on are in the tree and not on the
/// earth; cells that begin there are refused. That cells at the poles are one is not minded.
public enum GeoSOTCode {
  public static let levels = 1...32

  /// The code of a place: `G` and a digit a level; with a height `GZ` and octal ones.
  ///
  /// - Parameter height: ellipsoidal, in metres.
  /// - Throws: `outside-grid` (65).
  public static func code(lon: GridAngle, lat: GridAngle, height: Double? = nil, level: Int) throws(Fault) -> String {
    precondition(levels.contains(level), "levels 1 to 32")
    let (x, y) = (try bits(lon, upTo: 180), try bits(lat, upTo: 90))
    let z = try height.map { height throws(Fault) in try bits(height: height) }
    var code = z == nil ? "G" : "GZ"
    for place in 0..<level {
      func bit(_ value: UInt32) -> UInt32 { value >> UInt32(31 - place) & 1 }
      let digit = z.map { bit(y) * 4 + bit(x) * 2 + bit($0) } ?? bit(y) * 2 + bit(x)
      code += "\(digit)"
    }
    return code
  }

  /// The same with its degrees, minutes, seconds and parts of seconds set apart: `G001310322-230230-310312.11`.
  public static func separated(_ code: String) -> String {
    let digits = code.drop { !$0.isNumber }
    var text = String(code.prefix(code.count - digits.count))
    for (place, digit) in digits.enumerated() {
      if place == 9 || place == 15 { text += "-" }
      if place == 21 { text += "." }
      text.append(digit)
    }
    return text
  }

  /// The digits of a code in the plane as a number: two bits a level from the top, zeros behind.
  public static func number(_ code: String) throws(Fault) -> UInt64 {
    let digits = try digits(code, of: 4)
    return digits.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(62 - 2 * $1.offset) }
  }

  /// The code of a number at a level; bits below the level are not looked at.
  public static func code(number: UInt64, level: Int) -> String {
    (0..<level).reduce(into: "G") { $0 += "\(number >> UInt64(62 - 2 * $1) & 3)" }
  }

  /// The height's digits of a code in space as one number: the sign, 8 bits of degrees, 6 of minutes, 6 of seconds, 11 below.
  public static func layerNumber(_ code: String) throws(Fault) -> UInt32 {
    try digits(code, of: 8).enumerated().reduce(0) { $0 | UInt32($1.element & 1) << UInt32(31 - $1.offset) }
  }

  /// The cell of a code, with or without separators.
  ///
  /// - Throws: `bad-grid-code` (65) with what is wrong.
  public static func cell(_ code: String) throws(Fault) -> GridCell {
    let isInSpace = isInSpace(code)
    let digits = try digits(code, of: isInSpace ? 8 : 4)
    func axis(_ shift: Int, _ degrees: Int) throws(Fault) -> (isNegative: Bool, units: Range<Int>) {
      let bits = digits.enumerated().reduce(0) { $0 | ($1.element >> shift & 1) << (31 - $1.offset) }
      guard let units = WideMinutes.units(bits & 0x7FFF_FFFF, free: min(31, 32 - digits.count)) else {
        throw GridCodeFault.malformed(code, GridCodeFault.virtual)
      }
      guard units.lowerBound <= degrees * GridAngle.unitsPerDegree else {
        throw GridCodeFault.malformed(code, GridCodeFault.badDigit)
      }
      return (bits >> 31 == 1, units.lowerBound..<min(units.upperBound, degrees * GridAngle.unitsPerDegree + 1))
    }
    let lon = try axis(isInSpace ? 1 : 0, 180)
    let lat = try axis(isInSpace ? 2 : 1, 90)
    var layer: HeightLayer?
    if isInSpace {
      let height = try axis(0, 256)
      let (low, high) = (Double(height.units.lowerBound), Double(height.units.upperBound))
      layer = HeightLayer(
        bottom: GridHeight.height(height.isNegative ? -high : low),
        top: GridHeight.height(height.isNegative ? -low : high))
    }
    return GridCell(
      level: digits.count, isWest: lon.isNegative, isSouth: lat.isNegative, lon: lon.units, lat: lat.units, layer: layer
    )
  }

  public static func isInSpace(_ code: String) -> Bool { code.hasPrefix("GZ") }

  private static func digits(_ code: String, of base: Int) throws(Fault) -> [Int] {
    let prefix = base == 8 ? "GZ" : "G"
    guard code.hasPrefix(prefix) else {
      throw GridCodeFault.malformed(code, Text("it begins with \(prefix)", zh: "应以 \(prefix) 开头"))
    }
    let plain = code.dropFirst(prefix.count).filter { $0 != "-" && $0 != "." }
    guard levels.contains(plain.count) else { throw GridCodeFault.malformed(code, GridCodeFault.badLength) }
    let whole = prefix + plain
    guard code == whole || code == separated(whole) else {
      throw GridCodeFault.malformed(
        code, Text("separators stand after the 9th, 15th and 21st digit", zh: "分隔符应位于第 9、15、21 位之后"))
    }
    var digits: [Int] = []
    for digit in plain {
      guard digit.isASCII, let value = digit.wholeNumberValue, value < base else {
        throw GridCodeFault.malformed(code, GridCodeFault.badDigit)
      }
      digits.append(value)
    }
    return digits
  }

  private static func bits(_ angle: GridAngle, upTo degrees: Int) throws(Fault) -> UInt32 {
    guard angle.units <= degrees * GridAngle.unitsPerDegree else {
      throw GridCodeFault.outside(
        Text("a coordinate is beyond \(degrees)°", zh: "坐标超出 \(degrees)°"))
    }
    return (angle.isNegative ? 1 << 31 : 0) | UInt32(WideMinutes.bits(angle.units))
  }

  private static func bits(height: Double) throws(Fault) -> UInt32 {
    guard GridHeight.lowest...GridHeight.highest ~= height else {
      throw GridCodeFault.outside(Text("a height of \(height) m has no layer", zh: "高程 \(height) 米超出编码范围"))
    }
    return (height < 0 ? 1 << 31 : 0) | UInt32(WideMinutes.bits(Int(abs(GridHeight.units(height)))))
  }
}
