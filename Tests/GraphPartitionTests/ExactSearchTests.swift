import Foundation
import GraphPartition
import SpatialPrimitives
import TestSupport
import Testing

/// The proved optimum against every partition there is.
@Suite struct ExactSearchTests {
  @Test(arguments: 1...240) func isTheBestOfAllPartitions(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let isLong = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] == "1"
    let count = Int.random(in: 4...(isLong ? 12 : 8), using: &random)
    let parts = Int.random(in: 2...(isLong ? 4 : 3), using: &random)
    let graph = SeededGraphs.connected(
      count, extra: .random(in: 0...count, using: &random), weights: 0...30, seed: seed + 1_000)
    let target = max(1, graph.totalWeight / Double(parts) * [0.8, 1, 1, 1.3].randomElement(using: &random)!)
    var request = PartitionRequest(
      parts: parts, target: target, tolerance: [0, 0.05, 0.2, 0.5].randomElement(using: &random)!, seed: seed)
    if Bool.random(using: &random) {
      request.initial = (0..<count).map { _ in .random(in: -1..<parts, using: &random) }
      request.changeCost = [0.5, 2].randomElement(using: &random)!
    }
    if Bool.random(using: &random) {
      request.positions = (0..<count).map { _ in
        Point(.random(in: 0...9, using: &random), .random(in: 0...9, using: &random))
      }
      request.compactness = 1
    }
    if Bool.random(using: &random) { request.balanceCost = 100 }
    if Bool.random(using: &random) { request.bearable = 0.3 }
    let outcome = partition(graph, request)
    let best = Enumeration(graph, request).best(parts)
    #expect(outcome.isOptimal && outcome.isContiguous(in: graph) && outcome.weights.count == parts, "seed \(seed)")
    #expect(
      outcome.score.unbearable == best.unbearable && outcome.score.outside == best.outside, "seed \(seed)")
    #expect((outcome.score.worst - best.worst).magnitude < 1e-8, "seed \(seed)")
    #expect((outcome.score.cost - best.cost).magnitude < 1e-6, "seed \(seed): \(outcome.score.cost), best \(best.cost)")
  }

  /// Twenty-five cells in three parts: never more than the work allowed.
  @Test(arguments: 1...3) func aSmallDistrictIsSettled(_ seed: UInt64) {
    let graph = SeededGraphs.lattice(5, 5, weights: 10...60, seed: seed)
    let outcome = partition(graph, PartitionRequest(parts: 3, target: graph.totalWeight / 3, tolerance: 0.05))
    #expect(outcome.isOptimal && outcome.obstacles.isEmpty, "seed \(seed)")
  }

  /// `ONEGRID_SOAK=1`: a thousand graphs.
  private static let seeds: ClosedRange<UInt64> =
    ProcessInfo.processInfo.environment["ONEGRID_SOAK"] == "1" ? 1...1_000 : 1...24

  /// Three parts within the tolerance, of all sets of nodes there are: other code and another way than the search's.
  @Test(arguments: seeds) func threePartsAreTheCheapest(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (columns, rows) = [(4, 3), (5, 3), (4, 4), (7, 3), (6, 4), (5, 5)].randomElement(using: &random)!
    let graph =
      seed.isMultiple(of: 3)
      ? SeededGraphs.connected(columns * rows, extra: 4 + rows, weights: 10...60, seed: seed)
      : SeededGraphs.lattice(columns, rows, weights: 10...60, seed: seed)
    let request = PartitionRequest(
      parts: 3, target: graph.totalWeight / 3, tolerance: [0.02, 0.05, 0.15].randomElement(using: &random)!, seed: seed)
    let outcome = partition(graph, request)
    #expect(outcome.isOptimal && outcome.isContiguous(in: graph), "seed \(seed)")
    if let least = ThreeParts(graph, request).leastCut {
      #expect(outcome.score.outside == 0, "seed \(seed)")
      #expect((outcome.cut - least).magnitude < 1e-6, "seed \(seed): \(outcome.cut), best \(least)")
    } else {
      #expect(outcome.score.outside > 0, "seed \(seed)")
    }
  }

  @Test func whatCannotBeIsProved() {
    // A star: whatever is cut off is a single leaf.
    let star = WeightedGraph(nodeWeights: [1, 1, 1, 1, 1], edges: (1...4).map { (0, $0, 1) })
    let outcome = partition(star, PartitionRequest(parts: 2, target: 2.5, tolerance: 0.2))
    #expect(outcome.isOptimal)
    #expect(outcome.score.outside == 2 && (outcome.score.worst - 0.4).magnitude < 1e-9)
    #expect(
      outcome.obstacles.allSatisfy { obstacle in
        if case .outside(_, _, 2, 3, true) = obstacle { true } else { false }
      })
    #expect(outcome.obstacles.count == 2)
  }
}

/// Every way to make three connected parts within the tolerance, from the list of all sets of nodes that are such a part.
private struct ThreeParts {
  /// `nil` where there is none.
  let leastCut: Double?

  init(_ graph: WeightedGraph, _ request: PartitionRequest) {
    let all = UInt32(1) << UInt32(graph.count) - 1
    let adjacent = (0..<graph.count).map { node in
      graph.neighbours[graph.starts[node]..<graph.starts[node + 1]].reduce(UInt32(0)) { $0 | UInt32(1) << UInt32($1) }
    }
    // By the lowest node, so that each choice of three is met once.
    var sets = [[UInt32]](repeating: [], count: graph.count)
    var lawful: Set<UInt32> = []
    /// Each connected set that holds `set` and of what lies beside it none that is barred: node by node in or out.
    func grow(_ set: UInt32, _ weight: Double, beside: UInt32, barred: UInt32, from lowest: Int) {
      let miss = (weight - request.target).magnitude / request.target - request.tolerance
      if miss < 1e-9 {
        sets[lowest].append(set)
        lawful.insert(set)
      } else if weight > request.target {
        return
      }
      var (beside, barred) = (beside, barred)
      while beside != 0 {
        let node = beside.trailingZeroBitCount
        barred |= 1 << UInt32(node)
        beside &= ~barred
        grow(
          set | 1 << UInt32(node), weight + graph.nodeWeights[node],
          beside: (beside | adjacent[node]) & ~(set | barred), barred: barred, from: lowest)
      }
    }
    for node in 0..<graph.count {
      let below = UInt32(1) << UInt32(node + 1) - 1
      grow(
        1 << UInt32(node), graph.nodeWeights[node], beside: adjacent[node] & ~below, barred: below, from: node)
    }
    var least: Double?
    for first in sets[0] {
      let rest = all & ~first
      for second in sets[rest.trailingZeroBitCount] where second & first == 0 && lawful.contains(rest & ~second) {
        var cut = 0.0
        for node in 0..<graph.count {
          let own = [first, second].firstIndex { $0 >> UInt32(node) & 1 == 1 }
          for place in graph.starts[node]..<graph.starts[node + 1] where graph.neighbours[place] > node {
            let other = [first, second].firstIndex { $0 >> UInt32(graph.neighbours[place]) & 1 == 1 }
            if other != own { cut += graph.edgeWeights[place] }
          }
        }
        least = min(least ?? cut, cut)
      }
    }
    leastCut = least
  }
}

/// Every partition into connected parts, one after the other.
private struct Enumeration {
  let graph: WeightedGraph
  let request: PartitionRequest
  private let adjacent: [UInt64]

  init(_ graph: WeightedGraph, _ request: PartitionRequest) {
    self.graph = graph
    self.request = request
    adjacent = (0..<graph.count).map { node in
      graph.neighbours[graph.starts[node]..<graph.starts[node + 1]].reduce(0) { $0 | UInt64(1) << UInt64($1) }
    }
  }

  func best(_ parts: Int) -> PartitionScore {
    var best = PartitionScore(unbearable: .max)
    var part = [Int](repeating: 0, count: graph.count)
    func place(_ node: Int, _ used: Int) {
      if node == graph.count {
        if used == parts, let score = score(part, parts), score < best { best = score }
        return
      }
      for next in 0...min(used, parts - 1) {
        part[node] = next
        place(node + 1, max(used, next + 1))
      }
    }
    place(0, 0)
    return best
  }

  private func score(_ part: [Int], _ parts: Int) -> PartitionScore? {
    var score = PartitionScore()
    for number in 0..<parts {
      let members = part.indices.filter { part[$0] == number }
      let set = members.reduce(UInt64(0)) { $0 | UInt64(1) << UInt64($1) }
      var reached = UInt64(1) << UInt64(members[0])
      while true {
        let next = members.reduce(reached) { reached & UInt64(1) << UInt64($1) != 0 ? $0 | adjacent[$1] & set : $0 }
        if next == reached { break }
        reached = next
      }
      if reached != set { return nil }
      let weight = members.reduce(0) { $0 + graph.nodeWeights[$1] }
      let excess = (weight - request.target).magnitude / request.target - request.tolerance
      if excess > 1e-9 {
        score.outside += 1
        score.worst = max(score.worst, excess)
        if excess + request.tolerance - (request.bearable ?? 0) > 1e-9 { score.unbearable += 1 }
      }
      let miss = (weight - request.target) / request.target
      score.cost += request.balanceCost * miss * miss
      if let positions = request.positions {
        let count = Double(members.count)
        let x = members.reduce(0) { $0 + positions[$1].x } / count
        let y = members.reduce(0) { $0 + positions[$1].y } / count
        let squares = members.reduce(0.0) {
          let (dx, dy) = (positions[$1].x - x, positions[$1].y - y)
          return $0 + dx * dx + dy * dy
        }
        score.cost += request.compactness * (squares / count).squareRoot()
      }
    }
    for node in part.indices {
      for place in graph.starts[node]..<graph.starts[node + 1] where graph.neighbours[place] > node {
        if part[node] != part[graph.neighbours[place]] { score.cost += graph.edgeWeights[place] }
      }
    }
    if let initial = request.initial { score.cost += request.changeCost * leastChange(part, initial, parts) }
    return score
  }

  /// Over all ways to say which part carries on which of today's.
  private func leastChange(_ part: [Int], _ initial: [Int], _ parts: Int) -> Double {
    var least = Double.infinity
    func assign(_ labels: [Int]) {
      if labels.count == parts {
        let change = part.indices.reduce(0.0) {
          initial[$1] < 0 || initial[$1] == labels[part[$1]] ? $0 : $0 + graph.nodeWeights[$1]
        }
        least = min(least, change)
        return
      }
      for label in 0..<parts where !labels.contains(label) { assign(labels + [label]) }
    }
    assign([])
    return least
  }
}
