/// On which side of a directed line a point lies: exact for all finite coordinates.
///
/// The sign of the determinant is taken from floating point where Shewchuk's error bound ("Adaptive Precision
/// Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997) proves it, and else from the determinant
/// itself, summed in integers (a window of Kulisch's long accumulator). Nothing is assumed about exponents:
/// subnormal coordinates and products beyond the range of `Double` are decided as exactly as ordinary ones.
public enum Orientation {
  /// Shewchuk's bound `(3 + 16ε)ε` with ε = 2⁻⁵³, relative to the sum of the products' magnitudes.
  @inlinable public static var relativeBound: Double { 3.330_669_073_875_471_6e-16 }
  /// Covers what products lose by underflow; a determinant as small as this is left to the exact sum.
  @inlinable public static var absoluteBound: Double { 1e-290 }

  /// 1 where `p` lies left of the line from `a` to `b`, −1 where it lies right of it, 0 exactly on it.
  ///
  /// The points must be finite. If `a == b` the answer is 0.
  @inlinable @inline(__always)
  public static func sign(_ a: Point, _ b: Point, _ p: Point) -> Int {
    let left = (a.x - p.x) * (b.y - p.y)
    let right = (a.y - p.y) * (b.x - p.x)
    let determinant = left - right
    let bound = relativeBound * (left.magnitude + right.magnitude) + absoluteBound
    // Written so that infinities and NaN, which only overflow can bring, fail both tests.
    if determinant > bound { return 1 }
    if determinant < -bound { return -1 }
    return exactSign(a, b, p)
  }

  /// Whether `p`, moved up by an infinitesimal ε and right by an infinitesimal ε′ ≪ ε, lies left of the line from
  /// `a` to `b` (simulation of simplicity, Edelsbrunner & Mücke 1990). `a` and `b` must differ.
  @inlinable
  public static func isLeftPerturbed(_ a: Point, _ b: Point, _ p: Point) -> Bool {
    let side = sign(a, b, p)
    if side != 0 { return side > 0 }
    // The determinant grows with p.y by b.x − a.x, and with p.x by a.y − b.y.
    return b.x != a.x ? b.x > a.x : b.y < a.y
  }

  /// The sign of  ax·by − ay·bx + bx·py − by·px + px·ay − py·ax, summed exactly.
  @usableFromInline @inline(never)
  static func exactSign(_ a: Point, _ b: Point, _ p: Point) -> Int {
    let factors: [6 of (Double, Double)] = [
      (a.x, b.y), (-a.y, b.x), (b.x, p.y), (-b.y, p.x), (p.x, a.y), (-p.y, a.x),
    ]
    // The window of exponents that the six products span.
    var lowest = Int.max
    var highest = Int.min
    for index in factors.indices {
      let (u, v) = factors[index]
      guard u != 0, v != 0 else { continue }
      let exponent = integerExponent(u) + integerExponent(v)
      lowest = min(lowest, exponent)
      highest = max(highest, exponent)
    }
    if lowest == Int.max { return 0 }
    // A product has 106 bits, six of them carry into three more, one is for the sign.
    let words = (highest - lowest + 110) / 64 + 1
    return unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { sum in
      unsafe sum.initialize(repeating: 0)
      for index in factors.indices {
        let (u, v) = factors[index]
        guard u != 0, v != 0 else { continue }
        let shift = integerExponent(u) + integerExponent(v) - lowest
        let product = integerSignificand(u).multipliedFullWidth(by: integerSignificand(v))
        unsafe add(
          UInt128(product.high) << 64 | UInt128(product.low), shiftedBy: shift, negative: (u < 0) != (v < 0), to: sum)
      }
      if unsafe sum[words - 1] >> 63 != 0 { return -1 }
      return unsafe sum.allSatisfy { $0 == 0 } ? 0 : 1
    }
  }

  /// `value == ±integerSignificand · 2^integerExponent`, for a finite value.
  private static func integerExponent(_ value: Double) -> Int {
    max(1, Int(value.exponentBitPattern)) - 1075
  }

  private static func integerSignificand(_ value: Double) -> UInt64 {
    value.exponentBitPattern == 0 ? value.significandBitPattern : value.significandBitPattern | 1 << 52
  }

  /// Adds or subtracts `product · 2^shift` in two's complement, least significant word first.
  private static func add(
    _ product: UInt128, shiftedBy shift: Int, negative: Bool, to sum: UnsafeMutableBufferPointer<UInt64>
  ) {
    let bits = UInt128(shift % 64)
    let low = UInt64(truncatingIfNeeded: product << bits)
    let middle = UInt64(truncatingIfNeeded: product >> (64 - bits))
    // A product of 106 bits moved by up to 63 needs three words.
    let high = UInt64(truncatingIfNeeded: (product >> 64) >> (64 - bits))
    var index = shift / 64
    var carry: UInt64 = 0
    let words: [3 of UInt64] = [low, middle, high]
    for position in words.indices where index < sum.count {
      carry = unsafe addWord(words[position], carry: carry, negative: negative, to: &sum[index])
      index += 1
    }
    while carry != 0, index < sum.count {
      carry = unsafe addWord(0, carry: carry, negative: negative, to: &sum[index])
      index += 1
    }
  }

  private static func addWord(_ word: UInt64, carry: UInt64, negative: Bool, to target: inout UInt64) -> UInt64 {
    let (once, overflow) = negative ? target.subtractingReportingOverflow(word) : target.addingReportingOverflow(word)
    let (twice, again) = negative ? once.subtractingReportingOverflow(carry) : once.addingReportingOverflow(carry)
    target = twice
    return (overflow ? 1 : 0) + (again ? 1 : 0)
  }
}
