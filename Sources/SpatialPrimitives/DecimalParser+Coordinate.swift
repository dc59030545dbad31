/// Numbers as files of places have them: one to three digits, a point, up to sixteen digits.
///
/// What they look like is found by comparing whole words, so that a million of them cost hardly a branch that the
/// processor has to guess.
extension DecimalParser {
  /// How many bytes must be readable behind the text that `coordinate` is given.
  public static let padding = 16

  /// The value of a text of this form, correctly rounded; NaN where it has another form, or is no number.
  ///
  /// - Parameter start: `count` bytes of text, and `padding` bytes behind them that can be read; the first of them must
  ///   be no point, the others may be anything.
  @inlinable @inline(__always)
  public static func coordinate(_ start: UnsafeRawPointer, _ count: Int) -> Double {
    var start = unsafe start
    var count = count
    var word = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    let isNegative = word & 0xFF == UInt64(UInt8(ascii: "-"))
    if isNegative {
      unsafe start += 1
      count &-= 1
      word = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    }
    // The digits before the point as values, the first in the lowest byte.
    let values = word ^ 0x3030_3030_3030_3030
    let point = UInt64(UInt8(ascii: ".") ^ UInt8(ascii: "0"))
    let whole: UInt64
    let wholeDigits: Int
    if values >> 24 & 0xFF == point {
      guard isDigits(values & 0xFF_FFFF) else { return .nan }
      whole = (values & 0xFF) &* 100 &+ (values >> 8 & 0xFF) &* 10 &+ values >> 16 & 0xFF
      wholeDigits = 3
    } else if values >> 16 & 0xFF == point {
      guard isDigits(values & 0xFFFF) else { return .nan }
      whole = (values & 0xFF) &* 10 &+ values >> 8 & 0xFF
      wholeDigits = 2
    } else if values >> 8 & 0xFF == point {
      guard isDigits(values & 0xFF) else { return .nan }
      whole = values & 0xFF
      wholeDigits = 1
    } else {
      return .nan
    }
    let digits = count &- wholeDigits &- 1
    let fraction = unsafe start + (wholeDigits &+ 1)
    guard digits >= 1, digits <= 8 else {
      return unsafe longCoordinate(whole, fraction, digits, isNegative: isNegative)
    }
    // As if there were eight: those that are missing count as zeros behind the others.
    let surplus = UInt64(8 &- digits) &* 8
    let eight = unsafe (values8(fraction) &<< surplus) &>> surplus
    guard isDigits(eight) else { return .nan }
    // Below 2^53 and exact, and so is the divisor: one division rounds correctly (Clinger 1990).
    let scaled = whole &* 100_000_000 &+ number(eight)
    let value = Double(Int64(truncatingIfNeeded: scaled)) / 1e8
    return isNegative ? -value : value
  }

  /// With nine to sixteen digits behind the point.
  @usableFromInline @inline(never)
  static func longCoordinate(
    _ whole: UInt64, _ fraction: UnsafeRawPointer, _ digits: Int, isNegative: Bool
  ) -> Double {
    guard digits > 8, digits <= 16 else { return .nan }
    let first = unsafe values8(fraction)
    // The others as one number: in front of them stand zeros.
    let second = unsafe values8(fraction + 8) &<< (UInt64(16 &- digits) &* 8)
    guard isDigits(first), isDigits(second) else { return .nan }
    var mantissa = whole &* 100_000_000 &+ number(first)
    for _ in 8..<digits { mantissa &*= 10 }
    guard let value = scaled(mantissa &+ number(second), -digits) else { return .nan }
    return isNegative ? -value : value
  }

  /// Eight bytes less the code of the digit 0.
  @inlinable @inline(__always)
  static func values8(_ text: UnsafeRawPointer) -> UInt64 {
    unsafe UInt64(littleEndian: text.loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
  }

  /// Whether each byte is 0…9.
  @inlinable @inline(__always)
  static func isDigits(_ values: UInt64) -> Bool {
    // A carry goes on from a byte only if that byte is no digit itself.
    (values | (values &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0
  }

  /// The number that eight values make, the first in the lowest byte.
  @inlinable @inline(__always)
  static func number(_ values: UInt64) -> UInt64 {
    let pairs = values &* 10 &+ (values >> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let low = (pairs & mask) &* 0x000F_4240_0000_0064
    let high = ((pairs >> 16) & mask) &* 0x0000_2710_0000_0001
    return (low &+ high) >> 32
  }
}
