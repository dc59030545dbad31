/// The nodes that are divided: groups that stay whole are one node, and locked parts are taken out.
struct Grouping {
  /// For each node of the graph its group, −1 where it lies in a locked part.
  private(set) var group: [Int]
  private(set) var count: Int
  /// The numbers of today's parts of which every node is locked.
  private(set) var lockedParts: [Int]
  private(set) var obstacles: [Obstacle] = []

  init(_ graph: WeightedGraph, _ request: PartitionRequest) {
    lockedParts = Grouping.lockedParts(request)
    let isClosed = Set(lockedParts)
    var leaders = Array(0..<graph.count)
    func leader(_ node: Int) -> Int {
      var node = node
      while leaders[node] != node {
        leaders[node] = leaders[leaders[node]]
        node = leaders[node]
      }
      return node
    }
    var home: [Int?] = Array(repeating: nil, count: graph.count)
    if let initial = request.initial, let locked = request.locked {
      for node in 0..<graph.count where locked[node] && initial[node] >= 0 { home[node] = initial[node] }
    }
    func isOpen(_ node: Int) -> Bool { home[node].map { !isClosed.contains($0) } ?? true }
    for (number, nodes) in request.together.enumerated() {
      let homes = Set(nodes.compactMap { home[$0] })
      if homes.count > 1 || homes.count == 1 && nodes.contains(where: { !isOpen($0) }) && nodes.contains(where: isOpen)
      {
        obstacles.append(.groupLocked(group: number, parts: homes.sorted()))
      }
      let members = Set(nodes.filter(isOpen))
      for node in nodes where members.contains(node) {
        for place in graph.row(node) where members.contains(graph.neighbours[place]) {
          let (a, b) = (leader(node), leader(graph.neighbours[place]))
          if a == b { continue }
          // Nodes that are locked in different parts stay apart.
          if let first = home[a], let second = home[b], first != second { continue }
          leaders[max(a, b)] = min(a, b)
          home[min(a, b)] = home[a] ?? home[b]
        }
      }
    }
    group = Array(repeating: -1, count: graph.count)
    count = 0
    for node in 0..<graph.count where isOpen(node) {
      let first = leader(node)
      if first == node {
        group[node] = count
        count += 1
      } else {
        group[node] = group[first]
      }
    }
    for (number, nodes) in request.together.enumerated() {
      let pieces = Set(nodes.compactMap { group[$0] < 0 ? nil : group[$0] }).count
      if pieces > 1 { obstacles.append(.groupApart(group: number, pieces: pieces)) }
    }
  }

  private static func lockedParts(_ request: PartitionRequest) -> [Int] {
    guard let initial = request.initial, let locked = request.locked else { return [] }
    var isLocked: [Int: Bool] = [:]
    for (node, part) in initial.enumerated() where part >= 0 {
      isLocked[part] = (isLocked[part] ?? true) && locked[node]
    }
    return isLocked.filter(\.value).map(\.key).sorted()
  }
}
