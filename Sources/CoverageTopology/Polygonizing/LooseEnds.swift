public import SpatialPrimitives

/// Where lines end without meeting another.
public struct LooseEnds: Sendable, Hashable {
  /// How ends are led on.
  public struct Rule: Sendable, Hashable {
    /// How far at the most, in metres.
    public var tolerance: Double
    /// Metres to a unit of x and of y.
    public var metresPerX: Double
    public var metresPerY: Double

    public init(tolerance: Double, metresPerX: Double = 1, metresPerY: Double = 1) {
      self.tolerance = tolerance
      self.metresPerX = metresPerX
      self.metresPerY = metresPerY
    }
  }

  /// Ends that were led on to the next line.
  public var joined: [Point] = []
  /// Ends that lie farther from it, and divide nothing.
  public var left: [Point] = []

  public init() {}
}

/// Finds the ends of noded pieces within a region that meet no other piece, and what they can be led on to.
struct LooseEndSearch {
  struct Joint {
    var end: Point
    /// The piece that it is led to, and the place on it.
    var piece: Int
    var place: Point
    var source: UInt32
  }

  private let pieces: [Piece]
  private let rule: LooseEnds.Rule
  private(set) var found = LooseEnds()
  private(set) var joints: [Joint] = []

  /// O(n + ends · pieces near each).
  init(_ pieces: [Piece], region: MultiPolygon, rule: LooseEnds.Rule) {
    self.pieces = pieces
    self.rule = rule
    var table = PointTable(capacity: pieces.count * 2)
    var ends: [(node: Int, item: Int32)] = []
    ends.reserveCapacity(pieces.count * 2)
    for (number, piece) in pieces.enumerated() {
      ends.append((table.number(of: piece.a), Int32(number)))
      ends.append((table.number(of: piece.b), Int32(number)))
    }
    let nodes = Buckets(count: table.points.count, items: ends.map { ($0.node, $0.item) })
    let loose = table.points.indices.filter { nodes[$0].count == 1 }
    guard !loose.isEmpty else { return }
    var inside = AreaLocator([region])
    let cells = BoxCells(pieces.map(\.box))
    for node in loose {
      let end = table.points[node]
      guard !inside.areas(at: end).isEmpty else { continue }
      let own = tail(from: node, nodes, ends)
      // What only juts out beyond a crossing is no street.
      if own.isStub { continue }
      if let joint = nearest(to: end, besides: own.pieces, cells) {
        joints.append(joint)
        found.joined.append(end)
      } else {
        found.left.append(end)
      }
    }
  }

  /// The pieces that lead to an end, as far back as the end could take for another line; a stub, if a crossing comes
  /// before that.
  private func tail(
    from node: Int, _ nodes: Buckets<Int32>, _ ends: [(node: Int, item: Int32)]
  ) -> (pieces: Set<Int>, isStub: Bool) {
    var result: Set<Int> = []
    var (node, length) = (node, 0.0)
    while length < 4 * rule.tolerance {
      guard let next = nodes[node].first(where: { !result.contains(Int($0)) }) else { break }
      let piece = Int(next)
      result.insert(piece)
      length += distance(pieces[piece].a, pieces[piece].b)
      node = ends[2 * piece].node == node ? ends[2 * piece + 1].node : ends[2 * piece].node
      if nodes[node].count > 2 { return (result, length < 2 * rule.tolerance) }
    }
    return (result, false)
  }

  private func nearest(to end: Point, besides own: Set<Int>, _ cells: BoxCells) -> Joint? {
    let (reachX, reachY) = (rule.tolerance / rule.metresPerX, rule.tolerance / rule.metresPerY)
    let box = Box(minX: end.x - reachX, minY: end.y - reachY, maxX: end.x + reachX, maxY: end.y + reachY)
    var best: (distance: Double, joint: Joint)?
    let source = own.lazy.map { pieces[$0].source }.min() ?? 0
    for number in cells.items(meeting: box) where !own.contains(Int(number)) {
      let piece = pieces[Int(number)]
      let place = Segment.nearestPoint(
        to: end, from: piece.a, piece.b, scaleX: rule.metresPerX, scaleY: rule.metresPerY)
      let distance = distance(end, place)
      guard distance <= rule.tolerance, distance < best?.distance ?? .infinity else { continue }
      best = (distance, Joint(end: end, piece: Int(number), place: place, source: source))
    }
    return best?.joint
  }

  private func distance(_ a: Point, _ b: Point) -> Double {
    let (x, y) = ((b.x - a.x) * rule.metresPerX, (b.y - a.y) * rule.metresPerY)
    return (x * x + y * y).squareRoot()
  }

  /// The pieces with the joints, each met piece cut where it is met, so that rounding cannot part them.
  func joined() -> [Piece] {
    let cuts = Dictionary(grouping: joints, by: \.piece)
    var result: [Piece] = []
    result.reserveCapacity(pieces.count + joints.count * 2)
    for (number, piece) in pieces.enumerated() {
      guard let places = cuts[number] else {
        result.append(piece)
        continue
      }
      var from = piece.a
      for joint in places.sorted(by: { distance(piece.a, $0.place) < distance(piece.a, $1.place) })
      where joint.place != from && joint.place != piece.b {
        result.append(Piece(a: from, b: joint.place, source: piece.source))
        from = joint.place
      }
      result.append(Piece(a: from, b: piece.b, source: piece.source))
    }
    for joint in joints where joint.end != joint.place {
      result.append(Piece(a: joint.end, b: joint.place, source: joint.source))
    }
    return result
  }
}
