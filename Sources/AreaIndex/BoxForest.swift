import SpatialPrimitives
import SystemFiles

/// What trees of boxes are made of.
protocol TreeBox: BitwiseCopyable, Sendable {
  static var empty: Self { get }
  mutating func formUnion(_ other: Self)
  /// A box around this one.
  var box: Box { get }
}

extension Box: TreeBox {
  var box: Box { self }
}

/// A box of single precision, rounded outward.
struct SmallBox: TreeBox {
  private(set) var minX = Float.infinity
  private(set) var minY = Float.infinity
  private(set) var maxX = -Float.infinity
  private(set) var maxY = -Float.infinity

  static let empty = SmallBox()

  init() {}

  init(_ box: Box) {
    minX = Self.notAbove(box.minX)
    minY = Self.notAbove(box.minY)
    maxX = -Self.notAbove(-box.maxX)
    maxY = -Self.notAbove(-box.maxY)
  }

  var box: Box { Box(minX: Double(minX), minY: Double(minY), maxX: Double(maxX), maxY: Double(maxY)) }

  mutating func formUnion(_ other: SmallBox) {
    minX = min(minX, other.minX)
    minY = min(minY, other.minY)
    maxX = max(maxX, other.maxX)
    maxY = max(maxY, other.maxY)
  }

  private static func notAbove(_ value: Double) -> Float {
    let rounded = Float(value)
    return Double(rounded) > value ? rounded.nextDown : rounded
  }
}

/// Packed trees of boxes, many in one array. In a tree each node's box surrounds `fan` neighbours of the order below,
/// so it is as good as neighbouring items are near to each other in the plane.
struct BoxForest<Element: TreeBox>: Sendable {
  static var fan: Int { 8 }

  /// Tree by tree: the items' boxes, then order by order up to the root.
  let boxes: Section<Element>
  /// Where each tree begins and how many items it has.
  let trees: Section<SIMD2<UInt32>>

  init(boxes: Section<Element>, trees: Section<SIMD2<UInt32>>) {
    self.boxes = boxes
    self.trees = trees
  }

  init(_ builder: Builder) {
    self.init(boxes: Section(builder.boxes), trees: Section(builder.trees))
  }

  struct Builder: Sendable {
    fileprivate var boxes: [Element] = []
    fileprivate var trees: [SIMD2<UInt32>] = []

    mutating func append(_ items: some Sequence<Element>) {
      var start = boxes.count
      boxes.append(contentsOf: items)
      var size = boxes.count - start
      trees.append([UInt32(start), UInt32(size)])
      while size > 1 {
        let end = start + size
        for first in stride(from: start, to: end, by: BoxForest.fan) {
          var box = Element.empty
          for index in first..<min(first + BoxForest.fan, end) { box.formUnion(boxes[index]) }
          boxes.append(box)
        }
        start = end
        size = boxes.count - end
      }
    }

    mutating func append(_ other: Builder) {
      let shift = UInt32(boxes.count)
      boxes += other.boxes
      trees += other.trees.map { [$0.x + shift, $0.y] }
    }
  }

  /// Where the boxes of a tree are.
  func nodes(of tree: Int) -> Range<Int> {
    let start = Int(trees[tree].x)
    var size = Int(trees[tree].y)
    var end = start + size
    while size > 1 {
      size = (size + Self.fan - 1) / Self.fan
      end += size
    }
    return start..<end
  }

  /// Calls `body` with the items of a tree whose boxes and all boxes around them `isWanted` lets through.
  @inline(__always)
  func forEach(_ tree: Int, _ isWanted: (Element) -> Bool, _ body: (_ item: Int) -> Void) {
    let (start, count) = (Int(trees[tree].x), Int(trees[tree].y))
    let boxes = boxes.view
    if count <= Self.fan {
      for item in 0..<count where isWanted(boxes[start + item]) { body(item) }
      return
    }
    let path = Path(start, count)
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.fan * Path.mostOrders) { stack in
      // A node: its order in the upper half, its position there in the lower.
      unsafe stack[0] = UInt64(path.top) << 32
      var depth = 1
      while depth > 0 {
        depth -= 1
        let (order, node) = unsafe (Int(stack[depth] >> 32), Int(stack[depth] & 0xFFFF_FFFF))
        if order == 0 {
          body(node)
          continue
        }
        var child = min((node + 1) * Self.fan, path.size(order - 1, count))
        while child > node * Self.fan {
          child -= 1
          guard isWanted(boxes[path.starts[order - 1] + child]) else { continue }
          unsafe stack[depth] = UInt64(order - 1) << 32 | UInt64(child)
          depth += 1
        }
      }
    }
  }

  /// Where the orders of a tree begin, from the items up to the root.
  private struct Path {
    static var mostOrders: Int { 12 }
    var starts: [12 of Int] = .init(repeating: 0)
    var top = 0

    init(_ start: Int, _ count: Int) {
      starts[0] = start
      var size = count
      while size > 1, top < Self.mostOrders - 1 {
        starts[top + 1] = starts[top] + size
        size = (size + BoxForest.fan - 1) / BoxForest.fan
        top += 1
      }
    }

    func size(_ order: Int, _ count: Int) -> Int { order == 0 ? count : starts[order + 1] - starts[order] }
  }

  /// Calls `body` with the items of a tree, nodes of a smaller `bound` first, leaving out those where it is `nil`.
  /// A node's bound is asked again when its turn comes, so that it may grow stricter on the way.
  @inline(__always)
  func visit(_ tree: Int, _ bound: (Box) -> Double?, _ body: (_ item: Int) -> Void) {
    let (start, count) = (Int(trees[tree].x), Int(trees[tree].y))
    guard count > 0 else { return }
    let path = Path(start, count)
    if bound(boxes[path.starts[path.top]].box) != nil { descend(boxes.view, path, path.top, 0, count, bound, body) }
  }

  private func descend(
    _ boxes: SectionView<Element>, _ path: Path, _ order: Int, _ node: Int, _ count: Int, _ bound: (Box) -> Double?,
    _ body: (Int) -> Void
  ) {
    if order == 0 {
      body(node)
      return
    }
    let first = path.starts[order - 1]
    var children: [8 of (bound: Double, node: Int)] = .init(repeating: (0, 0))
    var found = 0
    for child in node * Self.fan..<min((node + 1) * Self.fan, path.size(order - 1, count)) {
      guard let value = bound(boxes[first + child].box) else { continue }
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
      if place > 0, bound(boxes[first + child].box) == nil { continue }
      descend(boxes, path, order - 1, child, count, bound, body)
    }
  }
}
