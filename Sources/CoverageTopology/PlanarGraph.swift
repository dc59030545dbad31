import SpatialPrimitives

/// Pieces that meet only at their ends as a graph in the plane: half-edges in both directions, in the order in which
/// they leave each node (the doubly connected edge list of Muller & Preparata 1978, without its faces).
///
/// Piece `k` is the half-edges `2k` (from its lower end by x, then y) and `2k + 1`. Pieces that lie on one another are
/// one, which remembers the sources of all of them; pieces that lead nowhere are left out. O(n log n).
struct PlanarGraph {
  private(set) var points: [Point]
  /// From which node each half-edge leads; to which is told by its twin.
  private(set) var origins: [Int32] = []
  /// The first source of each piece.
  private(set) var sources: [UInt32] = []
  /// The sources of all pieces, piece after piece, and where those of each begin.
  private var allSources: [Source] = []
  private var sourceStarts: [Int32] = []
  /// The half-edge that follows on the border of the face left of it.
  private(set) var following: [Int32] = []
  /// For each node the half-edge after which the outside begins, if the node is the lowest leftmost one of its part
  /// of the graph: the last one, turning left, of those that lead right.
  private var lastRightward: [Int32] = []

  init(_ pieces: [Piece]) {
    var table = PointTable(capacity: pieces.count * 2)
    var keyed: [(key: UInt64, source: Source)] = []
    keyed.reserveCapacity(pieces.count)
    for piece in pieces {
      let isForward = (piece.a.x, piece.a.y) < (piece.b.x, piece.b.y)
      let from = table.number(of: isForward ? piece.a : piece.b)
      let to = table.number(of: isForward ? piece.b : piece.a)
      keyed.append((UInt64(from) << 32 | UInt64(to), Source(edge: piece.source, isForward: isForward)))
    }
    points = table.points
    keyed.sort { ($0.key, $0.source.edge) < ($1.key, $1.source.edge) }
    var ends: [End] = []
    ends.reserveCapacity(keyed.count)
    for (position, item) in keyed.enumerated() where position == 0 || item.key != keyed[position - 1].key {
      ends.append((Int32(item.key >> 32), Int32(item.key & 0xFFFF_FFFF), position))
    }
    PlanarGraph.dropDeadEnds(&ends, nodes: points.count)
    origins.reserveCapacity(ends.count * 2)
    sources.reserveCapacity(ends.count)
    sourceStarts.reserveCapacity(ends.count + 1)
    allSources.reserveCapacity(keyed.count)
    for end in ends {
      origins.append(end.from)
      origins.append(end.to)
      sources.append(keyed[end.first].source.edge)
      sourceStarts.append(Int32(allSources.count))
      var position = end.first
      while position < keyed.count, keyed[position].key == keyed[end.first].key {
        allSources.append(keyed[position].source)
        position += 1
      }
    }
    sourceStarts.append(Int32(allSources.count))
    link()
  }

  /// An edge that a piece is a part of.
  struct Source {
    var edge: UInt32
    /// Whether it leads from the piece's lower end to its higher one.
    var isForward: Bool
  }

  /// The ends of a piece, and where its sources begin in the sorted list of all.
  private typealias End = (from: Int32, to: Int32, first: Int)

  var halfEdgeCount: Int { origins.count }

  /// Where a piece came from, all of them.
  func sources(ofPiece piece: Int) -> ArraySlice<Source> {
    allSources[Int(sourceStarts[piece])..<Int(sourceStarts[piece + 1])]
  }

  func origin(_ half: Int) -> Point { points[Int(origins[half])] }
  func end(_ half: Int) -> Point { points[Int(origins[half ^ 1])] }

  /// The half-edge on the outside of a part of the graph whose lowest leftmost node this is.
  func outermost(at node: Int) -> Int { Int(lastRightward[node]) }

  private static func dropDeadEnds(_ ends: inout [End], nodes: Int) {
    var degrees = [Int32](repeating: 0, count: nodes)
    for end in ends {
      degrees[Int(end.from)] += 1
      degrees[Int(end.to)] += 1
    }
    guard degrees.contains(1) else { return }
    let lists = Buckets(
      count: nodes, items: ends.indices.flatMap { [(Int(ends[$0].from), Int32($0)), (Int(ends[$0].to), Int32($0))] })
    var isDead = [Bool](repeating: false, count: ends.count)
    var waiting = degrees.indices.filter { degrees[$0] == 1 }
    while let node = waiting.popLast() {
      for number in lists[node] where !isDead[Int(number)] {
        isDead[Int(number)] = true
        let end = ends[Int(number)]
        for other in [Int(end.from), Int(end.to)] {
          degrees[other] -= 1
          if degrees[other] == 1 { waiting.append(other) }
        }
      }
    }
    var position = 0
    ends.removeAll { _ in
      defer { position += 1 }
      return isDead[position]
    }
  }

  /// Sorts the half-edges that leave each node by their angle and joins each to the next one of its face.
  private mutating func link() {
    following = Array(repeating: 0, count: origins.count)
    lastRightward = Array(repeating: -1, count: points.count)
    let leaving = Buckets(count: points.count, items: origins.indices.map { (Int(origins[$0]), Int32($0)) })
    for node in points.indices {
      var halves = Array(leaving[node])
      guard !halves.isEmpty else { continue }
      let center = points[node]
      if halves.count > 1 {
        halves.sort { precedes(end(Int($0)), end(Int($1)), around: center) }
      }
      for (position, half) in halves.enumerated() {
        // Coming in along the twin, the border turns as far left as it can: to the one before in counter-clockwise order.
        let before = halves[position == 0 ? halves.count - 1 : position - 1]
        following[Int(half ^ 1)] = before
      }
      // Upward halves come first: of those that lead right or straight up the last, else the last of all.
      let upper = halves.last { half in
        let point = end(Int(half))
        return point.x >= center.x && (point.y > center.y || point.y == center.y && point.x > center.x)
      }
      lastRightward[node] = upper ?? halves[halves.count - 1]
    }
  }

  /// Whether `p` comes before `q` in the counter-clockwise order of directions from `center` that begins at the right.
  private func precedes(_ p: Point, _ q: Point, around center: Point) -> Bool {
    let isUpperP = p.y > center.y || p.y == center.y && p.x > center.x
    let isUpperQ = q.y > center.y || q.y == center.y && q.x > center.x
    if isUpperP != isUpperQ { return isUpperP }
    return Orientation.sign(center, p, q) > 0
  }
}

/// Items in numbered buckets, all in one array.
struct Buckets<Item: Sendable>: Sendable {
  private var starts: [Int32]
  private var items: [Item] = []

  /// - Parameter count: how many buckets there are; every number is below it. Items keep their order.
  init(count: Int, items given: [(bucket: Int, item: Item)]) {
    starts = Array(repeating: 0, count: count + 1)
    for (bucket, _) in given { starts[bucket + 1] += 1 }
    for bucket in 0..<count { starts[bucket + 1] += starts[bucket] }
    guard let first = given.first?.item else { return }
    items = Array(repeating: first, count: given.count)
    var next = starts
    for (bucket, item) in given {
      items[Int(next[bucket])] = item
      next[bucket] += 1
    }
  }

  subscript(bucket: Int) -> ArraySlice<Item> { items[Int(starts[bucket])..<Int(starts[bucket + 1])] }
}
