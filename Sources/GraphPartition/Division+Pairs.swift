/// Two neighbouring parts divided better between them.
extension Division {
  /// What a search counts of two parts: strain first, then cost.
  struct Balance {
    var strain: Double
    var cost: Double

    func clearlyBeats(_ other: Balance) -> Bool {
      if (strain - other.strain).magnitude > 1e-12 * (1 + other.strain) { return strain < other.strain }
      // Sums of squares leave some noise in radii.
      return cost < other.cost - 1e-7 * (1 + other.cost.magnitude)
    }
  }

  private func strain(_ a: Int, _ weightA: Double, _ b: Int, _ weightB: Double, _ isCounting: Bool) -> Double {
    rules.strain(a, weightA, isCounting: isCounting) + rules.strain(b, weightB, isCounting: isCounting)
  }

  /// Moves nodes of the common border to and fro, also where that makes things worse for a while, and keeps the best
  /// that was met: Kernighan & Lin (1970), Fiduccia & Mattheyses (1982), with parts that stay connected.
  ///
  /// - Returns: whether it became better.
  mutating func refine(_ a: Int, _ b: Int, isCounting: Bool, random: inout SplitMix64) -> Bool {
    var frontier: [Int] = []
    var isListed: Set<Int> = []
    for part in [a, b] {
      for node in members[part] where touches(node, part == a ? b : a) && !problem.isLocked(node) {
        frontier.append(node)
        isListed.insert(node)
      }
      work += members[part].count
    }
    guard !frontier.isEmpty else { return false }
    var hasMoved: Set<Int> = []
    var moves: [Int] = []
    var here = Balance(strain: strain(a, weights[a], b, weights[b], isCounting), cost: 0)
    var best = here
    var bestCount = 0
    let patience = 6 + frontier.count / 3
    while moves.count - bestCount <= patience {
      var pick: (node: Int, target: Int, balance: Balance)?
      let from = random.below(frontier.count)
      for offset in frontier.indices {
        let node = frontier[from + offset < frontier.count ? from + offset : from + offset - frontier.count]
        if hasMoved.contains(node) { continue }
        let source = part[node]
        let target = source == a ? b : a
        guard touches(node, target) else { continue }
        work += 1
        let weight = graph.nodeWeights[node]
        let next = Balance(
          strain: strain(source, weights[source] - weight, target, weights[target] + weight, isCounting),
          cost: here.cost + costChange(of: node, to: target))
        if let pick, !next.clearlyBeats(pick.balance) { continue }
        if mayLeave(node) { pick = (node, target, next) }
      }
      guard let pick else { break }
      move(pick.node, to: pick.target)
      hasMoved.insert(pick.node)
      moves.append(pick.node)
      here = pick.balance
      for place in graph.row(pick.node) {
        let other = graph.neighbours[place]
        if part[other] == a || part[other] == b, !problem.isLocked(other), isListed.insert(other).inserted {
          frontier.append(other)
        }
      }
      if here.clearlyBeats(best) {
        best = here
        bestCount = moves.count
      }
    }
    for node in moves[bestCount...].reversed() { move(node, to: part[node] == a ? b : a) }
    return bestCount > 0
  }

  /// Joins two parts and divides them anew along the best edge of random spanning trees, if that is better than what is.
  ///
  /// - Parameters:
  ///   - leader: where it is given, the part of the two whose strain alone counts; the other one takes what comes.
  ///   - scratch: as for `SpanningTree`, all −2.
  mutating func redivide(
    _ a: Int, _ b: Int, leader: Int? = nil, trees: Int, isCounting: Bool, scratch: inout [Int],
    random: inout SplitMix64
  ) -> Bool {
    let nodes = members[a] + members[b]
    // Two parts that were neighbours may be so no longer.
    guard nodes.count > 2, !nodes.contains(where: problem.isLocked), members[a].contains(where: { touches($0, b) })
    else { return false }
    func strainOf(_ weightA: Double, _ weightB: Double) -> Double {
      switch leader {
      case a: rules.strain(a, weightA, isCounting: isCounting)
      case b: rules.strain(b, weightB, isCounting: isCounting)
      default: strain(a, weightA, b, weightB, isCounting)
      }
    }
    var best = Balance(strain: strainOf(weights[a], weights[b]), cost: pairCost(a, b))
    var found: (branch: [Int], isA: Bool)?
    let total = weights[a] + weights[b]
    let size = sizes[a] + sizes[b]
    for node in nodes { scratch[node] = -1 }
    defer { for node in nodes { scratch[node] = -2 } }
    for _ in 0..<trees {
      let tree = SpanningTree(nodes, of: problem, scratch: &scratch, random: &random)
      work += nodes.count
      var tries = 12
      let first = random.below(nodes.count)
      for offset in nodes.indices {
        let place = (first + offset) % nodes.count
        if place == 0 { continue }
        for isA in [true, false] {
          let (sizeA, weightA) =
            isA ? (tree.sizes[place], tree.weights[place]) : (size - tree.sizes[place], total - tree.weights[place])
          guard sizeA >= rules.leastSizes[a], size - sizeA >= rules.leastSizes[b] else { continue }
          let strain = strainOf(weightA, total - weightA)
          if strain > best.strain + 1e-12 { continue }
          if strain > best.strain - 1e-12 {
            if tries == 0 { continue }
            tries -= 1
          }
          let cost =
            cost(of: tree.branch(place), among: nodes, isA: isA, a, b, scratch: &scratch)
            + rules.imbalance(a, weightA) + rules.imbalance(b, total - weightA)
          let next = Balance(strain: strain, cost: cost)
          if next.clearlyBeats(best) {
            best = next
            found = (Array(tree.branch(place)), isA)
          }
        }
      }
    }
    guard let found else { return false }
    for node in found.branch { scratch[node] = -3 }
    for node in nodes {
      let target = (scratch[node] == -3) == found.isA ? a : b
      if part[node] != target { move(node, to: target) }
    }
    return true
  }

  /// What two parts cost between them.
  private func pairCost(_ a: Int, _ b: Int) -> Double {
    var cost = 0.0
    let small = members[a].count < members[b].count ? a : b
    let large = small == a ? b : a
    for node in members[small] {
      for place in graph.row(node) where part[graph.neighbours[place]] == large { cost += graph.edgeWeights[place] }
    }
    if usesShape { cost += rules.compactness * (moments[a].radius + moments[b].radius) }
    cost += rules.imbalance(a, weights[a]) + rules.imbalance(b, weights[b])
    if usesHomes {
      for part in [a, b] { for node in members[part] { cost += changeCost(node, in: part) } }
    }
    return cost
  }

  /// What two parts would cost between them but for balance, if one were the branch and the other the rest of the nodes.
  private mutating func cost(
    of branch: ArraySlice<Int>, among nodes: [Int], isA: Bool, _ a: Int, _ b: Int, scratch: inout [Int]
  ) -> Double {
    work += branch.count
    var cost = 0.0
    for node in branch { scratch[node] = -3 }
    var inside = Moments()
    for node in branch {
      for place in graph.row(node) where scratch[graph.neighbours[place]] == -1 { cost += graph.edgeWeights[place] }
      if usesShape { inside = inside.adding(problem.positions[node], 1) }
    }
    if usesShape {
      let (first, second) = (moments[a], moments[b])
      let rest = Moments(
        count: first.count + second.count - inside.count, x: first.x + second.x - inside.x,
        y: first.y + second.y - inside.y, squares: first.squares + second.squares - inside.squares)
      cost += rules.compactness * (inside.radius + rest.radius)
    }
    if usesHomes {
      for node in nodes { cost += changeCost(node, in: (scratch[node] == -3) == isA ? a : b) }
    }
    for node in branch { scratch[node] = -1 }
    return cost
  }
}
