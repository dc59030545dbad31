import SpatialPrimitives
import SystemFiles

/// Finds the edges that rings have in common: those that join the same two points, in either direction.
enum EdgeMatching {
  private static let chunks = 32
  private static let parts = 64

  /// For each point of the rings, where an edge begins, the first position at which an equal edge begins; its own where
  /// there is none before it. Positions where no edge begins keep their own.
  static func first(_ rings: RingStore, threads: Int) -> [UInt32] {
    let count = rings.points.count
    let listed = Workers.map(chunks, threads: threads) { chunk in
      var words: [UInt64] = []
      let range = count * chunk / chunks..<count * (chunk + 1) / chunks
      words.reserveCapacity(range.count)
      for index in range where !rings.endsRing[index] {
        let hash = hash(rings.points[index]) &+ hash(rings.points[index + 1])
        words.append(hash & ~0xFFFF_FFFF | UInt64(index))
      }
      return Buckets(words, count: parts) { Int($0 >> 58) }
    }
    let matches = Workers.map(parts, threads: threads) { part in match(part, listed, rings) }
    var first = unsafe [UInt32](unsafeUninitializedCapacity: count) { space, initialized in
      for index in 0..<count { unsafe space.initializeElement(at: index, to: UInt32(index)) }
      initialized = count
    }
    for part in matches { for word in part { first[Int(word >> 32)] = UInt32(truncatingIfNeeded: word) } }
    return first
  }

  /// The positions whose edge came before, as `position << 32 | first`.
  private static func match(_ part: Int, _ listed: [Buckets], _ rings: RingStore) -> [UInt64] {
    let count = listed.reduce(0) { $0 + $1.range(of: part).count }
    var bits = 4
    while 1 << bits < 2 * count { bits += 1 }
    let mask = 1 << bits - 1
    // The upper half of a hash and a position plus one; 0 where there is nothing.
    var table = [UInt64](repeating: 0, count: 1 << bits)
    var matches: [UInt64] = []
    matches.reserveCapacity(count)
    for buckets in listed {
      for index in buckets.range(of: part) {
        let word = buckets.words[index]
        let position = Int(word & 0xFFFF_FFFF)
        var slot = Int(word >> 32) & mask
        while true {
          let entry = table[slot]
          if entry == 0 {
            table[slot] = word + 1
            break
          }
          let other = Int(entry & 0xFFFF_FFFF) - 1
          if entry >> 32 == word >> 32, areEqual(rings, other, position) {
            matches.append(UInt64(position) << 32 | UInt64(other))
            break
          }
          slot = (slot + 1) & mask
        }
      }
    }
    return matches
  }

  @inline(__always)
  private static func areEqual(_ rings: RingStore, _ first: Int, _ second: Int) -> Bool {
    let (a, b) = (rings.points[first], rings.points[first + 1])
    let (c, d) = (rings.points[second], rings.points[second + 1])
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
