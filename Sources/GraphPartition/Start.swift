/// A division that starts from today's parts.
enum Start {
  /// Today's parts, each reduced to one connected piece, as many as are wanted: the nodes of those too many go to
  /// neighbours, missing ones begin as one node. One stays empty where locks leave no node that it could begin with.
  static func fromToday(_ problem: Problem, into count: Int, _ rules: Rules, random: inout SplitMix64) -> [Int] {
    let graph = problem.graph
    var part = problem.homes.map { $0 >= 0 && $0 < count ? $0 : -1 }
    let pieces = HomePieces(problem, part)
    for node in part.indices where part[node] >= 0 && !pieces.isKept(node) { part[node] = -1 }
    found(problem, count, &part)
    // What belongs to no part goes to the lightest neighbour, again and again.
    var weights = [Double](repeating: 0, count: count)
    for node in part.indices where part[node] >= 0 { weights[part[node]] += graph.nodeWeights[node] }
    var open = part.indices.filter { part[$0] < 0 }
    random.shuffle(&open)
    while !open.isEmpty {
      var rest: [Int] = []
      for node in open {
        var lightest = -1
        for place in graph.row(node) {
          let other = part[graph.neighbours[place]]
          if other >= 0, lightest < 0 || weights[other] < weights[lightest] { lightest = other }
        }
        if lightest < 0 {
          rest.append(node)
        } else {
          part[node] = lightest
          weights[lightest] += graph.nodeWeights[node]
        }
      }
      precondition(rest.count < open.count, "the graph of a problem is connected")
      open = rest
    }
    return part
  }

  /// Gives each part without a node one: a node of none, else one that can leave the heaviest part that has one.
  private static func found(_ problem: Problem, _ count: Int, _ part: inout [Int]) {
    var sizes = [Int](repeating: 0, count: count)
    for node in part.indices where part[node] >= 0 { sizes[part[node]] += 1 }
    for empty in 0..<count where sizes[empty] == 0 {
      if let node = part.firstIndex(of: -1) {
        part[node] = empty
        sizes[empty] = 1
        continue
      }
      var division = Division(problem, Rules(parts: count, target: 1, tolerance: 0), part: part)
      let spare = part.indices.filter { division.mayLeave($0) }
      guard let node = spare.max(by: { division.weights[part[$0]] < division.weights[part[$1]] }) else { return }
      sizes[part[node]] -= 1
      part[node] = empty
      sizes[empty] = 1
    }
  }
}
