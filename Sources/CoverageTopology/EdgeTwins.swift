import SpatialPrimitives

/// The edges that run between the same two points, in whichever direction. O(n) by hashing the points.
struct EdgeTwins {
  /// The first edge between each two points, in their order.
  private(set) var firsts: [UInt32] = []
  /// For each edge the next one between the same points, plus one; 0 where there is none.
  private var following: [UInt32]

  init(_ edges: CoverageEdges) {
    let points = edges.points
    let owners = edges.owners
    let count = points.count
    var bits = 4
    while (1 << bits) < count * 2 { bits += 1 }
    let mask = (1 << bits) - 1
    // A slot: the upper half of the hash, and the number of the first edge plus one.
    var slots = [UInt64](repeating: 0, count: 1 << bits)
    following = Array(repeating: 0, count: count)
    firsts.reserveCapacity(count / 2 + 1)
    var here: UInt64 = 0
    var isFresh = true
    for edge in 0..<count {
      if owners[edge] == CoverageEdges.none {
        isFresh = true
        continue
      }
      if isFresh { here = points[edge].positionHash }
      isFresh = false
      let (a, b) = (points[edge], points[edge + 1])
      let next = b.positionHash
      var hash = (here &+ next) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      here = next
      let tag = hash & 0xFFFF_FFFF_0000_0000
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let held = slots[slot]
        if held == 0 {
          slots[slot] = tag | UInt64(edge + 1)
          firsts.append(UInt32(edge))
          break
        }
        if held & 0xFFFF_FFFF_0000_0000 == tag {
          let other = Int(held & 0xFFFF_FFFF) - 1
          let (c, d) = (points[other], points[other + 1])
          if (a == d && b == c) || (a == c && b == d) {
            following[edge] = following[other]
            following[other] = UInt32(edge + 1)
            break
          }
        }
        slot = (slot + 1) & mask
      }
    }
  }

  /// The edge after this one between the same points. The first is followed by the last that came, and so on backwards.
  @inline(__always) func next(_ edge: Int) -> Int? {
    let next = following[edge]
    return next == 0 ? nil : Int(next) - 1
  }
}
