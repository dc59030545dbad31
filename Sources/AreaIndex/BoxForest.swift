import SpatialPrimitives

/// Packed trees of boxes, many in one array. In a tree each node's box surrounds `fan` neighbours of the order below,
/// so it is as good as neighbouring items are near to each other in the plane.
struct BoxForest: Sendable {
  static let fan = 8

  /// Tree by tree: the items' boxes, then order by order up to the root.
  private var boxes: [Box] = []
  private var trees: [(start: Int, count: Int)] = []

  mutating func append(_ items: some Sequence<Box>) {
    var start = boxes.count
    boxes.append(contentsOf: items)
    var size = boxes.count - start
    trees.append((start, size))
    while size > 1 {
      let end = start + size
      for first in stride(from: start, to: end, by: Self.fan) {
        var box = Box.empty
        for index in first..<min(first + Self.fan, end) { box.formUnion(boxes[index]) }
        boxes.append(box)
      }
      start = end
      size = boxes.count - end
    }
  }

  mutating func append(_ other: BoxForest) {
    let shift = boxes.count
    boxes += other.boxes
    trees += other.trees.map { ($0.start + shift, $0.count) }
  }

  /// Calls `body` with the items of a tree, nodes of a smaller `bound` first, leaving out those where it is `nil`.
  /// A node's bound is asked again when its turn comes, so that it may grow stricter on the way.
  @inline(__always)
  func visit(_ tree: Int, _ bound: (Box) -> Double?, _ body: (_ item: Int) -> Void) {
    let (start, count) = trees[tree]
    guard count > 0 else { return }
    var starts: [24 of Int] = .init(repeating: 0)
    starts[0] = start
    var size = count
    var order = 0
    while size > 1 {
      starts[order + 1] = starts[order] + size
      size = (size + Self.fan - 1) / Self.fan
      order += 1
    }
    if bound(boxes[starts[order]]) != nil { descend(starts, order, 0, count, bound, body) }
  }

  private func descend(
    _ starts: [24 of Int], _ order: Int, _ node: Int, _ count: Int, _ bound: (Box) -> Double?, _ body: (Int) -> Void
  ) {
    if order == 0 {
      body(node)
      return
    }
    let size = order == 1 ? count : starts[order] - starts[order - 1]
    var children: [8 of (bound: Double, node: Int)] = .init(repeating: (0, 0))
    var found = 0
    for child in node * Self.fan..<min((node + 1) * Self.fan, size) {
      guard let value = bound(boxes[starts[order - 1] + child]) else { continue }
      var place = found
      while place > 0, children[place - 1].bound > value {
        children[place] = children[place - 1]
        place -= 1
      }
      children[place] = (value, child)
      found += 1
    }
    for place in 0..<found {
      let child = children[place].node
      if place > 0, bound(boxes[starts[order - 1] + child]) == nil { continue }
      descend(starts, order - 1, child, count, bound, body)
    }
  }
}
