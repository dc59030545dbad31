import SpatialPrimitives

extension Partitioner {
  /// The parts in their final order, measured, with what keeps them from being as they should.
  func finished(_ isOptimal: Bool) -> PartitionOutcome {
    let count = carriesOn.count
    let number = order(count)
    let part = part.map { number[$0] }
    var carriesOn = [Int?](repeating: nil, count: count)
    for (old, label) in self.carriesOn.enumerated() { carriesOn[number[old]] = label }
    var outcome = PartitionOutcome(
      part: part, weights: Array(repeating: 0, count: count), carriesOn: carriesOn, cut: 0,
      score: PartitionScore(), isOptimal: isOptimal, obstacles: obstacles)
    measure(&outcome)
    let explained = explainedParts(outcome)
    for (part, weight) in outcome.weights.enumerated() where isOutside(weight) && !explained.contains(part) {
      outcome.obstacles.append(
        .outside(part: part, weight: weight, least: request.least, most: request.most, isProved: isOptimal))
    }
    return outcome
  }

  private func order(_ count: Int) -> [Int] {
    guard let positions = request.positions, count > 0 else { return PartOrder.byFirstNode(part, count: count) }
    var moments = [Moments](repeating: Moments(), count: count)
    for (node, part) in part.enumerated() { moments[part] = moments[part].adding(positions[node], 1) }
    return PartOrder.rows(moments.map { Point($0.x / $0.count, $0.y / $0.count) })
  }

  /// The score of the whole, in which locked parts count too.
  private func measure(_ outcome: inout PartitionOutcome) {
    var rules = Rules(
      parts: outcome.weights.count, target: request.target, tolerance: request.tolerance, bearable: request.bearable)
    rules.compactness = request.compactness
    rules.balanceCost = request.balanceCost
    rules.changeCost = request.changeCost
    let number = Dictionary(
      uniqueKeysWithValues: outcome.carriesOn.enumerated().compactMap { part, label in label.map { ($0, part) } })
    let origin = request.positions?.first ?? Point(0, 0)
    let whole = Problem(
      graph: graph, sizes: Array(repeating: 1, count: graph.count),
      positions: (request.positions ?? []).map { Point($0.x - origin.x, $0.y - origin.y) },
      homes: (request.initial ?? []).map { $0 < 0 ? -1 : number[$0] ?? -2 }, locked: [])
    let division = Division(whole, rules, part: outcome.part)
    outcome.weights = division.weights
    outcome.cut = division.cut
    outcome.score = division.score
  }

  /// The parts of which it is already told why they weigh what they do: by locks, heavy nodes and components.
  private func explainedParts(_ outcome: PartitionOutcome) -> Set<Int> {
    var explained: Set<Int> = []
    var locked: Set<Int> = []
    for obstacle in obstacles {
      switch obstacle {
      case .heavy(let nodes, _, _): explained.insert(outcome.part[nodes[0]])
      case .indivisible(let nodes, _, _, _): for node in nodes { explained.insert(outcome.part[node]) }
      case .lockedOutside(let label, _, _, _): locked.insert(label)
      default: break
      }
    }
    for (part, label) in outcome.carriesOn.enumerated() where label.map(locked.contains) ?? false {
      explained.insert(part)
    }
    return explained
  }
}
