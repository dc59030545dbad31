/// The elements of one community beside one another.
struct ElementGraph {
  /// The elements, by their numbers in the unification.
  let elements: [Int]
  /// Of positions in `elements`.
  private(set) var edges: [Edge] = []
  /// For each position its edges.
  private(set) var beside: [[Int]]

  struct Edge {
    var first: Int
    var second: Int
    var metres: Double
    /// What it costs to let a border of the one grid run here: the metres for each scheme in one of whose grids both
    /// elements lie, half as much for a scheme as for the one before it.
    var cost: Double

    func other(than position: Int) -> Int { first == position ? second : first }
  }

  init(_ elements: [Int]) {
    self.elements = elements
    beside = Array(repeating: [], count: elements.count)
  }

  /// One graph for each community.
  ///
  /// - Parameter elementOf: of each face, −1 for none.
  static func all(
    _ elements: [Unification.Element], communities: Int, _ faces: ElementFaces, elementOf: [Int32]
  ) -> [ElementGraph] {
    var members = [[Int]](repeating: [], count: communities)
    var positions = [Int](repeating: 0, count: elements.count)
    for (number, element) in elements.enumerated() {
      positions[number] = members[element.community].count
      members[element.community].append(number)
    }
    var graphs = members.map { ElementGraph($0) }
    var shared: [(first: Int32, second: Int32, metres: Double)] = []
    for border in faces.borders {
      let (first, second) = (elementOf[Int(border.first)], elementOf[Int(border.second)])
      guard first >= 0, second >= 0, first != second,
        elements[Int(first)].community == elements[Int(second)].community
      else { continue }
      shared.append((min(first, second), max(first, second), border.metres))
    }
    shared.sort { ($0.first, $0.second, $0.metres) < ($1.first, $1.second, $1.metres) }
    var start = 0
    while start < shared.count {
      var end = start
      var metres = 0.0
      while end < shared.count, shared[end].first == shared[start].first, shared[end].second == shared[start].second {
        metres += shared[end].metres
        end += 1
      }
      let (a, b) = (elements[Int(shared[start].first)], elements[Int(shared[start].second)])
      var weight = 1.0
      var cost = 0.0
      for (one, two) in zip(a.grids, b.grids) {
        if one != nil, one == two { cost += weight * metres }
        weight /= 2
      }
      graphs[a.community].add(
        Edge(
          first: positions[Int(shared[start].first)], second: positions[Int(shared[start].second)], metres: metres,
          cost: cost))
      start = end
    }
    return graphs
  }

  private mutating func add(_ edge: Edge) {
    beside[edge.first].append(edges.count)
    beside[edge.second].append(edges.count)
    edges.append(edge)
  }

  /// The pieces that hang together of the positions for which `key` says the same and is not `nil`.
  func components(by key: (Int) -> Int?) -> [[Int]] {
    var isSeen = [Bool](repeating: false, count: elements.count)
    var components: [[Int]] = []
    for start in elements.indices where !isSeen[start] {
      guard let own = key(start) else { continue }
      var component: [Int] = []
      var waiting = [start]
      isSeen[start] = true
      while let position = waiting.popLast() {
        component.append(position)
        for edge in beside[position] {
          let other = edges[edge].other(than: position)
          guard !isSeen[other], key(other) == own else { continue }
          isSeen[other] = true
          waiting.append(other)
        }
      }
      components.append(component.sorted())
    }
    return components
  }
}
