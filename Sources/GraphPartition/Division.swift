import SpatialPrimitives

/// A connected graph divided into parts, and what changes when a node goes from one to another.
struct Division {
  let problem: Problem
  let rules: Rules
  private(set) var part: [Int]
  private(set) var weights: [Double]
  private(set) var sizes: [Int]
  private(set) var moments: [Moments]
  /// The nodes of each part, in no order, and the place of each node there.
  private(set) var members: [[Int]]
  private var places: [Int]
  /// How often a node was looked at.
  var work = 0

  // For walks through a part: what was seen in the walk `walk`.
  private var seen: [Int]
  private var walk = 0
  private var queue: [Int] = []

  init(_ problem: Problem, _ rules: Rules, part: [Int]) {
    self.problem = problem
    self.rules = rules
    self.part = part
    let count = rules.aims.count
    weights = Array(repeating: 0, count: count)
    sizes = Array(repeating: 0, count: count)
    members = Array(repeating: [], count: count)
    moments = Array(repeating: Moments(), count: count)
    places = Array(repeating: 0, count: part.count)
    seen = Array(repeating: 0, count: part.count)
    for (node, part) in part.enumerated() {
      weights[part] += problem.graph.nodeWeights[node]
      sizes[part] += problem.sizes[node]
      places[node] = members[part].count
      members[part].append(node)
      if usesShape { moments[part] = moments[part].adding(problem.positions[node], 1) }
    }
  }

  var graph: WeightedGraph { problem.graph }
  var partCount: Int { weights.count }
  var usesShape: Bool { rules.compactness > 0 && !problem.positions.isEmpty }
  var usesHomes: Bool { rules.changeCost > 0 && !problem.homes.isEmpty }

  /// What a node costs for not being in its part of today.
  @inline(__always) func changeCost(_ node: Int, in part: Int) -> Double {
    guard usesHomes else { return 0 }
    let home = problem.homes[node]
    return home == -1 || home == part ? 0 : rules.changeCost * problem.graph.nodeWeights[node]
  }

  /// What the cost becomes more by when the node goes to `target`, another part than its own.
  func costChange(of node: Int, to target: Int) -> Double {
    let source = part[node]
    var change = 0.0
    for place in problem.graph.row(node) {
      let other = part[problem.graph.neighbours[place]]
      if other == source {
        change += problem.graph.edgeWeights[place]
      } else if other == target {
        change -= problem.graph.edgeWeights[place]
      }
    }
    if usesHomes { change += changeCost(node, in: target) - changeCost(node, in: source) }
    if rules.balanceCost > 0 {
      let weight = problem.graph.nodeWeights[node]
      change += rules.imbalance(source, weights[source] - weight) - rules.imbalance(source, weights[source])
      change += rules.imbalance(target, weights[target] + weight) - rules.imbalance(target, weights[target])
    }
    if usesShape {
      let point = problem.positions[node]
      let before = moments[source].radius + moments[target].radius
      let after = moments[source].adding(point, -1).radius + moments[target].adding(point, 1).radius
      change += rules.compactness * (after - before)
    }
    return change
  }

  /// Whether a node has a neighbour in `target` other than `exception`.
  func touches(_ node: Int, _ target: Int, besides exception: Int = -1) -> Bool {
    for place in graph.row(node) {
      let other = graph.neighbours[place]
      if other != exception, part[other] == target { return true }
    }
    return false
  }

  mutating func move(_ node: Int, to target: Int) {
    let source = part[node]
    let weight = problem.graph.nodeWeights[node]
    part[node] = target
    weights[source] -= weight
    weights[target] += weight
    sizes[source] -= problem.sizes[node]
    sizes[target] += problem.sizes[node]
    let last = members[source].removeLast()
    if last != node {
      members[source][places[node]] = last
      places[last] = places[node]
    }
    places[node] = members[target].count
    members[target].append(node)
    if usesShape {
      moments[source] = moments[source].adding(problem.positions[node], -1)
      moments[target] = moments[target].adding(problem.positions[node], 1)
    }
  }

  /// Whether a node may leave its part: it is not locked, and the rest stays connected and large enough.
  mutating func mayLeave(_ node: Int) -> Bool {
    let source = part[node]
    guard !problem.isLocked(node), members[source].count > 1,
      sizes[source] - problem.sizes[node] >= rules.leastSizes[source]
    else { return false }
    return restIsConnected(without: node)
  }

  /// Whether the part of a node is connected without it: its neighbours there are reached from one of them.
  private mutating func restIsConnected(without node: Int) -> Bool {
    let source = part[node]
    let graph = problem.graph
    var missing = -1
    var first = -1
    for place in graph.row(node) where part[graph.neighbours[place]] == source {
      first = graph.neighbours[place]
      missing += 1
    }
    if missing <= 0 { return missing == 0 }
    // Marked by 2·walk: a neighbour still to be reached; by 2·walk + 1: reached.
    walk += 1
    let (sought, reached) = (2 * walk, 2 * walk + 1)
    for place in graph.row(node) where part[graph.neighbours[place]] == source {
      seen[graph.neighbours[place]] = sought
    }
    seen[node] = reached
    seen[first] = reached
    queue.removeAll(keepingCapacity: true)
    queue.append(first)
    var head = 0
    while head < queue.count {
      let here = queue[head]
      head += 1
      for place in graph.row(here) {
        let other = graph.neighbours[place]
        guard part[other] == source, seen[other] != reached else { continue }
        if seen[other] == sought {
          missing -= 1
          if missing == 0 {
            work += head
            return true
          }
        }
        seen[other] = reached
        queue.append(other)
      }
    }
    work += head
    return false
  }

  // MARK: The whole

  func strain(isCounting: Bool) -> Double {
    weights.indices.reduce(0) { $0 + rules.strain($1, weights[$1], isCounting: isCounting) }
  }

  var cut: Double {
    var sum = 0.0
    for node in 0..<graph.count {
      for place in graph.row(node) where graph.neighbours[place] > node && part[graph.neighbours[place]] != part[node] {
        sum += graph.edgeWeights[place]
      }
    }
    return sum
  }

  var score: PartitionScore {
    var score = PartitionScore(cost: cut)
    for part in weights.indices {
      score.count(rules.excess(part, weights[part]), isUnbearable: rules.isUnbearable(part, weights[part]))
      if usesShape { score.cost += rules.compactness * moments[part].radius }
      score.cost += rules.imbalance(part, weights[part])
    }
    if usesHomes {
      for node in part.indices { score.cost += changeCost(node, in: part[node]) }
    }
    return score
  }

  /// The parts that border on one, ascending.
  func neighbours(of part: Int) -> [Int] {
    var result: [Int] = []
    for node in members[part] {
      for place in graph.row(node) {
        let other = self.part[graph.neighbours[place]]
        if other != part, result.last != other { result.append(other) }
      }
    }
    result.sort()
    var last = -1
    result.removeAll { other in
      defer { last = other }
      return other == last
    }
    return result
  }

  /// Whether every part is connected and none is empty.
  var isContiguous: Bool {
    let pieces = graph.pieces { part[$0] == part[$1] }
    return pieces.count == partCount && !members.contains { $0.isEmpty }
  }
}
