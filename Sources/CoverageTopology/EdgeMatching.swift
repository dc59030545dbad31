import SpatialPrimitives

/// Pairs the edges that run between the same two points, in whichever direction.
///
/// Where areas fit together, each inner edge is met by the edge of one neighbour on its other side. Then nothing changes
/// across it: as many areas lie left of it as right. Such an edge is balanced, and no overlap and no gap has it for a
/// border. Only the others need to be looked at. O(n) by hashing the points.
struct EdgeMatching {
  enum State: UInt8 {
    /// Stands for itself in the list of an earlier edge between the same points.
    case repeated
    case balanced
    case unbalanced
  }

  /// For each point of the edges what is known of the edge that begins there.
  private(set) var states: [UInt8]

  /// What an area adds to the balance of the places that it covers: `weight` under `key`. An area whose rings cannot be
  /// trusted leaves all its edges unbalanced.
  struct Charge {
    var key: Int32
    var weight: Int32
    var isSound: Bool
  }

  init(_ edges: CoverageEdges, charges: [Charge]) {
    let points = edges.points
    let owners = edges.owners
    let count = points.count
    states = Array(repeating: State.repeated.rawValue, count: count)
    var bits = 4
    while (1 << bits) < count * 2 { bits += 1 }
    let mask = (1 << bits) - 1
    // A slot: the upper half of the hash, and the number of the first edge plus one.
    var slots = [UInt64](repeating: 0, count: 1 << bits)
    var following = [UInt32](repeating: 0, count: count)
    var firsts: [UInt32] = []
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
    for first in firsts {
      let isBalanced = EdgeMatching.isBalanced(Int(first), following, edges, charges)
      states[Int(first)] = (isBalanced ? State.balanced : State.unbalanced).rawValue
    }
  }

  private static func isBalanced(
    _ first: Int, _ following: [UInt32], _ edges: CoverageEdges, _ charges: [Charge]
  ) -> Bool {
    var sum = Sum()
    let start = edges.points[first]
    var edge = first
    while true {
      let owner = edges.owners[edge]
      let charge = charges[Int(owner >> 1)]
      guard charge.isSound else { return false }
      let isLeft = (owner & 1 == 1) == (edges.points[edge] == start)
      sum.add(isLeft ? charge.weight : -charge.weight, to: charge.key)
      if following[edge] == 0 { break }
      edge = Int(following[edge]) - 1
    }
    return sum.isZero
  }

  /// Sums by key: two keys are the rule, more are rare.
  private struct Sum {
    private var keys: (Int32, Int32) = (.min, .min)
    private var sums: (Int32, Int32) = (0, 0)
    private var others: [Int32: Int32] = [:]

    mutating func add(_ weight: Int32, to key: Int32) {
      if keys.0 == key || keys.0 == .min {
        keys.0 = key
        sums.0 += weight
      } else if keys.1 == key || keys.1 == .min {
        keys.1 = key
        sums.1 += weight
      } else {
        others[key, default: 0] += weight
      }
    }

    var isZero: Bool { sums == (0, 0) && others.values.allSatisfy { $0 == 0 } }
  }
}
