import SpatialPrimitives

/// The edges of areas, those between the same two points as one: what neighbours share is cut once.
struct BorderTable {
  /// One piece for each border; its source is its number.
  private(set) var pieces: [Piece] = []
  private var owners: Buckets<Int32>

  /// O(n) by hashing the points.
  init(_ edges: CoverageEdges) {
    let points = edges.points
    var bits = 4
    while (1 << bits) < points.count * 2 { bits += 1 }
    let mask = (1 << bits) - 1
    // The number of a border plus one.
    var slots = [UInt32](repeating: 0, count: 1 << bits)
    var items: [(bucket: Int, item: Int32)] = []
    items.reserveCapacity(points.count)
    for edge in points.indices where edges.owners[edge] != CoverageEdges.none {
      var (a, b) = (points[edge], points[edge + 1])
      if (b.x, b.y) < (a.x, a.y) { swap(&a, &b) }
      var hash = (a.positionHash &+ b.positionHash) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 {
        let piece = pieces[Int(slots[slot]) - 1]
        if piece.a == a, piece.b == b { break }
        slot = (slot + 1) & mask
      }
      if slots[slot] == 0 {
        pieces.append(Piece(a: a, b: b, source: UInt32(pieces.count)))
        slots[slot] = UInt32(pieces.count)
      }
      items.append((Int(slots[slot]) - 1, Int32(edges.area(of: edge))))
    }
    owners = Buckets(count: pieces.count, items: items)
  }

  /// The areas whose edge a border is; twice where an area has it on both sides.
  func areas(of border: Int) -> ArraySlice<Int32> { owners[border] }
}
