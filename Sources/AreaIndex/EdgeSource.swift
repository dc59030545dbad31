import SpatialPrimitives

/// The edges of all areas by number: edge `i` goes from point `i` of the ring store to point `i + 1`.
struct EdgeSource: Sendable {
  let points: [Point]
  /// The rank of each edge's area; `none` at the last point of a ring, where no edge begins.
  let areas: [UInt32]

  static let none = UInt32.max

  init(_ rings: RingStore) {
    points = rings.points
    var areas = [UInt32](repeating: Self.none, count: rings.points.count)
    for rank in rings.boxes.indices {
      for index in rings.pointRange(of: rank) where !rings.endsRing[index] { areas[index] = UInt32(rank) }
    }
    self.areas = areas
  }

  @inline(__always)
  func ends(of edge: UInt32) -> (Point, Point) { (points[Int(edge)], points[Int(edge) + 1]) }

  /// The same for an edge and its reverse.
  @inline(__always)
  func hash(of edge: UInt32) -> UInt64 {
    let (a, b) = ends(of: edge)
    return Self.hash(a) &+ Self.hash(b)
  }

  /// Whether two edges join the same points, in either direction.
  @inline(__always)
  func areEqual(_ first: UInt32, _ second: UInt32) -> Bool {
    let (a, b) = ends(of: first)
    let (c, d) = ends(of: second)
    return a == c && b == d || a == d && b == c
  }

  @inline(__always)
  private static func hash(_ point: Point) -> UInt64 {
    // Adding zero makes the two zeros one.
    var hash = (point.x + 0).bitPattern &* 0x9E37_79B9_7F4A_7C15 ^ (point.y + 0).bitPattern &* 0xC2B2_AE3D_27D4_EB4F
    hash ^= hash >> 29
    hash = hash &* 0xBF58_476D_1CE4_E5B9
    return hash ^ hash >> 32
  }
}
