extension Orientation {
  /// Shewchuk's bound `(7 + 56ε)ε` with ε = 2⁻⁵³, relative to the sum of the products' magnitudes.
  @inlinable static var relativeBoundInSpace: Double { 7.771_561_172_376_103e-16 }
  /// Covers what products lose by underflow while no height is beyond `greatestHeight`.
  @inlinable static var absoluteBoundInSpace: Double { 1e-200 }
  @inlinable static var greatestHeight: Double { 1e80 }

  /// 1 where `p` lies on that side of the plane through `a`, `b` and `c` from which they turn left (counterclockwise), −1 on
  /// the other, 0 exactly on the plane. Exact for all finite coordinates; 0 if the three lie on one line.
  @inlinable
  public static func sign(_ a: Point3, _ b: Point3, _ c: Point3, _ p: Point3) -> Int {
    let (ax, ay, az) = (a.x - p.x, a.y - p.y, a.z - p.z)
    let (bx, by, bz) = (b.x - p.x, b.y - p.y, b.z - p.z)
    let (cx, cy, cz) = (c.x - p.x, c.y - p.y, c.z - p.z)
    let (bxcy, cxby) = (bx * cy, cx * by)
    let (cxay, axcy) = (cx * ay, ax * cy)
    let (axby, bxay) = (ax * by, bx * ay)
    let determinant = az * (cxby - bxcy) + bz * (axcy - cxay) + cz * (bxay - axby)
    let sum =
      (bxcy.magnitude + cxby.magnitude) * az.magnitude + (cxay.magnitude + axcy.magnitude) * bz.magnitude
      + (axby.magnitude + bxay.magnitude) * cz.magnitude
    let bound = relativeBoundInSpace * sum + absoluteBoundInSpace
    if max(az.magnitude, max(bz.magnitude, cz.magnitude)) <= greatestHeight {
      // Written so that infinities and NaN, which only overflow can bring, fail both tests.
      if determinant > bound { return 1 }
      if determinant < -bound { return -1 }
    }
    // Walls and floors along an axis, the planes that points lie on most.
    if ax == 0 && bx == 0 && cx == 0 { return 0 }
    if ay == 0 && by == 0 && cy == 0 { return 0 }
    if az == 0 && bz == 0 && cz == 0 { return 0 }
    return exactSign(a, b, c, p)
  }

  /// The sign of the determinant of the four rows (x, y, z, 1), negated, summed exactly.
  @usableFromInline @inline(never)
  static func exactSign(_ a: Point3, _ b: Point3, _ c: Point3, _ p: Point3) -> Int {
    var terms: [24 of ExactSum.Term] = .init(repeating: (0, 0, 0))
    var next = 0
    func add(_ u: Point3, _ v: Point3, _ w: Point3) {
      for (x, y, z) in [(u, v, w), (v, w, u), (w, u, v)] {
        terms[next] = (x.x, y.y, z.z)
        terms[next + 1] = (-x.x, z.y, y.z)
        next += 2
      }
    }
    // The determinants of three rows each; swapping two rows changes the sign.
    add(b, a, c)
    add(a, b, p)
    add(c, a, p)
    add(b, c, p)
    return ExactSum.sign(of: terms.span)
  }
}
