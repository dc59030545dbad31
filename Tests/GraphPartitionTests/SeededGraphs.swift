import GraphPartition
import SpatialPrimitives
import TestSupport

/// Graphs for the tests.
enum SeededGraphs {
  /// A connected graph: a random tree and some more edges.
  static func connected(_ count: Int, extra: Int, weights: ClosedRange<Int>, seed: UInt64) -> WeightedGraph {
    var random = SeededGenerator(seed: seed)
    var edges: [(Int, Int, Double)] = []
    for node in 1..<count { edges.append((.random(in: 0..<node, using: &random), node, weight())) }
    for _ in 0..<extra {
      edges.append((.random(in: 0..<count, using: &random), .random(in: 0..<count, using: &random), weight()))
    }
    func weight() -> Double { Double(Int.random(in: 0...20, using: &random)) }
    return WeightedGraph(
      nodeWeights: (0..<count).map { _ in Double(Int.random(in: weights, using: &random)) }, edges: edges)
  }

  /// Cells in rows, each joined with those beside, above and below it.
  static func lattice(_ columns: Int, _ rows: Int, weights: ClosedRange<Int>, seed: UInt64) -> WeightedGraph {
    var random = SeededGenerator(seed: seed)
    var edges: [(Int, Int, Double)] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = row * columns + column
        if column + 1 < columns { edges.append((cell, cell + 1, Double(Int.random(in: 1...9, using: &random)))) }
        if row + 1 < rows { edges.append((cell, cell + columns, Double(Int.random(in: 1...9, using: &random)))) }
      }
    }
    return WeightedGraph(
      nodeWeights: (0..<columns * rows).map { _ in Double(Int.random(in: weights, using: &random)) }, edges: edges)
  }

  static func positions(_ columns: Int, _ rows: Int) -> [Point] {
    (0..<columns * rows).map { Point(Double($0 % columns) * 100, -Double($0 / columns) * 100) }
  }
}

extension PartitionOutcome {
  /// Whether every part of it is connected in the graph, and none is empty; found without the module's own walks.
  func isContiguous(in graph: WeightedGraph) -> Bool {
    for number in weights.indices {
      let members = Set(part.indices.filter { part[$0] == number })
      guard let first = members.first else { return false }
      var reached: Set = [first]
      var stack = [first]
      while let node = stack.popLast() {
        for place in graph.starts[node]..<graph.starts[node + 1] {
          let other = graph.neighbours[place]
          if members.contains(other), reached.insert(other).inserted { stack.append(other) }
        }
      }
      if reached.count != members.count { return false }
    }
    return true
  }
}
