import SpatialPrimitives

/// A connected graph that is to be divided, with all that a search must know of its nodes.
struct Problem {
  var graph: WeightedGraph
  /// How many nodes of the graph that was given each stands for.
  var sizes: [Int]
  /// Relative to a point nearby, so that squares lose no digits; empty where shape does not count.
  var positions: [Point]
  /// The part that each is in today, −1 for none; empty where nothing is today. In a search these are numbers of its
  /// parts, and a part that is given up is −2.
  var homes: [Int]
  /// Empty where none is.
  var locked: [Bool]

  var count: Int { graph.count }

  func isLocked(_ node: Int) -> Bool { !locked.isEmpty && locked[node] }

  /// The problem in which each group is one node, at the middle of its nodes. Nodes with −1 are left out.
  func contracted(_ group: [Int], groups: Int) -> Problem {
    var sizes = [Int](repeating: 0, count: groups)
    var sums = [Point](repeating: Point(0, 0), count: positions.isEmpty ? 0 : groups)
    var homes = [Int](repeating: -1, count: self.homes.isEmpty ? 0 : groups)
    var locked = [Bool](repeating: false, count: self.locked.isEmpty ? 0 : groups)
    for node in 0..<count where group[node] >= 0 {
      let target = group[node]
      sizes[target] += self.sizes[node]
      if !positions.isEmpty {
        let share = Double(self.sizes[node])
        sums[target] = Point(
          sums[target].x + share * positions[node].x, sums[target].y + share * positions[node].y)
      }
      // A locked node decides where its group is at home.
      if !self.homes.isEmpty, homes[target] < 0 || isLocked(node) { homes[target] = self.homes[node] }
      if isLocked(node) { locked[target] = true }
    }
    return Problem(
      graph: graph.contracted(group, groups: groups), sizes: sizes,
      positions: zip(sums, sizes).map { Point($0.x / Double($1), $0.y / Double($1)) }, homes: homes, locked: locked)
  }

  /// The part of it that lies in `nodes`, which are numbered anew in their order.
  ///
  /// - Parameter numbers: one for each node, all −1; left so.
  /// - Complexity: O(`nodes` and their edges), however large the whole is.
  func restricted(to nodes: [Int], numbers: inout [Int]) -> Problem {
    Problem(
      graph: graph.restricted(to: nodes, numbers: &numbers), sizes: nodes.map { sizes[$0] },
      positions: positions.isEmpty ? [] : nodes.map { positions[$0] },
      homes: homes.isEmpty ? [] : nodes.map { homes[$0] }, locked: locked.isEmpty ? [] : nodes.map { locked[$0] })
  }
}
