/// Reads decimal numbers from raw bytes, correctly rounded, without allocating.
///
/// Up to 19 significant digits are gathered in an integer, eight at a time (SWAR, after Johnny Lee and Daniel
/// Lemire), and scaled by one floating-point operation where that is exact (Clinger, "How to Read Floating Point
/// Numbers Accurately", 1990) or by one division of 128 by 64 bits whose remainder decides the rounding. What is left
/// (more digits, large exponents) goes through the standard library's own reader.
public enum DecimalParser {
  /// The value of `bytes`, which must be one decimal number and nothing else: sign, digits, point, exponent.
  /// Words (`nan`, `inf`) and hexadecimal are no numbers here. Beyond the range of `Double` the value is infinite.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard let found = unsafe scan(bytes, from: 0), found.end == bytes.count else { return nil }
    return found.value
  }

  /// The number that begins at `start`, as long as it goes, and the offset behind it; `nil` if none begins there.
  public static func scan(_ bytes: UnsafeRawBufferPointer, from start: Int) -> (value: Double, end: Int)? {
    let count = bytes.count
    guard start < count, let base = bytes.baseAddress else { return nil }
    var index = start
    let first = unsafe base.load(fromByteOffset: index, as: UInt8.self)
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { index += 1 }

    var mantissa: UInt64 = 0
    let integerStart = index
    unsafe gather(base, count, &index, &mantissa)
    var digits = index - integerStart
    var exponent = 0
    if index < count, unsafe base.load(fromByteOffset: index, as: UInt8.self) == UInt8(ascii: ".") {
      index += 1
      let fractionStart = index
      unsafe gather(base, count, &index, &mantissa)
      exponent = fractionStart - index
      digits -= exponent
    }
    if digits == 0 { return nil }
    let digitsEnd = index
    exponent += unsafe gatherExponent(base, count, &index)

    if digits > 19, unsafe significantDigits(base, integerStart, digitsEnd) > 19 {
      return unsafe (slowly(base, start, index), index)
    }
    guard let value = scaled(mantissa, exponent) else { return unsafe (slowly(base, start, index), index) }
    return (isNegative ? -value : value, index)
  }

  /// Appends the digits at `index` to `mantissa`, which wraps silently after 19 of them.
  @inline(__always)
  private static func gather(
    _ base: UnsafeRawPointer, _ count: Int, _ index: inout Int, _ mantissa: inout UInt64
  ) {
    while index + 8 <= count {
      let values = unsafe values8(base + index)
      guard isDigits(values) else { break }
      mantissa = mantissa &* 100_000_000 &+ number(values)
      index += 8
    }
    while index < count {
      let digit = unsafe base.load(fromByteOffset: index, as: UInt8.self) &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index += 1
    }
  }

  /// The exponent behind an `e`, 0 and nothing consumed where there is none. Held within ±1,000,000.
  private static func gatherExponent(_ base: UnsafeRawPointer, _ count: Int, _ index: inout Int) -> Int {
    guard index < count, unsafe base.load(fromByteOffset: index, as: UInt8.self) | 0x20 == UInt8(ascii: "e") else {
      return 0
    }
    var next = index + 1
    var isNegative = false
    if next < count {
      let sign = unsafe base.load(fromByteOffset: next, as: UInt8.self)
      isNegative = sign == UInt8(ascii: "-")
      if isNegative || sign == UInt8(ascii: "+") { next += 1 }
    }
    let digitsStart = next
    var exponent = 0
    while next < count {
      let digit = unsafe base.load(fromByteOffset: next, as: UInt8.self) &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      exponent = min(1_000_000, exponent * 10 + Int(digit))
      next += 1
    }
    if next == digitsStart { return 0 }
    index = next
    return isNegative ? -exponent : exponent
  }

  /// Digits from the first that is not zero.
  private static func significantDigits(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
    var digits = 0
    for index in start..<end {
      let byte = unsafe base.load(fromByteOffset: index, as: UInt8.self)
      if byte == UInt8(ascii: ".") || (digits == 0 && byte == UInt8(ascii: "0")) { continue }
      digits += 1
    }
    return digits
  }

  /// `mantissa · 10^exponent`, correctly rounded, or `nil` where this takes more than one operation.
  @inline(__always)
  static func scaled(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    if exponent == 0 || mantissa == 0 { return Double(mantissa) }
    if mantissa <= 1 << 53 {
      if exponent < 0, exponent >= -22 { return Double(mantissa) / powersOfTen[-exponent] }
      if exponent > 0, exponent <= 22 { return Double(mantissa) * powersOfTen[exponent] }
    }
    if exponent < 0, exponent >= -27 { return divided(mantissa, byPowerOfTen: -exponent) }
    return nil
  }

  /// `mantissa / 10^power` for 1…27: the quotient by 5^power to 63 bits, its last bit made odd where a remainder is
  /// left, rounds once to the nearest `Double`; what is left is a power of two.
  private static func divided(_ mantissa: UInt64, byPowerOfTen power: Int) -> Double {
    let divisor = powersOfFive[power]
    let divisorShift = divisor.leadingZeroBitCount
    let shift = mantissa.leadingZeroBitCount
    let normal = mantissa << UInt64(shift)
    let (quotient, remainder) = (divisor << UInt64(divisorShift)).dividingFullWidth((normal >> 1, normal << 63))
    let sticky = quotient | (remainder != 0 ? 1 : 0)
    let exponent = divisorShift - shift - power - 63
    return Double(sticky) * Double(bitPattern: UInt64(1023 + exponent) << 52)
  }

  @inline(never)
  private static func slowly(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Double {
    let text = unsafe String(
      decoding: UnsafeRawBufferPointer(start: base + start, count: end - start), as: Unicode.ASCII.self)
    return Double(text) ?? .nan
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  private static let powersOfFive: [UInt64] = {
    var powers: [UInt64] = [1]
    for _ in 1...27 { powers.append(powers[powers.count - 1] * 5) }
    return powers
  }()
}
