import SpatialPrimitives
import SystemFiles

/// What is asked of single areas rather than of points: a tree over the areas of each level, and for each area a tree
/// over its border, whose edges it shares with other areas.
struct Outlines: Sendable {
  /// Edges per stretch, and stretches per item of an area's tree.
  private static let mostEdges = 16
  private static let mostStretches = 4

  /// Edge `i` goes from vertex `i` to vertex `i + 1`.
  let vertices: Section<Point>
  /// Stretches of border, area by area: first edge `<< 8 |` number of edges.
  let stretches: Section<UInt64>
  /// By rank: its first stretch; one more at the end.
  let starts: Section<UInt32>
  /// By rank.
  let borders: BoxForest<SmallBox>
  /// Ranks of each level along a space-filling curve.
  let ranks: Section<UInt32>
  /// By level; of boxes as the areas have them, so that slivers are told apart.
  let areas: BoxForest<Box>
  /// By level: the first of its ranks in `ranks`.
  private let firstRanks: [Int]

  init(
    vertices: Section<Point>, stretches: Section<UInt64>, starts: Section<UInt32>, borders: BoxForest<SmallBox>,
    ranks: Section<UInt32>, areas: BoxForest<Box>
  ) {
    self.vertices = vertices
    self.stretches = stretches
    self.starts = starts
    self.borders = borders
    self.ranks = ranks
    self.areas = areas
    var firstRanks = [0]
    for level in Level.allCases {
      firstRanks.append(firstRanks[Int(level.rawValue)] + Int(areas.trees[Int(level.rawValue)].y))
    }
    self.firstRanks = firstRanks
  }

  init(_ edges: EdgeStore, _ roster: Roster, threads: Int) {
    let count = edges.boxes.count
    let chunks = 64
    let parts = Workers.map(chunks, threads: threads) { chunk in
      var part = BorderPart()
      for rank in count * chunk / chunks..<count * (chunk + 1) / chunks { part.append(rank, edges) }
      return part
    }
    var stretches: [UInt64] = []
    var starts: [UInt32] = [0]
    var borders = BoxForest<SmallBox>.Builder()
    for part in parts {
      starts += part.ends.map { $0 + UInt32(stretches.count) }
      stretches += part.stretches
      borders.append(part.forest)
    }
    var order: [UInt32] = []
    var areas = BoxForest<Box>.Builder()
    for range in roster.ranges {
      let ranks = Self.alongCurve(range, edges.boxes)
      areas.append(ranks.lazy.map { edges.boxes[Int($0)] })
      order += ranks
    }
    self.init(
      vertices: edges.vertices, stretches: Section(stretches), starts: Section(starts),
      borders: BoxForest(borders), ranks: Section(order), areas: BoxForest(areas))
  }

  /// The borders of some areas that follow each other.
  private struct BorderPart: Sendable {
    var stretches: [UInt64] = []
    var ends: [UInt32] = []
    var forest = BoxForest<SmallBox>.Builder()

    mutating func append(_ rank: Int, _ edges: EdgeStore) {
      let first = stretches.count
      for stretch in edges.stretches(of: rank) {
        var start = stretch >> 32
        let end = start + stretch & 0xFFFF_FFFF
        while start < end {
          let count = min(UInt64(Outlines.mostEdges), end - start)
          stretches.append(start << 8 | count)
          start += count
        }
      }
      ends.append(UInt32(stretches.count))
      let vertices = edges.vertices.view
      let items = stride(from: first, to: stretches.count, by: Outlines.mostStretches)
      forest.append(
        items.map { item in
          var box = Box.empty
          for stretch in stretches[item..<min(item + Outlines.mostStretches, stretches.count)] {
            let edge = Int(stretch >> 8)
            for vertex in edge...edge + Int(stretch & 0xFF) { box.extend(to: vertices[vertex]) }
          }
          return SmallBox(box)
        })
    }
  }

  // MARK: Questions

  /// Whether and how an area holds a point. Exact.
  func location(of point: Point, in rank: Int) -> Location {
    var crossings = Crossings(of: point)
    // A stretch wholly left of the point, above or below it tells nothing.
    borders.forEach(
      rank,
      { Double($0.maxX) >= point.x && Double($0.minY) <= point.y && point.y <= Double($0.maxY) },
      { item in forEachEdge(of: rank, item) { crossings.addEdge($0, $1) } })
    return crossings.location
  }

  /// Calls `body` with the rank of each area of a level whose box holds the point.
  func forEachArea(at level: Int, around point: Point, _ body: (_ rank: Int) -> Void) {
    let ranks = ranks.view
    areas.forEach(level, { $0.contains(point) }, { body(Int(ranks[firstRanks[level] + $0])) })
  }

  /// Calls `body` with the rank of each area of a level whose box `bound` lets through, nearer ones first.
  func forEachArea(at level: Int, _ bound: (Box) -> Double?, _ body: (_ rank: Int) -> Void) {
    areas.visit(level, bound) { body(Int(ranks[firstRanks[level] + $0])) }
  }

  /// The place on the border of an area nearest to `point`, if there is one within `reach` metres; of equally near ones
  /// that with the least coordinates.
  func nearestBorder(
    to point: Point, rank: Int, metric: LocalMetric, within reach: Double
  ) -> (metres: Double, point: Point)? {
    var best: (metres: Double, point: Point)?
    var reach = reach
    let bound = { (box: Box) -> Double? in
      let metres = metric.lowerBound(from: point, to: box)
      return metres <= reach ? metres : nil
    }
    borders.visit(rank, bound) { item in
      forEachEdge(of: rank, item) { a, b in
        let box = Box(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
        if metric.lowerBound(from: point, to: box) > reach { return }
        let place = Segment.nearestPoint(
          to: point, from: a, b, scaleX: metric.metresPerX, scaleY: metric.metresPerY)
        let metres = metric.distance(from: point, to: place)
        if metres < reach || (metres == reach && best.map { place.isBefore($0.point) } ?? true) {
          best = (metres, place)
          reach = metres
        }
      }
    }
    return best
  }

  /// Calls `body` with the number of each edge of an area: it goes from that vertex to the next.
  func forEachEdgeNumber(of rank: Int, _ body: (Int) -> Void) {
    let stretches = stretches.view
    let end = min(Int(starts[rank + 1]), self.stretches.count)
    var index = Int(starts[rank])
    while index < end {
      let first = Int(truncatingIfNeeded: stretches[index] &>> 8)
      for edge in first..<first + Int(stretches[index] & 0xFF) where edge + 1 < vertices.count { body(edge) }
      index += 1
    }
  }

  @inline(__always)
  private func forEachEdge(of rank: Int, _ item: Int, _ body: (Point, Point) -> Void) {
    let (vertices, stretches) = (vertices.view, stretches.view)
    let first = Int(starts[rank]) &+ item &* Self.mostStretches
    let end = min(first &+ Self.mostStretches, Int(starts[rank + 1]))
    // Stretches lie far from each other: all are asked for before the first is waited for.
    for index in first..<max(first, end) { prefetch(stretches[index]) }
    var index = first
    while index < end {
      let stretch = stretches[index]
      var edge = Int(truncatingIfNeeded: stretch &>> 8)
      var a = vertices[edge]
      for _ in 0..<Int(truncatingIfNeeded: stretch & 0xFF) {
        edge &+= 1
        let b = vertices[edge]
        body(a, b)
        a = b
      }
      index &+= 1
    }
  }

  /// Asks for the cache lines of a stretch's vertices.
  @inline(__always)
  private func prefetch(_ stretch: UInt64) {
    let first = Int(truncatingIfNeeded: stretch &>> 8)
    let last = first &+ Int(truncatingIfNeeded: stretch & 0xFF)
    var vertex = first
    while vertex < last {
      unsafe CacheLine.prefetch(vertices.base + vertex)
      vertex &+= Self.verticesPerLine
    }
    unsafe CacheLine.prefetch(vertices.base + last)
  }

  private static let verticesPerLine = 64 / MemoryLayout<Point>.stride

  // MARK: Order

  private static func alongCurve(_ range: Range<Int>, _ boxes: [Box]) -> [UInt32] {
    var box = Box.empty
    for rank in range { box.formUnion(boxes[rank]) }
    return range.filter { !boxes[$0].isEmpty }
      .map { rank in (key: curvePosition(boxes[rank].center, in: box), rank: UInt32(rank)) }
      .sorted { ($0.key, $0.rank) < ($1.key, $1.rank) }
      .map(\.rank)
  }

  /// The position of a place on a Z-order curve (Morton 1966) over `box`.
  private static func curvePosition(_ point: Point, in box: Box) -> UInt64 {
    func spread(_ part: Double) -> UInt64 {
      var bits = UInt64(max(0, min(65535, part * 65536)))
      bits = (bits | bits << 8) & 0x00FF_00FF
      bits = (bits | bits << 4) & 0x0F0F_0F0F
      bits = (bits | bits << 2) & 0x3333_3333
      return (bits | bits << 1) & 0x5555_5555
    }
    let x = box.width > 0 ? (point.x - box.minX) / box.width : 0
    let y = box.height > 0 ? (point.y - box.minY) / box.height : 0
    return spread(x) | spread(y) << 1
  }
}

extension Point {
  /// An order, so that of two places equally near always the same is chosen.
  @inline(__always) func isBefore(_ other: Point) -> Bool { (x, y) < (other.x, other.y) }
}
