/// Ever smaller copies of a graph, each of which joins pairs of neighbours: the multilevel scheme of Karypis & Kumar
/// (1998). What is connected in a copy is connected in the graph.
struct Coarsening {
  /// From the graph that was given to the smallest.
  private(set) var levels: [Problem]
  /// For each level but the last the node of the next that each node became part of.
  private(set) var maps: [[Int]] = []

  /// - Parameters:
  ///   - count: of nodes below which no smaller copy is made.
  ///   - most: what a joined node may weigh.
  init(_ problem: Problem, until count: Int, most: Double, random: inout SplitMix64) {
    levels = [problem]
    while let last = levels.last, last.count > count {
      let (map, groups) = Coarsening.matching(last, most: most, random: &random)
      if groups * 20 > last.count * 19 { break }
      maps.append(map)
      levels.append(last.contracted(map, groups: groups))
    }
  }

  /// Joins each node with the free neighbour to which the edge is dearest for the nodes' sizes. Locked nodes stay alone,
  /// and only nodes of the same home are joined.
  private static func matching(
    _ problem: Problem, most: Double, random: inout SplitMix64
  ) -> (map: [Int], groups: Int) {
    let graph = problem.graph
    var order = Array(0..<problem.count)
    random.shuffle(&order)
    var map = [Int](repeating: -1, count: problem.count)
    var groups = 0
    for node in order where map[node] < 0 {
      var (best, bestRating) = (-1, -1.0)
      if !problem.isLocked(node) {
        for place in graph.row(node) {
          let other = graph.neighbours[place]
          guard map[other] < 0, !problem.isLocked(other), graph.nodeWeights[node] + graph.nodeWeights[other] <= most,
            problem.homes.isEmpty || problem.homes[node] == problem.homes[other]
          else { continue }
          let rating = graph.edgeWeights[place] / Double(problem.sizes[node] * problem.sizes[other])
          if rating > bestRating { (best, bestRating) = (other, rating) }
        }
      }
      map[node] = groups
      if best >= 0 { map[best] = groups }
      groups += 1
    }
    return (map, groups)
  }
}
