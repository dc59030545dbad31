extension WeightedGraph {
  /// The nodes of a connected graph in breadth from one that is as far from others as any. O(nodes + edges).
  var breadthOrder: [Int] { walked(from: walked(from: 0)[count - 1]) }

  private func walked(from first: Int) -> [Int] {
    var seen = [Bool](repeating: false, count: count)
    var queue = [first]
    seen[first] = true
    var head = 0
    while head < queue.count {
      for place in row(queue[head]) where !seen[neighbours[place]] {
        seen[neighbours[place]] = true
        queue.append(neighbours[place])
      }
      head += 1
    }
    return queue
  }
}
