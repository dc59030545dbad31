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
    // In a coverage every second edge finds its twin, so that a third of the slots is taken.
    while (1 << bits) < count + count / 4 { bits += 1 }
    let mask = (1 << bits) - 1
    // A slot: the number of the first edge plus one, and in the bits that are left above it bits of the hash. Half as many
    // bytes are half as many that have to come from memory.
    var slots = [UInt32](repeating: 0, count: 1 << bits)
    let numbers = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(64 - count.leadingZeroBitCount)) - 1)
    following = Array(repeating: 0, count: count)
    firsts.reserveCapacity(count / 2 + 1)
    // Slots and twins lie anywhere in memory. A block of them is asked for in loops of their own, in which nothing waits
    // for anything; what is missed then (slots taken within the block, or by other edges) is looked up one by one.
    let block = 64
    var hashes = InlineArray<64, UInt64>(repeating: 0)
    var guesses = InlineArray<64, UInt32>(repeating: 0)
    var here: UInt64 = 0
    var isFresh = true
    var begin = 0
    while begin < count {
      let end = min(begin + block, count)
      for edge in begin..<end {
        if owners[edge] == CoverageEdges.none {
          isFresh = true
          continue
        }
        if isFresh { here = points[edge].positionHash }
        isFresh = false
        let next = points[edge + 1].positionHash
        let hash = (here &+ next) &* 0x9E37_79B9_7F4A_7C15
        hashes[edge - begin] = hash ^ hash >> 29
        here = next
      }
      for place in 0..<(end - begin) { guesses[place] = slots[Int(truncatingIfNeeded: hashes[place]) & mask] }
      for edge in begin..<end where owners[edge] != CoverageEdges.none {
        let place = edge - begin
        let other = Int(guesses[place] & numbers) - 1
        let isTwin =
          other >= 0 && (guesses[place] ^ EdgeTwins.tag(hashes[place])) & ~numbers == 0
          && EdgeTwins.areTwins(edge, other, points)
        guesses[place] = isTwin ? UInt32(other) : .max
      }
      for edge in begin..<end where owners[edge] != CoverageEdges.none {
        let place = edge - begin
        if guesses[place] != .max {
          follow(edge, Int(guesses[place]))
          continue
        }
        var slot = Int(truncatingIfNeeded: hashes[place]) & mask
        while true {
          let held = slots[slot]
          if held == 0 {
            slots[slot] = EdgeTwins.tag(hashes[place]) & ~numbers | UInt32(edge + 1)
            firsts.append(UInt32(edge))
            break
          }
          let other = Int(held & numbers) - 1
          if (held ^ EdgeTwins.tag(hashes[place])) & ~numbers == 0, EdgeTwins.areTwins(edge, other, points) {
            follow(edge, other)
            break
          }
          slot = (slot + 1) & mask
        }
      }
      begin = end
    }
  }

  @inline(__always) private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

  @inline(__always) private static func areTwins(_ one: Int, _ other: Int, _ points: [Point]) -> Bool {
    let (a, b, c, d) = (points[one], points[one + 1], points[other], points[other + 1])
    return (a == d && b == c) || (a == c && b == d)
  }

  private mutating func follow(_ edge: Int, _ first: Int) {
    following[edge] = following[first]
    following[first] = UInt32(edge + 1)
  }

  /// The edge after this one between the same points. The first is followed by the last that came, and so on backwards.
  @inline(__always) func next(_ edge: Int) -> Int? {
    let next = following[edge]
    return next == 0 ? nil : Int(next) - 1
  }

  /// Calls `body` for a first edge and all others between the same points.
  @inline(__always) func forEach(from first: UInt32, _ body: (Int) -> Void) {
    var edge: Int? = Int(first)
    while let here = edge {
      body(here)
      edge = next(here)
    }
  }
}
