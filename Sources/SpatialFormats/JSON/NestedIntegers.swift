/// Lists of whole numbers in lists, kept flat: the numbers one after the other, and where each list ends in the list
/// below it.
package struct NestedIntegers: Sendable, Hashable {
  package var values: [Int32] = []
  /// The first says where each innermost list ends in `values`, the second where each list of those ends in the first,
  /// and so on. The outermost list, of which there is one, is not among them.
  package var ends: [[Int32]]

  /// - Parameter depth: how many lists are around each number, 1 or more.
  package init(depth: Int) { ends = Array(repeating: [], count: depth - 1) }

  /// The list that stands here; `nil` where it is not just so deep everywhere, or a number is not in 0…2³¹−1.
  package init?(_ node: JSONNode, depth: Int) {
    self.init(depth: depth)
    guard append(node, depth) else { return nil }
  }

  private mutating func append(_ list: JSONNode, _ depth: Int) -> Bool {
    guard list.kind == .array else { return false }
    var node = list.first
    if depth == 1 {
      while node.kind != .end {
        guard node.kind == .integer, let value = Int32(exactly: node.integer), value >= 0 else { return false }
        values.append(value)
        node = node.next
      }
      return true
    }
    while node.kind != .end {
      guard append(node, depth - 1) else { return false }
      ends[depth - 2].append(Int32(depth == 2 ? values.count : ends[depth - 3].count))
      node = node.next
    }
    return true
  }

  /// Appends the list as JSON.
  package func write(to text: inout String) {
    write(outermost, ends.count, to: &text)
  }

  private var outermost: Range<Int> { 0..<(ends.last?.count ?? values.count) }

  /// - Parameter level: of the elements: 0 for numbers.
  private func write(_ elements: Range<Int>, _ level: Int, to text: inout String) {
    text += "["
    for element in elements {
      if element > elements.lowerBound { text += "," }
      if level == 0 {
        text += String(values[element])
      } else {
        let ends = ends[level - 1]
        write((element == 0 ? 0 : Int(ends[element - 1]))..<Int(ends[element]), level - 1, to: &text)
      }
    }
    text += "]"
  }
}
