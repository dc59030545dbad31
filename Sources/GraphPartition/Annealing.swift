import Glibc

/// Lowers what a division costs by moving single nodes of the parts' borders at random, at first also to where they cost
/// more or leave their weights, and ever less so: simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) over divisions
/// that stay connected.
struct Annealing {
  private(set) var division: Division
  private var random: SplitMix64
  /// The nodes that border on another part, and the place of each there; −1 for others.
  private var border: [Int] = []
  private var places: [Int]

  init(_ division: Division, random: SplitMix64) {
    self.division = division
    self.random = random
    places = Array(repeating: -1, count: division.graph.count)
    for node in places.indices { list(node) }
  }

  /// - Parameters:
  ///   - moves: how many are tried.
  ///   - warmth: what a move may cost at first, to be made in about one of three cases; it falls to a hundredth of that.
  mutating func run(moves: Int, warmth: Double, continuing: () -> Bool) {
    let rules = division.rules
    let rounds = 200
    // What a node of the mean weight is of a part's.
    let grain = max(division.graph.totalWeight / Double(division.graph.count) / rules.unit, .leastNormalMagnitude)
    for round in 0..<rounds where continuing() {
      let progress = Double(round) / Double(rounds - 1)
      let heat = warmth * pow(0.01, progress)
      // A node's weight beyond the tolerance is made in one of three cases at first, and never at last.
      let pull = pow(100, progress) / grain
      for _ in 0..<(moves / rounds) where !border.isEmpty {
        let node = border[random.below(border.count)]
        let source = division.part[node]
        let row = division.graph.row(node)
        let target = division.part[division.graph.neighbours[row.lowerBound + random.below(row.count)]]
        division.work += 1
        if target == source { continue }
        let weight = division.graph.nodeWeights[node]
        let before = rules.excess(source, division.weights[source]) + rules.excess(target, division.weights[target])
        let after =
          rules.excess(source, division.weights[source] - weight)
          + rules.excess(target, division.weights[target] + weight)
        if after > before, round * 5 > rounds * 4 { continue }
        let burden = division.costChange(of: node, to: target) / heat + (after - before) * pull
        if burden > 0, random.unit() >= exp(-burden) { continue }
        if !division.mayLeave(node) { continue }
        division.move(node, to: target)
        list(node)
        for place in division.graph.row(node) { list(division.graph.neighbours[place]) }
      }
    }
  }

  /// Enters a node among those of the border, or takes it out.
  private mutating func list(_ node: Int) {
    let own = division.part[node]
    var isBorder = false
    for place in division.graph.row(node) where division.part[division.graph.neighbours[place]] != own {
      isBorder = true
      break
    }
    if isBorder, places[node] < 0 {
      places[node] = border.count
      border.append(node)
    } else if !isBorder, places[node] >= 0 {
      let last = border.removeLast()
      if last != node {
        border[places[node]] = last
        places[last] = places[node]
      }
      places[node] = -1
    }
  }
}
