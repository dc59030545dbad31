/// An undirected graph with weighted nodes and edges, in compressed rows.
///
/// A node is a piece of ground that is not divided further (a block, a building), its weight what is to be shared out
/// evenly (households). An edge joins two pieces that one can walk between; its weight is what it costs to part them
/// (metres of border that follow no street).
public struct WeightedGraph: Sendable {
  public let nodeWeights: [Double]
  /// Where the row of each node begins, and at last where all rows end.
  public let starts: [Int]
  /// The neighbours of all nodes, row after row: each once, never the node itself.
  public let neighbours: [Int]
  /// For each place in `neighbours` the weight of that edge.
  public let edgeWeights: [Double]

  /// - Parameters:
  ///   - nodeWeights: finite, not negative.
  ///   - edges: two nodes and what parting them costs: finite, not negative. Edges between the same nodes are added up;
  ///     one from a node to itself is left out.
  /// - Complexity: O(nodes + edges).
  public init(nodeWeights: [Double], edges: [(Int, Int, Double)]) {
    precondition(nodeWeights.allSatisfy { $0 >= 0 && $0.isFinite }, "a node's weight is a number, and not below zero")
    let count = nodeWeights.count
    var ends = [Int](repeating: 0, count: count + 1)
    for (a, b, weight) in edges {
      precondition(a >= 0 && a < count && b >= 0 && b < count, "an edge leads to a node that is none")
      precondition(weight >= 0 && weight.isFinite, "an edge's weight is a number, and not below zero")
      ends[a] += 1
      ends[b] += 1
    }
    var sum = 0
    for node in 0...count {
      let degree = ends[node]
      ends[node] = sum
      sum += degree
    }
    var others = [Int](repeating: 0, count: sum)
    var weights = [Double](repeating: 0, count: sum)
    for (a, b, weight) in edges {
      others[ends[a]] = b
      weights[ends[a]] = weight
      ends[a] += 1
      others[ends[b]] = a
      weights[ends[b]] = weight
      ends[b] += 1
    }
    // Equal edges become one, in the order in which they first come.
    var starts = [0]
    starts.reserveCapacity(count + 1)
    var neighbours: [Int] = []
    var edgeWeights: [Double] = []
    neighbours.reserveCapacity(sum)
    edgeWeights.reserveCapacity(sum)
    var placeOf = [Int](repeating: -1, count: count)
    var begin = 0
    for node in 0..<count {
      let row = neighbours.count
      for place in begin..<ends[node] where others[place] != node {
        let other = others[place]
        if placeOf[other] >= row {
          edgeWeights[placeOf[other]] += weights[place]
        } else {
          placeOf[other] = neighbours.count
          neighbours.append(other)
          edgeWeights.append(weights[place])
        }
      }
      begin = ends[node]
      starts.append(neighbours.count)
    }
    self.nodeWeights = nodeWeights
    self.starts = starts
    self.neighbours = neighbours
    self.edgeWeights = edgeWeights
  }

  public var count: Int { nodeWeights.count }
  public var totalWeight: Double { nodeWeights.reduce(0, +) }

  /// The places of a node's neighbours in `neighbours` and `edgeWeights`.
  @inline(__always) public func row(_ node: Int) -> Range<Int> {
    unsafe Range(uncheckedBounds: (starts[node], starts[node + 1]))
  }

  /// For each node the number of its connected component, from 0 in the order of their first nodes, and how many there
  /// are.
  public func components() -> (of: [Int], count: Int) {
    pieces { _, _ in true }
  }

  /// As `components`, along those edges only that `joins` says yes to.
  func pieces(_ joins: (Int, Int) -> Bool) -> (of: [Int], count: Int) {
    var piece = [Int](repeating: -1, count: count)
    var found = 0
    var stack: [Int] = []
    for first in 0..<count where piece[first] < 0 {
      piece[first] = found
      stack.append(first)
      while let node = stack.popLast() {
        for place in row(node) {
          let other = neighbours[place]
          if piece[other] < 0, joins(node, other) {
            piece[other] = found
            stack.append(other)
          }
        }
      }
      found += 1
    }
    return (piece, found)
  }

  /// The graph of some nodes, numbered in their order, and the edges between them.
  ///
  /// - Parameter numbers: as for `Problem.restricted`.
  func restricted(to nodes: [Int], numbers: inout [Int]) -> WeightedGraph {
    for (new, node) in nodes.enumerated() { numbers[node] = new }
    defer { for node in nodes { numbers[node] = -1 } }
    var edges: [(Int, Int, Double)] = []
    for (new, node) in nodes.enumerated() {
      for place in row(node) where neighbours[place] > node && numbers[neighbours[place]] >= 0 {
        edges.append((new, numbers[neighbours[place]], edgeWeights[place]))
      }
    }
    return WeightedGraph(nodeWeights: nodes.map { nodeWeights[$0] }, edges: edges)
  }

  /// The graph in which all nodes of one group are one node: weights added up, edges within a group gone.
  ///
  /// - Parameter group: of each node; from 0, below `groups`; a node with −1 is left out.
  func contracted(_ group: [Int], groups: Int) -> WeightedGraph {
    var weights = [Double](repeating: 0, count: groups)
    var edges: [(Int, Int, Double)] = []
    edges.reserveCapacity(neighbours.count / 2)
    for node in 0..<count where group[node] >= 0 {
      weights[group[node]] += nodeWeights[node]
      for place in row(node) where neighbours[place] > node {
        let other = group[neighbours[place]]
        if other >= 0, other != group[node] { edges.append((group[node], other, edgeWeights[place])) }
      }
    }
    return WeightedGraph(nodeWeights: weights, edges: edges)
  }
}
