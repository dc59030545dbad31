public import SpatialPrimitives

/// An overlay with fewer vertices: every border, of however many areas and levels, is simplified once.
public struct SimplifiedOverlay: Sendable {
  public var overlay: Overlay
  public var verticesBefore = 0
  public var verticesAfter = 0
  /// In metres: how far the farthest vertex that was taken out lies from the border that took its place.
  public var greatestShift = 0.0
  /// The ground between old and new borders, by the faces that had it and that have it now, in square metres.
  public var moved: [(from: Int, to: Int, squareMetres: Double)] = []
}

extension Overlay {
  /// Takes vertices out of borders, those first whose triangle with their neighbours is the smallest (Visvalingam & Whyatt
  /// 1993), as long as none of what was taken out lies farther than the tolerance from what is left.
  ///
  /// A vertex goes only if no other vertex lies in its triangle, borders included, and if its neighbours are not joined by
  /// a border already. Then no border crosses or touches another that it did not touch, and nothing collapses: faces, and
  /// what is beside and above them, stay as they are. Places where borders meet stay.
  ///
  /// - Parameters:
  ///   - tolerance: in metres.
  ///   - metric: metres around a place.
  /// - Complexity: O(n log n) for borders whose vertices lie about evenly.
  public func simplified(tolerance: Double, metric: (Point) -> LocalMetric) -> SimplifiedOverlay {
    var simplification = ArcSimplification(self, tolerance: tolerance, metric)
    simplification.run()
    return simplification.result(of: self)
  }
}

private struct ArcSimplification {
  private let arcs: BorderArcs
  private let points: [Point]
  private let tolerance: Double
  /// Metres to a unit of x and of y, for each item of the arcs.
  private let scales: [(x: Double, y: Double)]
  /// The items before and after that are left.
  private var before: [Int32]
  private var after: [Int32]
  private var isGone: [Bool]
  private var queue: TriangleQueue
  private var vertices: VertexCells
  /// Pairs of fixed nodes that a straight border joins.
  private var joined: Set<UInt64> = []

  init(_ overlay: Overlay, tolerance: Double, _ metric: (Point) -> LocalMetric) {
    arcs = BorderArcs(overlay.planar)
    points = overlay.planar.graph.points
    self.tolerance = tolerance
    let nodes = arcs.nodes
    scales = nodes.map { [points] node in
      let metric = metric(points[Int(node)])
      return (metric.metresPerX, metric.metresPerY)
    }
    before = nodes.indices.map { Int32($0 - 1) }
    after = nodes.indices.map { Int32($0 + 1) }
    isGone = Array(repeating: false, count: nodes.count)
    queue = TriangleQueue(count: nodes.count)
    vertices = VertexCells(points)
    for arc in arcs.ranges where arc.count == 2 { join(nodes[arc.lowerBound], nodes[arc.lowerBound + 1]) }
    for item in nodes.indices where !arcs.isEnd[item] { wait(item) }
  }

  /// Puts an item in the queue as it is now; one that lies too far from its neighbours' line comes to its turn only when
  /// one of them is gone.
  private mutating func wait(_ item: Int) {
    if shift(of: item, Int(before[item]), Int(after[item])) > tolerance {
      queue.remove(item)
    } else {
      queue.push(item, triangle(at: item))
    }
  }

  private func key(_ a: Int32, _ b: Int32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }
  private mutating func join(_ a: Int32, _ b: Int32) { joined.insert(key(a, b)) }
  private func point(_ item: Int) -> Point { points[Int(arcs.nodes[item])] }

  /// Square metres of the triangle of an item and its neighbours.
  private func triangle(at item: Int) -> Double {
    let (a, b, c) = (point(Int(before[item])), point(item), point(Int(after[item])))
    let doubled = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    return doubled.magnitude / 2 * scales[item].x * scales[item].y
  }

  mutating func run() {
    while let item = queue.pop() {
      guard canGo(item) else { continue }
      let (previous, next) = (Int(before[item]), Int(after[item]))
      isGone[item] = true
      (after[previous], before[next]) = (Int32(next), Int32(previous))
      vertices.remove(Int(arcs.nodes[item]))
      if arcs.isEnd[previous], arcs.isEnd[next] { join(arcs.nodes[previous], arcs.nodes[next]) }
      if !arcs.isEnd[previous] { wait(previous) }
      if !arcs.isEnd[next] { wait(next) }
    }
  }

  private func canGo(_ item: Int) -> Bool {
    let (previous, next) = (Int(before[item]), Int(after[item]))
    let (first, last) = (arcs.nodes[previous], arcs.nodes[next])
    // A border that would run back along itself, or along another.
    if first == last { return false }
    if arcs.isEnd[previous] {
      if arcs.isEnd[next] {
        if joined.contains(key(first, last)) { return false }
      } else if arcs.nodes[Int(after[next])] == first {
        return false
      }
    } else if arcs.nodes[Int(before[previous])] == last {
      return false
    }
    for passed in (previous + 1)..<next where shift(of: passed, previous, next) > tolerance { return false }
    return vertices.isFree(point(previous), point(item), point(next), besides: (first, arcs.nodes[item], last), points)
  }

  /// Metres from an item to the straight line between two others.
  private func shift(of item: Int, _ first: Int, _ last: Int) -> Double {
    let (origin, scale) = (point(item), scales[item])
    func flat(_ other: Point) -> Point { Point((other.x - origin.x) * scale.x, (other.y - origin.y) * scale.y) }
    let (a, b) = (flat(point(first)), flat(point(last)))
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    let part = square > 0 ? min(max(-(a.x * dx + a.y * dy) / square, 0), 1) : 0
    let (x, y) = (a.x + part * dx, a.y + part * dy)
    return (x * x + y * y).squareRoot()
  }

  // MARK: What came of it

  func result(of overlay: Overlay) -> SimplifiedOverlay {
    var result = SimplifiedOverlay(overlay: overlay)
    var omitted = [Bool](repeating: false, count: points.count)
    var moved: [UInt64: Double] = [:]
    result.verticesBefore = points.count
    for arc in arcs.ranges {
      var first = arc.lowerBound
      let half = arcs.halves[first]
      let (left, right) = (overlay.face(leftOf: Int(half)), overlay.face(leftOf: Int(half ^ 1)))
      while first < arc.upperBound - 1 {
        let last = Int(after[first])
        for item in (first + 1)..<last {
          omitted[Int(arcs.nodes[item])] = true
          result.greatestShift = max(result.greatestShift, shift(of: item, first, last))
        }
        if last > first + 1 {
          let (won, lost) = ground(between: first, last)
          moved[UInt64(UInt32(right)) << 32 | UInt64(UInt32(left)), default: 0] += won
          moved[UInt64(UInt32(left)) << 32 | UInt64(UInt32(right)), default: 0] += lost
        }
        first = last
      }
    }
    result.verticesAfter = omitted.count { !$0 }
    result.moved = moved.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { key, size in
      (from: Int(key >> 32), to: Int(key & 0xFFFF_FFFF), squareMetres: size)
    }
    result.overlay.omitted = omitted
    return result
  }

  /// The ground between the vertices taken out and the line in their place: what its left side wins where they lay left of
  /// it, and loses where they lay right, crossing by crossing.
  private func ground(between first: Int, _ last: Int) -> (won: Double, lost: Double) {
    let (origin, scale) = (point(first), scales[first])
    func flat(_ item: Int) -> Point {
      Point((point(item).x - origin.x) * scale.x, (point(item).y - origin.y) * scale.y)
    }
    let end = flat(last)
    let length = (end.x * end.x + end.y * end.y).squareRoot()
    guard length > 0 else { return (0, 0) }
    var (won, lost) = (0.0, 0.0)
    // Along the line and left of it.
    var previous = Point(0, 0)
    for item in (first + 1)...last {
      let here = flat(item)
      let turned = Point(
        (here.x * end.x + here.y * end.y) / length, item == last ? 0 : (end.x * here.y - end.y * here.x) / length)
      func add(_ a: Point, _ b: Point) {
        let size = (b.x - a.x) * (a.y + b.y) / 2
        if a.y + b.y > 0 { won += size } else { lost -= size }
      }
      if previous.y * turned.y < 0 {
        let part = previous.y / (previous.y - turned.y)
        let crossing = Point(previous.x + part * (turned.x - previous.x), 0)
        add(previous, crossing)
        add(crossing, turned)
      } else {
        add(previous, turned)
      }
      previous = turned
    }
    return (max(0, won), max(0, lost))
  }
}
