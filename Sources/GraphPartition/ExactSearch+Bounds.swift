/// What is certain of a part before it is finished.
extension ExactSearch {
  /// The least excess of a weight between two bounds.
  func excess(from least: Double, to most: Double) -> Double {
    least > aim ? rules.excess(0, least) : most < aim ? rules.excess(0, most) : 0
  }

  /// Whether a part with an excess is farther off than is bearable.
  func isUnbearable(_ excess: Double) -> Bool {
    excess > 0 && rules.isUnbearable(0, aim + rules.slacks[0] + excess * rules.unit)
  }

  /// The least excess that one of the parts must have of which a piece of this weight is made.
  func leastExcess(_ weight: Double) -> Double {
    let number = (weight / aim).rounded(.down)
    let more = rules.excess(0, weight / (number + 1))
    return number >= 1 ? min(more, rules.excess(0, weight / number)) : more
  }

  /// For each of today's parts the weight that a new part would keep of it; a locked node makes others impossible.
  func kept(_ inside: UInt64) -> [Double] {
    var kept = [Double](repeating: 0, count: count)
    forEach(inside) { node in
      if homes[node] >= 0, homes[node] < count { kept[homes[node]] += weights[node] }
    }
    for (home, nodes) in lockedTo.enumerated() where nodes & inside != 0 {
      for other in kept.indices where other != home { kept[other] = -.infinity }
    }
    return kept
  }

  func leastChange(_ inside: UInt64) -> Double {
    guard rules.changeCost > 0 else { return 0 }
    var sum = 0.0
    forEach(inside) { node in if homes[node] != -1 { sum += weights[node] } }
    return rules.changeCost * max(0, sum - (kept(inside).max() ?? 0))
  }

  func mayJoin(_ node: Int, _ inside: UInt64) -> Bool {
    let own = Self.bit(node)
    return !lockedTo.contains { $0 & own != 0 }
      || !lockedTo.contains { $0 & inside != 0 && $0 & own == 0 }
  }

  /// Whether the locked nodes of a part of today are all in the set, or none.
  func keepsLocks(_ inside: UInt64) -> Bool {
    var homes = 0
    for nodes in lockedTo where nodes & inside != 0 {
      if nodes & ~inside != 0 { return false }
      homes += 1
    }
    return homes <= 1
  }
}
