/// Joins the elements of a community into as many grids as the scheme of the highest priority has at home there.
///
/// Each of that scheme's grids keeps the elements that it has in the community, as far as they hang together, and breaks
/// nothing of its own. What is left (strips of neighbours' grids, places without a grid, pieces cut off) joins the grid
/// that cutting it off from would cost most, by all schemes; then the one with the longest border in common.
struct SeedGrowing {
  let graph: ElementGraph
  let elements: [Unification.Element]

  /// - Parameter homes: for each scheme and each of its grids the community that holds most of it, −1 for none.
  /// - Returns: for each position in the graph the grid that it goes into, from 0; contiguous.
  func parts(homes: [[Int]]) -> [Int] {
    guard let first = graph.elements.first else { return [] }
    let community = elements[first].community
    var part = [Int](repeating: -1, count: graph.elements.count)
    var count = 0
    for scheme in homes.indices {
      let components = graph.components { position in
        elements[graph.elements[position]].grids[scheme].flatMap { homes[scheme][$0] == community ? $0 : nil }
      }
      // Of the pieces of one grid the largest is its seed.
      var seeds: [Int: [Int]] = [:]
      for component in components {
        guard let grid = elements[graph.elements[component[0]]].grids[scheme] else { continue }
        if area(component) > seeds[grid].map(area) ?? 0 { seeds[grid] = component }
      }
      guard !seeds.isEmpty else { continue }
      for (_, seed) in seeds.sorted(by: { $0.key < $1.key }) {
        for position in seed { part[position] = count }
        count += 1
      }
      break
    }
    grow(&part)
    // What no seed reaches is a grid of its own.
    for component in graph.components(by: { part[$0] < 0 ? 0 : nil }) {
      for position in component { part[position] = count }
      count += 1
    }
    return part
  }

  private func area(_ positions: [Int]) -> Double {
    positions.reduce(0) { $0 + elements[graph.elements[$1]].squareMetres }
  }

  private func grow(_ part: inout [Int]) {
    /// What each part gains from each position that is left and lies beside it.
    var gains: [Int: [Int: (cost: Double, metres: Double)]] = [:]
    func note(_ edge: ElementGraph.Edge, _ position: Int, _ target: Int) {
      let held = gains[position, default: [:]][target] ?? (0, 0)
      gains[position, default: [:]][target] = (held.cost + edge.cost, held.metres + edge.metres)
    }
    for edge in graph.edges where (part[edge.first] < 0) != (part[edge.second] < 0) {
      let (open, settled) = part[edge.first] < 0 ? (edge.first, edge.second) : (edge.second, edge.first)
      note(edge, open, part[settled])
    }
    while true {
      var best: (position: Int, target: Int, cost: Double, metres: Double)?
      for (position, targets) in gains {
        for (target, gain) in targets {
          if let best {
            let (a, b) = ((gain.cost, gain.metres), (best.cost, best.metres))
            guard a > b || a == b && (position, target) < (best.position, best.target) else { continue }
          }
          best = (position, target, gain.cost, gain.metres)
        }
      }
      guard let best else { return }
      part[best.position] = best.target
      gains[best.position] = nil
      for edge in graph.beside[best.position].map({ graph.edges[$0] }) {
        let other = edge.other(than: best.position)
        if part[other] < 0 { note(edge, other, best.target) }
      }
    }
  }
}
