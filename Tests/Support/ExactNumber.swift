/// A signed integer of any size, written the slow schoolbook way: the oracle of exact predicates, which share no
/// line with it.
public struct BigInteger: Equatable {
  private var isNegative = false
  /// Base 2³², least significant first, no leading zero.
  private var limbs: [UInt32] = []

  public init(_ value: Int64) {
    isNegative = value < 0
    limbs = [UInt32(truncatingIfNeeded: value.magnitude), UInt32(value.magnitude >> 32)]
    trim()
  }

  public var sign: Int { limbs.isEmpty ? 0 : isNegative ? -1 : 1 }

  public func shiftedLeft(by bits: Int) -> BigInteger {
    var result = self
    result.limbs = Array(repeating: 0, count: bits / 32)
    var carry: UInt64 = 0
    for limb in limbs {
      carry |= UInt64(limb) << UInt64(bits % 32)
      result.limbs.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    result.limbs.append(UInt32(carry))
    result.trim()
    return result
  }

  public static prefix func - (a: BigInteger) -> BigInteger {
    var result = a
    result.isNegative = !a.isNegative && !a.limbs.isEmpty
    return result
  }

  public static func + (a: BigInteger, b: BigInteger) -> BigInteger {
    if a.isNegative == b.isNegative {
      var result = a
      result.limbs = added(a.limbs, b.limbs)
      return result
    }
    let order = compared(a.limbs, b.limbs)
    var result = order >= 0 ? a : b
    result.limbs = order >= 0 ? subtracted(a.limbs, b.limbs) : subtracted(b.limbs, a.limbs)
    result.trim()
    return result
  }

  public static func - (a: BigInteger, b: BigInteger) -> BigInteger { a + -b }

  public static func * (a: BigInteger, b: BigInteger) -> BigInteger {
    var result = BigInteger(0)
    result.limbs = Array(repeating: 0, count: a.limbs.count + b.limbs.count)
    for i in a.limbs.indices {
      var carry: UInt64 = 0
      for j in b.limbs.indices {
        carry += UInt64(a.limbs[i]) * UInt64(b.limbs[j]) + UInt64(result.limbs[i + j])
        result.limbs[i + j] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      result.limbs[i + b.limbs.count] = UInt32(carry)
    }
    result.isNegative = a.isNegative != b.isNegative
    result.trim()
    return result
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
    if limbs.isEmpty { isNegative = false }
  }

  private static func compared(_ a: [UInt32], _ b: [UInt32]) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for (x, y) in zip(a.reversed(), b.reversed()) where x != y { return x < y ? -1 : 1 }
    return 0
  }

  private static func added(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var sum: [UInt32] = []
    var carry: UInt64 = 0
    for index in 0..<max(a.count, b.count) {
      carry += UInt64(index < a.count ? a[index] : 0) + UInt64(index < b.count ? b[index] : 0)
      sum.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    if carry > 0 { sum.append(UInt32(carry)) }
    return sum
  }

  /// `a` is not the smaller.
  private static func subtracted(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var difference: [UInt32] = []
    var borrow: Int64 = 0
    for index in a.indices {
      var limb = Int64(a[index]) - Int64(index < b.count ? b[index] : 0) - borrow
      borrow = limb < 0 ? 1 : 0
      if limb < 0 { limb += 1 << 32 }
      difference.append(UInt32(limb))
    }
    return difference
  }
}

/// A binary fraction `mantissa · 2^exponent`: every finite `Double`, every sum and product of them, exactly.
public struct ExactNumber {
  private let mantissa: BigInteger
  private let exponent: Int

  public init(_ value: Double) {
    precondition(value.isFinite)
    let raw = Int64(value.significandBitPattern)
    let magnitude = value.exponentBitPattern == 0 ? raw : raw | 1 << 52
    mantissa = BigInteger(value.sign == .minus ? -magnitude : magnitude)
    exponent = max(1, Int(value.exponentBitPattern)) - 1075
  }

  private init(_ mantissa: BigInteger, _ exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  public var sign: Int { mantissa.sign }

  public static func - (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    let low = min(a.exponent, b.exponent)
    return ExactNumber(
      a.mantissa.shiftedLeft(by: a.exponent - low) - b.mantissa.shiftedLeft(by: b.exponent - low), low)
  }

  public static func * (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    ExactNumber(a.mantissa * b.mantissa, a.exponent + b.exponent)
  }
}
