import Glibc

/// Lowers what a division costs by moving single nodes of the parts' borders at random, at first also to where they cost
/// more or leave their weights, and ever less so: simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) over divisions
/// that stay connected. Where a node weighs about as much as a part may miss, one that moves would break the balance
/// every time: two nodes then change places too (the interchange of Kernighan & Lin 1970).
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
  ///   - firmness: how many mean edges a node's weight beyond the tolerance costs at first. The less, the further the
  ///     search strays, and the less border it finds; but where nodes are coarse it may not come back into balance.
  mutating func run(moves: Int, warmth: Double, firmness: Double, continuing: () -> Bool) {
    let rules = division.rules
    let rounds = 200
    // What a node of the mean weight is of a part's.
    let grain = max(division.graph.totalWeight / Double(division.graph.count) / rules.unit, .leastNormalMagnitude)
    let slack = rules.slacks.reduce(0, +) / Double(rules.slacks.count) / rules.unit
    let isCoarse = grain > slack
    for round in 0..<rounds where continuing() {
      let progress = Double(round) / Double(rounds - 1)
      // At last a node's weight beyond the tolerance costs a hundred and fifty mean edges: a division that is in balance
      // again by the end.
      let trial = Trial(
        heat: warmth * pow(0.01, progress), pull: firmness * pow(15_000 / firmness, progress) / grain, least: grain / 2,
        mayStrain: round * 5 <= rounds * 4)
      for number in 0..<(moves / rounds) where !border.isEmpty {
        let node = border[random.below(border.count)]
        let row = division.graph.row(node)
        let target = division.part[division.graph.neighbours[row.lowerBound + random.below(row.count)]]
        division.work += 1
        if target == division.part[node] { continue }
        if isCoarse, number & 1 == 1 { exchange(node, with: target, trial) } else { move(node, to: target, trial) }
      }
    }
  }

  /// What is accepted in a round.
  private struct Trial {
    /// What a move may cost, to be made in one of three cases.
    var heat: Double
    /// What strain weighs beside the heat.
    var pull: Double
    /// What a part that is outside adds, by however little it is.
    var least: Double
    var mayStrain: Bool

    @inline(__always) func strain(_ division: Division, _ part: Int, gaining weight: Double) -> Double {
      let excess = division.rules.excess(part, division.weights[part] + weight)
      return excess > 0 ? excess + least : 0
    }
  }

  /// What it means for the strain of two parts when weight goes from one to the other, if that may be.
  private func strainChange(_ source: Int, _ target: Int, _ weight: Double, _ trial: Trial) -> Double? {
    let before = trial.strain(division, source, gaining: 0) + trial.strain(division, target, gaining: 0)
    let after = trial.strain(division, source, gaining: -weight) + trial.strain(division, target, gaining: weight)
    return after <= before || trial.mayStrain ? after - before : nil
  }

  private mutating func isAccepted(_ cost: Double, _ strain: Double, _ trial: Trial) -> Bool {
    let burden = cost / trial.heat + strain * trial.pull
    return burden <= 0 || random.unit() < exp(-burden)
  }

  private mutating func move(_ node: Int, to target: Int, _ trial: Trial) {
    let source = division.part[node]
    guard let strain = strainChange(source, target, division.graph.nodeWeights[node], trial),
      isAccepted(division.costChange(of: node, to: target), strain, trial), division.mayLeave(node)
    else { return }
    division.move(node, to: target)
    listAround(node)
  }

  /// Lets a node change places with one of the part beside it.
  private mutating func exchange(_ node: Int, with target: Int, _ trial: Trial) {
    let source = division.part[node]
    let other = division.members[target][random.below(division.members[target].count)]
    let weight = division.graph.nodeWeights[node] - division.graph.nodeWeights[other]
    guard division.touches(other, source, besides: node), let strain = strainChange(source, target, weight, trial),
      division.mayLeave(node)
    else { return }
    let cost = division.costChange(of: node, to: target)
    division.move(node, to: target)
    if isAccepted(cost + division.costChange(of: other, to: source), strain, trial), division.mayLeave(other) {
      division.move(other, to: source)
      listAround(node)
      listAround(other)
    } else {
      division.move(node, to: source)
    }
  }

  private mutating func listAround(_ node: Int) {
    list(node)
    for place in division.graph.row(node) { list(division.graph.neighbours[place]) }
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
