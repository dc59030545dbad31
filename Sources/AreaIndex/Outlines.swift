import SpatialPrimitives
import SystemFiles

/// What is asked of single areas rather than of points: a tree over the areas of each level, and for each area a tree
/// over stretches of its rings.
struct Outlines: Sendable {
  private static let stretch = 16

  private let rings: RingStore
  /// Around all areas.
  private(set) var box = Box.empty
  /// By level: ranks along a space-filling curve, and a tree over them.
  private var ranks: [[Int]] = []
  private var areas = BoxForest()
  /// By rank.
  private var stretches = BoxForest()

  init(_ rings: RingStore, _ roster: Roster, threads: Int) {
    self.rings = rings
    for range in roster.ranges {
      var box = Box.empty
      for rank in range { box.formUnion(rings.boxes[rank]) }
      self.box.formUnion(box)
      let order = range.filter { !rings.boxes[$0].isEmpty }
        .map { rank in (key: Self.curvePosition(rings.boxes[rank].center, in: box), rank: rank) }
        .sorted { ($0.key, $0.rank) < ($1.key, $1.rank) }
        .map(\.rank)
      ranks.append(order)
      areas.append(order.lazy.map { rings.boxes[$0] })
    }
    let chunks = 16
    let count = rings.boxes.count
    let parts = Workers.map(chunks, threads: threads) { chunk in
      var forest = BoxForest()
      for rank in count * chunk / chunks..<count * (chunk + 1) / chunks {
        let points = rings.pointRange(of: rank)
        let starts = stride(from: points.lowerBound, to: points.upperBound - 1, by: Self.stretch)
        forest.append(starts.lazy.map { Box(around: rings.points[$0...min($0 + Self.stretch, points.upperBound - 1)]) })
      }
      return forest
    }
    for part in parts { stretches.append(part) }
  }

  /// Whether and how an area holds a point. Exact.
  func location(of point: Point, in rank: Int) -> Location {
    guard rings.boxes[rank].contains(point) else { return .outside }
    var crossings = Crossings(of: point)
    // An edge wholly left of the point, above or below it tells nothing.
    let bound = { (box: Box) -> Double? in
      box.maxX >= point.x && box.minY <= point.y && point.y <= box.maxY ? 0 : nil
    }
    stretches.visit(rank, bound) { item in
      forEachEdge(of: rank, stretch: item) { crossings.addEdge($0, $1) }
    }
    return crossings.location
  }

  /// Calls `body` with the rank of each area of a level whose box `bound` lets through, nearer ones first.
  func forEachArea(at level: Int, _ bound: (Box) -> Double?, _ body: (_ rank: Int) -> Void) {
    areas.visit(level, bound) { body(ranks[level][$0]) }
  }

  /// The place on the border of an area nearest to `point`, if there is one within `reach` metres.
  func nearestBorder(
    to point: Point, rank: Int, metric: LocalMetric, within reach: Double
  ) -> (metres: Double, point: Point)? {
    var best: (metres: Double, point: Point)?
    var reach = reach
    let bound = { (box: Box) -> Double? in
      let metres = metric.lowerBound(from: point, to: box)
      return metres <= reach ? metres : nil
    }
    stretches.visit(rank, bound) { item in
      forEachEdge(of: rank, stretch: item) { a, b in
        let box = Box(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
        if metric.lowerBound(from: point, to: box) > reach { return }
        let place = Segment.nearestPoint(
          to: point, from: a, b, scaleX: metric.metresPerX, scaleY: metric.metresPerY)
        let metres = metric.distance(from: point, to: place)
        if metres < reach || (best == nil && metres <= reach) {
          best = (metres, place)
          reach = metres
        }
      }
    }
    return best
  }

  @inline(__always)
  private func forEachEdge(of rank: Int, stretch item: Int, _ body: (Point, Point) -> Void) {
    let points = rings.pointRange(of: rank)
    let first = points.lowerBound + item * Self.stretch
    for index in first..<min(first + Self.stretch, points.upperBound - 1) where !rings.endsRing[index] {
      body(rings.points[index], rings.points[index + 1])
    }
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
