import SpatialPrimitives

/// Borders from one place where three or more of them meet to the next: chains of nodes one after the other.
struct BorderArcs {
  /// The nodes of all arcs; the ends of an arc belong to it.
  private(set) var nodes: [Int32] = []
  /// For each node the half-edge that leads on from it; of the last one of an arc, of no meaning.
  private(set) var halves: [Int32] = []
  private(set) var isEnd: [Bool] = []
  private(set) var ranges: [Range<Int>] = []

  init(_ planar: PlanarFaces) {
    let graph = planar.graph
    var degrees = [Int32](repeating: 0, count: graph.points.count)
    for origin in graph.origins { degrees[Int(origin)] += 1 }
    var isWalked = [Bool](repeating: false, count: graph.halfEdgeCount / 2)
    for half in 0..<graph.halfEdgeCount where !isWalked[half / 2] && degrees[Int(graph.origins[half])] != 2 {
      walk(from: half, graph, degrees, &isWalked)
    }
    // What is left are rings that meet nothing; they begin at their leftmost node.
    for cycle in planar.cycles where !isWalked[Int(cycle.halves[0] / 2)] {
      let start = cycle.halves.min { a, b in
        let (p, q) = (graph.origin(Int(a)), graph.origin(Int(b)))
        return (p.x, p.y) < (q.x, q.y)
      }
      if let start { walk(from: Int(start), graph, degrees, &isWalked) }
    }
  }

  private mutating func walk(
    from start: Int, _ graph: PlanarGraph, _ degrees: [Int32], _ isWalked: inout [Bool]
  ) {
    let first = nodes.count
    var half = start
    repeat {
      isWalked[half / 2] = true
      nodes.append(graph.origins[half])
      halves.append(Int32(half))
      isEnd.append(false)
      // Where two edges meet, the next of the face is the next of the border.
      half = Int(graph.following[half])
    } while degrees[Int(graph.origins[half])] == 2 && half != start
    nodes.append(graph.origins[half])
    halves.append(Int32(half))
    isEnd.append(true)
    isEnd[first] = true
    ranges.append(first..<nodes.count)
  }
}

/// Items in the order of a weight that may change: the latest weight counts, the smallest comes first.
struct TriangleQueue {
  private struct Entry {
    var weight: Double
    var item: Int32
    var version: Int32
  }

  private var heap: [Entry] = []
  private var versions: [Int32]

  init(count: Int) { versions = Array(repeating: 0, count: count) }

  private static func precedes(_ a: Entry, _ b: Entry) -> Bool { (a.weight, a.item) < (b.weight, b.item) }

  /// Takes an item out, if it is there.
  mutating func remove(_ item: Int) { versions[item] += 1 }

  mutating func push(_ item: Int, _ weight: Double) {
    versions[item] += 1
    let entry = Entry(weight: weight, item: Int32(item), version: versions[item])
    heap.append(entry)
    var child = heap.count - 1
    while child > 0, TriangleQueue.precedes(entry, heap[(child - 1) / 2]) {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = entry
  }

  mutating func pop() -> Int? {
    while let top = heap.first {
      let last = heap.removeLast()
      if !heap.isEmpty { sink(last) }
      if versions[Int(top.item)] == top.version { return Int(top.item) }
    }
    return nil
  }

  /// Puts an entry in the place of the first: the smaller children move up until it fits.
  private mutating func sink(_ entry: Entry) {
    var (parent, child) = (0, 1)
    while child < heap.count {
      if child + 1 < heap.count, TriangleQueue.precedes(heap[child + 1], heap[child]) { child += 1 }
      guard TriangleQueue.precedes(heap[child], entry) else { break }
      heap[parent] = heap[child]
      (parent, child) = (child, 2 * child + 1)
    }
    heap[parent] = entry
  }
}

/// The vertices that are left, by square cells that hold about two each.
struct VertexCells {
  private let buckets: Buckets<Int32>
  private let frame: Box
  private let columns: Int
  private let rows: Int
  private var isGone: [Bool]

  init(_ points: [Point]) {
    frame = Box(around: points)
    let cells = max(1, Double(points.count) / 2)
    let side = max((frame.width * frame.height / cells).squareRoot(), max(frame.width, frame.height) / 65_536, 1e-300)
    columns = Int(frame.width / side) + 1
    rows = Int(frame.height / side) + 1
    isGone = Array(repeating: false, count: points.count)
    let (frame, columns, rows) = (frame, columns, rows)
    buckets = Buckets(
      count: columns * rows,
      items: points.enumerated().map { number, point in
        let column = VertexCells.cell(point.x, frame.minX, frame.width, columns)
        return (VertexCells.cell(point.y, frame.minY, frame.height, rows) * columns + column, Int32(number))
      })
  }

  private static func cell(_ value: Double, _ start: Double, _ extent: Double, _ count: Int) -> Int {
    extent > 0 ? min(max(Int((value - start) / extent * Double(count)), 0), count - 1) : 0
  }

  mutating func remove(_ vertex: Int) { isGone[vertex] = true }

  /// Whether no vertex lies in a triangle or on it, besides its corners.
  func isFree(
    _ a: Point, _ b: Point, _ c: Point, besides corners: (Int32, Int32, Int32), _ points: [Point]
  ) -> Bool {
    let turn = Orientation.sign(a, b, c)
    guard turn != 0 else { return true }
    let box = Box(around: [a, b, c])
    let left = VertexCells.cell(box.minX, frame.minX, frame.width, columns)
    let right = VertexCells.cell(box.maxX, frame.minX, frame.width, columns)
    var row = VertexCells.cell(box.minY, frame.minY, frame.height, rows)
    let top = VertexCells.cell(box.maxY, frame.minY, frame.height, rows)
    while row <= top {
      var column = left
      while column <= right {
        for vertex in buckets[row * columns + column] where !isGone[Int(vertex)] {
          let point = points[Int(vertex)]
          guard vertex != corners.0, vertex != corners.1, vertex != corners.2, box.contains(point),
            Orientation.sign(a, b, point) * turn >= 0, Orientation.sign(b, c, point) * turn >= 0,
            Orientation.sign(c, a, point) * turn >= 0
          else { continue }
          return false
        }
        column += 1
      }
      row += 1
    }
    return true
  }
}
