/// A random spanning tree of some nodes. Cutting any edge of it divides them into two connected sides.
///
/// Dividing by random trees is the recombination of DeFord, Duchin & Solomon, "Recombination: a family of Markov chains
/// for redistricting" (2021).
struct SpanningTree {
  /// The nodes in an order in which each stands before what hangs below it, without a gap between.
  private(set) var order: [Int]
  /// For each place in `order` the place behind the last node that hangs below.
  private(set) var ends: [Int]
  /// For each place in `order` the weight and the size of what hangs there.
  private(set) var weights: [Double]
  private(set) var sizes: [Int]

  /// - Parameters:
  ///   - nodes: connected.
  ///   - scratch: one number for each node of the graph, −1 for those of `nodes` and something else for others; left so.
  init(
    _ nodes: [Int], of problem: Problem, scratch: inout [Int], random: inout SplitMix64
  ) {
    let graph = problem.graph
    let outside = -2
    // Grown from a random node by a random edge at a time, of two the one that is dearer to cut.
    var parents: [Int] = []
    var grown: [Int] = []
    var fringe: [(parent: Int, node: Int, weight: Double)] = []
    func isFree(_ node: Int) -> Bool { scratch[node] == -1 }
    func grow(_ node: Int, below parent: Int) {
      let number = grown.count
      scratch[node] = number
      grown.append(node)
      parents.append(parent)
      for place in graph.row(node) where isFree(graph.neighbours[place]) {
        fringe.append((number, graph.neighbours[place], graph.edgeWeights[place]))
      }
    }
    grow(nodes[random.below(nodes.count)], below: outside)
    while !fringe.isEmpty {
      var pick = random.below(fringe.count)
      let other = random.below(fringe.count)
      if fringe[other].weight > fringe[pick].weight { pick = other }
      fringe.swapAt(pick, fringe.count - 1)
      let edge = fringe.removeLast()
      if isFree(edge.node) { grow(edge.node, below: edge.parent) }
    }
    for node in grown { scratch[node] = -1 }
    // How much hangs below each, then the places, parents before children.
    let count = grown.count
    var spans = [Int](repeating: 1, count: count)
    for number in stride(from: count - 1, to: 0, by: -1) { spans[parents[number]] += spans[number] }
    var placeOf = [Int](repeating: 0, count: count)
    var free = [Int](repeating: 1, count: count)
    order = Array(repeating: 0, count: count)
    ends = Array(repeating: count, count: count)
    weights = Array(repeating: 0, count: count)
    sizes = Array(repeating: 0, count: count)
    for number in 0..<count {
      if number > 0 {
        let parent = parents[number]
        placeOf[number] = free[parent]
        free[parent] += spans[number]
      }
      let place = placeOf[number]
      free[number] = place + 1
      order[place] = grown[number]
      ends[place] = place + spans[number]
    }
    for place in stride(from: count - 1, through: 0, by: -1) {
      var (weight, size) = (graph.nodeWeights[order[place]], problem.sizes[order[place]])
      var child = place + 1
      while child < ends[place] {
        weight += weights[child]
        size += sizes[child]
        child = ends[child]
      }
      weights[place] = weight
      sizes[place] = size
    }
  }

  /// The nodes that hang at a place.
  func branch(_ place: Int) -> ArraySlice<Int> { order[place..<ends[place]] }
}
