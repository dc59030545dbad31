/// On which side of a directed line a point lies: exact for all finite coordinates.
///
/// The sign of the determinant is taken from floating point where Shewchuk's error bound ("Adaptive Precision
/// Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997) proves it, and else from the determinant
/// itself, summed in integers (`ExactSum`). Nothing is assumed about exponents: subnormal coordinates and products beyond
/// the range of `Double` are decided as exactly as ordinary ones.
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
    let terms: [6 of ExactSum.Term] = [
      (a.x, b.y, 1), (-a.y, b.x, 1), (b.x, p.y, 1), (-b.y, p.x, 1), (p.x, a.y, 1), (-p.y, a.x, 1),
    ]
    return ExactSum.sign(of: terms.span)
  }
}
