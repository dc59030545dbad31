import Diagnostics
import Glibc

/// The height digits of a BeiDou code: a mark below the ellipsoid, two decimal digits at level 1, then one a level.
struct BeidouHeight {
  let sign: String
  let digits: [String]

  /// How many units of 1/2048″ a layer of each level has, as plain binary digits and as cells are divided.
  private static let binarySpans = [25, 22, 21, 17, 13, 12, 9, 6, 3, 0].map { 1 << $0 }
  private static let mixedSpans = BeidouCode.steps.enumerated().map { $0 == 0 ? $1.latSpan : $1.lonSpan }
  /// How many layers of each level are in one of the level above.
  private static let binaryCounts = [64, 8, 2, 16, 16, 2, 8, 8, 8, 8]
  private static let mixedCounts = [64, 8, 2, 15, 15, 2, 8, 8, 8, 8]
  private static let all = 1 << 31

  private static func spans(_ reading: GridHeight.Reading) -> [Int] { reading == .mixed ? mixedSpans : binarySpans }
  private static func counts(_ reading: GridHeight.Reading) -> [Int] { reading == .mixed ? mixedCounts : binaryCounts }

  /// - Throws: `outside-grid`, `height-reading` (65).
  init(height: Double, reading: GridHeight.Reading, negative: GridHeight.Negative) throws(Fault) {
    guard GridHeight.lowest...GridHeight.highest ~= height else {
      throw GridCodeFault.outside(Text("a height of \(height) m has no layer", zh: "高程 \(height) 米超出编码范围"))
    }
    try Self.require(reading, negative)
    let units = GridHeight.units(height)
    var value = Int(negative == .twosComplement ? floor(units) : units)
    sign = height < 0 && value != 0 ? "1" : "0"
    value = negative == .twosComplement ? value & (Self.all - 1) : abs(value)
    var rest = reading == .dms ? WideMinutes.bits(value) : value
    var digits: [String] = []
    for span in Self.spans(reading) {
      let digit = rest / span
      rest %= span
      digits.append(digits.isEmpty ? (digit < 10 ? "0" : "") + "\(digit)" : BeidouCode.digit(digit))
    }
    self.digits = digits
  }

  /// The layer that digits name.
  static func layer(
    sign: Int, _ digits: [String], reading: GridHeight.Reading, negative: GridHeight.Negative, of code: String
  ) throws(Fault) -> HeightLayer {
    try require(reading, negative)
    let bad = GridCodeFault.malformed(code, GridCodeFault.badDigit)
    var value = 0
    for (level, text) in digits.enumerated() {
      guard let digit = Int(text, radix: level == 0 ? 10 : 16), digit < counts(reading)[level] else { throw bad }
      value += digit * spans(reading)[level]
    }
    var range = value..<value + spans(reading)[digits.count - 1]
    if reading == .dms {
      guard let units = WideMinutes.units(value, free: range.count.trailingZeroBitCount) else {
        throw GridCodeFault.malformed(code, GridCodeFault.virtual)
      }
      range = units
    }
    var (bottom, top) = (range.lowerBound, range.upperBound)
    if sign == 1 {
      (bottom, top) = negative == .twosComplement ? (bottom - all, top - all) : (-top, -bottom)
    }
    return HeightLayer(bottom: GridHeight.height(Double(bottom)), top: GridHeight.height(Double(top)))
  }

  private static func require(_ reading: GridHeight.Reading, _ negative: GridHeight.Negative) throws(Fault) {
    guard negative == .twosComplement, reading != .annexC else { return }
    throw Fault(
      .usage, code: "height-reading",
      Text("complements exist for plain binary heights only", zh: "补码仅适用于二进制（附录 C）高度读法"))
  }
}
