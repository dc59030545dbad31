import SpatialPrimitives

/// Pairs the edges that run between the same two points, in whichever direction.
///
/// Where areas fit together, each inner edge is met by the edge of one neighbour on its other side. Then nothing changes
/// across it: as many areas lie left of it as right. Such an edge is balanced, and no overlap and no gap has it for a
/// border. Only the others need to be looked at. O(n).
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
    let twins = EdgeTwins(edges)
    states = Array(repeating: State.repeated.rawValue, count: edges.points.count)
    for first in twins.firsts {
      let isBalanced = EdgeMatching.isBalanced(Int(first), twins, edges, charges)
      states[Int(first)] = (isBalanced ? State.balanced : State.unbalanced).rawValue
    }
  }

  private static func isBalanced(
    _ first: Int, _ twins: EdgeTwins, _ edges: CoverageEdges, _ charges: [Charge]
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
      guard let next = twins.next(edge) else { break }
      edge = next
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
