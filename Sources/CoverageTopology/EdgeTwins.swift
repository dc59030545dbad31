import SpatialPrimitives
import SystemFiles

/// The edges that run between the same two points, in whichever direction. O(n) by hashing the points.
struct EdgeTwins {
  /// The first edge between each two points, in their order.
  let firsts: [UInt32]
  /// For each edge the next one between the same points, plus one; 0 where there is none.
  private let following: [UInt32]

  /// - Parameter threads: each pairs the edges of other hashes, so that twins are in the same hands; what comes out is the
  ///   same for any number.
  init(_ edges: CoverageEdges, threads: Int = 1) {
    let count = edges.points.count
    // Each goes over all edges to find its own: many threads would do little else, and few edges need no second one.
    let parts = count < 1 << 15 ? 1 : min(max(threads, 1), 4)
    var following = [UInt32](repeating: 0, count: count)
    var isFirst = [Bool](repeating: false, count: count)
    unsafe following.withUnsafeMutableBufferPointer { following in
      unsafe isFirst.withUnsafeMutableBufferPointer { isFirst in
        // Written at once, but no place by two: an edge has one hash, and so have its twins.
        nonisolated(unsafe) let result = unsafe (following: following, isFirst: isFirst)
        _ = Workers.map(parts, threads: parts) { part in
          unsafe EdgeTwins.pair(edges, part: part, of: parts, result.following, result.isFirst)
        }
      }
    }
    var firsts: [UInt32] = []
    firsts.reserveCapacity(count / 2 + 1)
    for edge in 0..<count where isFirst[edge] { firsts.append(UInt32(edge)) }
    (self.firsts, self.following) = (firsts, following)
  }

  /// Pairs those edges whose hashes are of one part.
  private static func pair(
    _ edges: CoverageEdges, part: Int, of parts: Int, _ following: UnsafeMutableBufferPointer<UInt32>,
    _ isFirst: UnsafeMutableBufferPointer<Bool>
  ) {
    let points = edges.points
    let owners = edges.owners
    let count = points.count
    var bits = 4
    // In a coverage every second edge finds its twin, so that a third of the slots is taken. Never fewer than edges, however
    // hashes fall: a search for a free one ends.
    while (1 << bits) < count + count / 4 { bits += 1 }
    let mask = (1 << bits) - 1
    // A slot: the number of the first edge plus one, and in the bits that are left above it bits of the hash. Half as many
    // bytes are half as many that have to come from memory.
    var slots = [UInt32](repeating: 0, count: 1 << bits)
    let numbers = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(64 - count.leadingZeroBitCount)) - 1)
    // Slots and twins lie anywhere in memory. A block of them is asked for in loops of their own, in which nothing waits
    // for anything; what is missed then (slots taken within the block, or by other edges) is looked up one by one.
    let block = 64
    var own = InlineArray<64, UInt32>(repeating: 0)
    var hashes = InlineArray<64, UInt64>(repeating: 0)
    var guesses = InlineArray<64, UInt32>(repeating: 0)
    var here: UInt64 = 0
    var isFresh = true
    var edge = 0
    while edge < count {
      var held = 0
      while edge < count, held < block {
        if owners[edge] == CoverageEdges.none {
          isFresh = true
          edge += 1
          continue
        }
        if isFresh { here = points[edge].positionHash }
        isFresh = false
        let next = points[edge + 1].positionHash
        let product = (here &+ next) &* 0x9E37_79B9_7F4A_7C15
        let hash = product ^ product >> 29
        own[held] = UInt32(truncatingIfNeeded: edge)
        hashes[held] = hash
        held += ((hash >> 32) &* UInt64(parts)) >> 32 == UInt64(part) ? 1 : 0
        here = next
        edge += 1
      }
      for place in 0..<held { guesses[place] = slots[Int(truncatingIfNeeded: hashes[place]) & mask] }
      for place in 0..<held {
        let other = Int(guesses[place] & numbers) - 1
        let isTwin =
          other >= 0 && (guesses[place] ^ EdgeTwins.tag(hashes[place])) & ~numbers == 0
          && EdgeTwins.areTwins(Int(own[place]), other, points)
        guesses[place] = isTwin ? UInt32(other) : .max
      }
      for place in 0..<held {
        let edge = Int(own[place])
        var first = Int(guesses[place])
        if guesses[place] == .max {
          var slot = Int(truncatingIfNeeded: hashes[place]) & mask
          while true {
            let taken = slots[slot]
            first = Int(taken & numbers) - 1
            if taken == 0 {
              slots[slot] = EdgeTwins.tag(hashes[place]) & ~numbers | UInt32(edge + 1)
              break
            }
            if (taken ^ EdgeTwins.tag(hashes[place])) & ~numbers == 0, EdgeTwins.areTwins(edge, first, points) { break }
            slot = (slot + 1) & mask
          }
        }
        if first < 0 {
          unsafe isFirst[edge] = true
        } else {
          unsafe following[edge] = following[first]
          unsafe following[first] = UInt32(edge + 1)
        }
      }
    }
  }

  @inline(__always) private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

  @inline(__always) private static func areTwins(_ one: Int, _ other: Int, _ points: [Point]) -> Bool {
    let (a, b, c, d) = (points[one], points[one + 1], points[other], points[other + 1])
    return (a == d && b == c) || (a == c && b == d)
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
