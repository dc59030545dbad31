public import SpatialPrimitives
import SystemFiles

/// Which areas border on which, and along what length: neighbours share a line, not only a point ("rook" adjacency).
///
/// Edges that two areas have alike are paired by a hash of their points; only those that found no pair are cut where
/// they meet, so that a corner of one area on the edge of another makes neighbours too.
public struct AreaAdjacency: Sendable {
  /// Two areas on either side of a line.
  public struct Border: Sendable, Hashable {
    public var a: Int
    /// Always greater than `a`.
    public var b: Int
    public var length: Double
    /// What of it runs along something, as `along` measured it; 0 where nothing was asked.
    public var along: Double

    public init(a: Int, b: Int, length: Double, along: Double = 0) {
      (self.a, self.b, self.length, self.along) = (a, b, length, along)
    }
  }

  /// By `a`, then by `b`; each pair once.
  public let borders: [Border]
  /// Of each area the length of its border on whose other side no area is.
  public let openLengths: [Double]

  /// How many lines are measured by one thread at a time. Lengths are added up share by share, whoever measured them.
  private static let share = 1 << 14

  /// - Parameters:
  ///   - areas: any polygons; one with a coordinate that is no number borders on none. Areas on the same side of a line
  ///     overlap: they do not become neighbours by it.
  ///   - threads: how many work; the result is the same, bit for bit, for any number.
  ///   - length: of a straight line between two points, in the unit that lengths shall have.
  ///   - along: what of a line that areas share runs along something, such as a street; `nil`: not asked.
  /// - Complexity: O(n) for edges that pair, O(k log k) for the k that do not.
  public init(
    _ areas: [MultiPolygon], threads: Int = 1, length: @Sendable (Point, Point) -> Double,
    along: (@Sendable (Point, Point) -> Double)? = nil
  ) {
    let edges = CoverageEdges(areas)
    let twins = EdgeTwins(edges, threads: threads)
    let shares = (twins.firsts.count + AreaAdjacency.share - 1) / AreaAdjacency.share
    var measured = Workers.map(shares, threads: threads) { number in
      let begin = number * AreaAdjacency.share
      var lines = SharedLines()
      lines.add(
        edges, twins, begin..<min(begin + AreaAdjacency.share, twins.firsts.count), length: length, along: along)
      return lines
    }
    measured.append(AreaAdjacency.cut(measured.flatMap(\.loose), of: edges, length: length, along: along))
    (borders, openLengths) = AreaAdjacency.summed(measured, areas: areas.count)
  }

  /// What edges without a twin share: cut where they meet, pieces between the same points lie side by side in an order by
  /// their ends.
  private static func cut(
    _ loose: [Piece], of edges: CoverageEdges, length: (Point, Point) -> Double, along: ((Point, Point) -> Double)?
  ) -> SharedLines {
    let pieces = Noding.noded(loose).map { (ends: $0.a < $0.b ? ($0.a, $0.b) : ($0.b, $0.a), piece: $0) }
      .sorted { $0.ends.0 != $1.ends.0 ? $0.ends.0 < $1.ends.0 : $0.ends.1 < $1.ends.1 }
    var lines = SharedLines()
    var start = 0
    while start < pieces.count {
      let (low, high) = pieces[start].ends
      var end = start + 1
      while end < pieces.count, pieces[end].ends == (low, high) { end += 1 }
      let members = pieces[start..<end].map { (Int($0.piece.source), $0.piece.a == low) }
      lines.add(edges, members, (length(low, high), along?(low, high) ?? 0))
      start = end
    }
    lines.close()
    return lines
  }

  private static func summed(
    _ measured: [SharedLines], areas count: Int
  ) -> (borders: [Border], openLengths: [Double]) {
    var runs = measured.flatMap(\.runs)
    // Stable, so that lengths are added up in the order in which they were found.
    runs.sort { $0.key < $1.key }
    var borders: [Border] = []
    for run in runs {
      let (a, b) = (Int(run.key >> 32), Int(run.key & 0xFFFF_FFFF))
      if let last = borders.last, last.a == a, last.b == b {
        borders[borders.count - 1].length += run.length
        borders[borders.count - 1].along += run.along
      } else {
        borders.append(Border(a: a, b: b, length: run.length, along: run.along))
      }
    }
    var openLengths = [Double](repeating: 0, count: count)
    for lines in measured { for (area, length) in lines.open { openLengths[Int(area)] += length } }
    return (borders, openLengths)
  }
}

/// Lines that areas share, as they are found.
private struct SharedLines {
  typealias Run = (key: UInt64, length: Double, along: Double)

  /// The two areas of lines that follow one another, the smaller number above, and how long these are.
  private(set) var runs: [Run] = []
  private(set) var open: [(area: UInt32, length: Double)] = []
  /// Edges without a twin.
  private(set) var loose: [Piece] = []
  /// Neighbouring edges mostly have the same two areas: their run, until another comes.
  private var run: Run = (0, 0, 0)

  /// The lines of some of the edges that are the first between their points.
  mutating func add(
    _ edges: CoverageEdges, _ twins: EdgeTwins, _ firsts: Range<Int>, length: (Point, Point) -> Double,
    along: ((Point, Point) -> Double)?
  ) {
    let (points, owners) = (edges.points, edges.owners)
    for place in firsts {
      let edge = Int(twins.firsts[place])
      let (p, q) = (points[edge], points[edge + 1])
      guard let second = twins.next(edge) else {
        loose.append(Piece(a: p, b: q, source: UInt32(edge)))
        continue
      }
      let measures = (length(p, q), along?(p, q) ?? 0)
      if twins.next(second) == nil {
        let (one, other) = (owners[edge], owners[second])
        let isTurned = p != points[second]
        if ((one ^ other) & 1 == 1) != isTurned {
          add(one >> 1, other >> 1, measures)
        } else {
          open.append((one >> 1, measures.0))
          if one >> 1 != other >> 1 { open.append((other >> 1, measures.0)) }
        }
      } else {
        var members = [edge]
        while let last = members.last, let next = twins.next(last) { members.append(next) }
        add(edges, members.map { ($0, points[$0] == p) }, measures)
      }
    }
    close()
  }

  /// Any number of edges between the same points, each with whether it runs from the lower one.
  mutating func add(
    _ edges: CoverageEdges, _ members: [(edge: Int, isForward: Bool)], _ measures: (length: Double, along: Double)
  ) {
    var sides: (left: Set<UInt32>, right: Set<UInt32>) = ([], [])
    for member in members {
      let owner = edges.owners[member.edge]
      if (owner & 1 == 1) == member.isForward {
        sides.left.insert(owner >> 1)
      } else {
        sides.right.insert(owner >> 1)
      }
    }
    for left in sides.left.sorted() { for right in sides.right.sorted() { add(left, right, measures) } }
    if sides.left.isEmpty || sides.right.isEmpty {
      for area in sides.left.union(sides.right).sorted() { open.append((area, measures.length)) }
    }
  }

  private mutating func add(_ a: UInt32, _ b: UInt32, _ measures: (length: Double, along: Double)) {
    if a == b { return }
    let key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
    if key != run.key {
      close()
      run = (key, 0, 0)
    }
    run.length += measures.length
    run.along += measures.along
  }

  /// Keeps the last run. No key is 0: its areas differ.
  mutating func close() {
    if run.key != 0 { runs.append(run) }
    run = (0, 0, 0)
  }
}

extension Point {
  /// By x, then by y.
  fileprivate static func < (p: Point, q: Point) -> Bool { (p.x, p.y) < (q.x, q.y) }
}
