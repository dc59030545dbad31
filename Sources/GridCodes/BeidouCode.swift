public import Diagnostics

/// The BeiDou grid location code (GB/T 39409-2020): ten levels from 6° × 4° down to 1/2048″.
///
/// Digits grow away from the equator and the prime meridian in every hemisphere, as the standard's figures 3 to 8 have it; a
/// place on a border belongs to the cell farther out, and the equator and the prime meridian to the north and the east.
///
/// The polar caps from 88° on have codes of another make (§5.3): `N000` or `S000`, then merged cells. They are recognised and
/// refused: the standard divides the outer cells of level 3 (30° or 120° wide) into fifteen of 24°, which they do not have, and
/// does not say how its third level counts, so that no cell below the cap can be told for sure.
public enum BeidouCode {
  /// What a level adds to a code: how many cells along each axis, and whether both make one digit.
  struct Step {
    var lonSpan: Int
    var latSpan: Int
    var lonCount: Int
    var latCount: Int
    var isOneDigit = false
  }

  private static let second = 2048
  private static let minute = 60 * 2048

  static let steps: [Step] = [
    Step(lonSpan: 360 * minute, latSpan: 240 * minute, lonCount: 30, latCount: 22),
    Step(lonSpan: 30 * minute, latSpan: 30 * minute, lonCount: 12, latCount: 8),
    Step(lonSpan: 15 * minute, latSpan: 10 * minute, lonCount: 2, latCount: 3, isOneDigit: true),
    Step(lonSpan: minute, latSpan: minute, lonCount: 15, latCount: 10),
    Step(lonSpan: 4 * second, latSpan: 4 * second, lonCount: 15, latCount: 15),
    Step(lonSpan: 2 * second, latSpan: 2 * second, lonCount: 2, latCount: 2, isOneDigit: true),
    Step(lonSpan: 512, latSpan: 512, lonCount: 8, latCount: 8),
    Step(lonSpan: 64, latSpan: 64, lonCount: 8, latCount: 8),
    Step(lonSpan: 8, latSpan: 8, lonCount: 8, latCount: 8),
    Step(lonSpan: 1, latSpan: 1, lonCount: 8, latCount: 8),
  ]

  public static let levels = 1...10

  /// The code of a place at a level.
  ///
  /// - Parameter height: ellipsoidal, in metres; with it the code is one in space.
  /// - Throws: `outside-grid` (65) beyond 180° or at 88° and more, or where the height is out of range.
  public static func code(
    lon: GridAngle, lat: GridAngle, height: Double? = nil, level: Int, reading: GridHeight.Reading = .annexC,
    negative: GridHeight.Negative = .signMagnitude
  ) throws(Fault) -> String {
    precondition(levels.contains(level), "levels 1 to 10")
    guard lon.units <= 180 * GridAngle.unitsPerDegree, lat.units < 88 * GridAngle.unitsPerDegree else {
      throw GridCodeFault.outside(
        Text(
          "BeiDou codes of this kind exist between 180° west and east and below 88°",
          zh: "此类北斗网格位置码限于经度 ±180°、纬度 88° 以内"))
    }
    let layers = try height.map { height throws(Fault) in
      try BeidouHeight(height: height, reading: reading, negative: negative)
    }
    // The last meridian has no cell farther out.
    let x = min(lon.units, 180 * GridAngle.unitsPerDegree - 1)
    var code = lat.isNegative ? "S" : "N"
    if let layers { code += layers.sign }
    var (outerX, outerY) = (0, 0)
    for (number, step) in steps[..<level].enumerated() {
      let (column, row) = ((x - outerX) / step.lonSpan, (lat.units - outerY) / step.latSpan)
      outerX += column * step.lonSpan
      outerY += row * step.latSpan
      if number == 0 {
        let zone = lon.isNegative ? 30 - column : 31 + column
        code += (zone < 10 ? "0" : "") + "\(zone)" + String(UnicodeScalar(UInt8(65 + row)))
      } else {
        code += step.isOneDigit ? digit(row * 2 + column) : digit(column) + digit(row)
      }
      if let layers { code += layers.digits[number] }
    }
    return code
  }

  /// The cell of a code in the plane or in space.
  ///
  /// - Throws: `bad-grid-code` (65) with what is wrong; `polar-code` (65) for one of a polar cap.
  public static func cell(
    _ code: String, reading: GridHeight.Reading = .annexC, negative: GridHeight.Negative = .signMagnitude
  ) throws(Fault) -> GridCell {
    var digits = Digits(code)
    let hemisphere = digits.next()
    guard hemisphere == "N" || hemisphere == "S" else {
      throw GridCodeFault.malformed(code, Text("it begins with N or S", zh: "应以 N 或 S 开头"))
    }
    if ["000", "0000", "1000"].contains(where: code.dropFirst().hasPrefix) { throw polar(code) }
    let isInSpace = isInSpace(code)
    let sign = isInSpace ? try digits.value(below: 2) : 0
    let zone = try digits.value(below: 10) * 10 + digits.value(below: 10)
    guard 1...60 ~= zone, let letter = digits.next()?.asciiValue, 65..<65 + 22 ~= letter else {
      throw GridCodeFault.malformed(code, GridCodeFault.badDigit)
    }
    var x = (zone > 30 ? zone - 31 : 30 - zone) * steps[0].lonSpan
    var y = Int(letter - 65) * steps[0].latSpan
    var layers: [String] = isInSpace ? [try digits.text(2)] : []
    var level = 1
    while !digits.isEmpty {
      guard level < 10 else { throw GridCodeFault.malformed(code, GridCodeFault.badLength) }
      let step = steps[level]
      if step.isOneDigit {
        let digit = try digits.value(below: step.lonCount * step.latCount)
        x += digit % 2 * step.lonSpan
        y += digit / 2 * step.latSpan
      } else {
        x += try digits.value(below: step.lonCount) * step.lonSpan
        y += try digits.value(below: step.latCount) * step.latSpan
      }
      if isInSpace { layers.append(try digits.text(1)) }
      level += 1
    }
    let step = steps[level - 1]
    return GridCell(
      level: level, isWest: zone <= 30, isSouth: hemisphere == "S", lon: x..<x + step.lonSpan,
      lat: y..<y + step.latSpan,
      layer: isInSpace
        ? try BeidouHeight.layer(sign: sign, layers, reading: reading, negative: negative, of: code) : nil)
  }

  private static func polar(_ code: String) -> Fault {
    Fault(
      .data, code: "polar-code",
      Text(
        "“\(code)” is a code of the polar cap from 88° on, whose cells the standard does not settle",
        zh: "“\(code)”是纬度 88° 以上极区的编码，标准对其网格的划分不明确"))
  }

  /// Whether a code says a height: its letter comes a place later.
  public static func isInSpace(_ code: String) -> Bool {
    code.dropFirst(3).first.map { $0.isASCII && $0.isNumber } ?? false
  }

  static func digit(_ value: Int) -> String { String(value, radix: 16, uppercase: true) }

  /// Takes a code apart from the left.
  struct Digits {
    let code: String
    private var rest: Substring

    init(_ code: String) {
      self.code = code
      rest = code[...]
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func next() -> Character? { rest.popFirst() }

    mutating func value(below limit: Int) throws(Fault) -> Int {
      guard let digit = next() else { throw GridCodeFault.malformed(code, GridCodeFault.badLength) }
      guard digit.isASCII, !digit.isLowercase, let value = digit.hexDigitValue, value < limit else {
        throw GridCodeFault.malformed(code, GridCodeFault.badDigit)
      }
      return value
    }

    mutating func text(_ count: Int) throws(Fault) -> String {
      guard rest.count >= count else { throw GridCodeFault.malformed(code, GridCodeFault.badLength) }
      defer { rest = rest.dropFirst(count) }
      return String(rest.prefix(count))
    }
  }
}
