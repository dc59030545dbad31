/// Sums of products of doubles without rounding: a window of Kulisch's long accumulator, as wide as the products' exponents
/// are apart.
enum ExactSum {
  /// A product of three finite factors.
  typealias Term = (Double, Double, Double)

  /// The sign of the sum of at most 32 terms: −1, 0 or 1.
  static func sign(of terms: Span<Term>) -> Int {
    var lowest = Int.max
    var highest = Int.min
    for index in terms.indices {
      let (u, v, w) = terms[index]
      guard u != 0, v != 0, w != 0 else { continue }
      let exponent = exponent(u) + exponent(v) + exponent(w)
      lowest = min(lowest, exponent)
      highest = max(highest, exponent)
    }
    if lowest == Int.max { return 0 }
    // A product has 159 bits, 32 of them carry into five more, one is for the sign.
    let words = (highest - lowest + 165) / 64 + 1
    return unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { sum in
      unsafe sum.initialize(repeating: 0)
      for index in terms.indices {
        let (u, v, w) = terms[index]
        guard u != 0, v != 0, w != 0 else { continue }
        let shift = exponent(u) + exponent(v) + exponent(w) - lowest
        let isNegative = ((u < 0) != (v < 0)) != (w < 0)
        unsafe add(product(significand(u), significand(v), significand(w)), shiftedBy: shift, isNegative, to: sum)
      }
      if unsafe sum[words - 1] >> 63 != 0 { return -1 }
      return unsafe sum.allSatisfy { $0 == 0 } ? 0 : 1
    }
  }

  /// `value == ±significand · 2^exponent`, for a finite value.
  private static func exponent(_ value: Double) -> Int { max(1, Int(value.exponentBitPattern)) - 1075 }

  private static func significand(_ value: Double) -> UInt64 {
    value.exponentBitPattern == 0 ? value.significandBitPattern : value.significandBitPattern | 1 << 52
  }

  /// Of three significands, least significant word first.
  private static func product(_ u: UInt64, _ v: UInt64, _ w: UInt64) -> [3 of UInt64] {
    let two = u.multipliedFullWidth(by: v)
    let low = two.low.multipliedFullWidth(by: w)
    // `two.high` has 42 bits, so that this product has 95 and takes the carry.
    let high = UInt128(two.high) * UInt128(w) + UInt128(low.high)
    return [low.low, UInt64(truncatingIfNeeded: high), UInt64(high >> 64)]
  }

  /// Adds or subtracts `product · 2^shift` in two's complement, least significant word first.
  private static func add(
    _ product: [3 of UInt64], shiftedBy shift: Int, _ isNegative: Bool, to sum: UnsafeMutableBufferPointer<UInt64>
  ) {
    let bits = UInt64(shift % 64)
    var index = shift / 64
    var rest: UInt64 = 0
    var carry: UInt64 = 0
    for place in product.indices where index < sum.count {
      let word = product[place]
      carry = unsafe addWord(word << bits | rest, carry: carry, isNegative, to: &sum[index])
      rest = bits == 0 ? 0 : word >> (64 - bits)
      index += 1
    }
    while carry != 0 || rest != 0, index < sum.count {
      carry = unsafe addWord(rest, carry: carry, isNegative, to: &sum[index])
      rest = 0
      index += 1
    }
  }

  private static func addWord(_ word: UInt64, carry: UInt64, _ isNegative: Bool, to target: inout UInt64) -> UInt64 {
    let (once, overflow) =
      isNegative ? target.subtractingReportingOverflow(word) : target.addingReportingOverflow(word)
    let (twice, again) = isNegative ? once.subtractingReportingOverflow(carry) : once.addingReportingOverflow(carry)
    target = twice
    return (overflow ? 1 : 0) + (again ? 1 : 0)
  }
}
