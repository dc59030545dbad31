public import SpatialPrimitives

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

    public init(a: Int, b: Int, length: Double) {
      (self.a, self.b, self.length) = (a, b, length)
    }
  }

  /// By `a`, then by `b`; each pair once.
  public let borders: [Border]
  /// Of each area the length of its border on whose other side no area is.
  public let openLengths: [Double]

  /// - Parameters:
  ///   - areas: any polygons; one with a coordinate that is no number borders on none. Areas on the same side of a line
  ///     overlap: they do not become neighbours by it.
  ///   - length: of a straight line between two points, in the unit that lengths shall have.
  ///   - visit: is told of each line that two areas share: the areas, the smaller number first, and its ends.
  /// - Complexity: O(n) for edges that pair, O(k log k) for the k that do not.
  public init(
    _ areas: [MultiPolygon], length: (Point, Point) -> Double,
    visit: (Int, Int, Point, Point) -> Void = { _, _, _, _ in }
  ) {
    let edges = CoverageEdges(areas)
    let twins = EdgeTwins(edges)
    var collector = Collector(areas.count)
    var loose: [Piece] = []
    for first in twins.firsts {
      let edge = Int(first)
      let (p, q) = (edges.points[edge], edges.points[edge + 1])
      guard let second = twins.next(edge) else {
        loose.append(Piece(a: p, b: q, source: first))
        continue
      }
      if twins.next(second) == nil {
        collector.add(edges, edge, second, length(p, q), isTurned: p != edges.points[second]) { visit($0, $1, p, q) }
      } else {
        var members = [edge]
        while let last = members.last, let next = twins.next(last) { members.append(next) }
        collector.add(edges, members.map { ($0, edges.points[$0] == p) }, length(p, q)) { visit($0, $1, p, q) }
      }
    }
    // Cut where they meet, pieces between the same points lie side by side in an order by their ends.
    let pieces = Noding.noded(loose).map { (ends: $0.a < $0.b ? ($0.a, $0.b) : ($0.b, $0.a), piece: $0) }
      .sorted { $0.ends.0 != $1.ends.0 ? $0.ends.0 < $1.ends.0 : $0.ends.1 < $1.ends.1 }
    var start = 0
    while start < pieces.count {
      let (low, high) = pieces[start].ends
      var end = start + 1
      while end < pieces.count, pieces[end].ends == (low, high) { end += 1 }
      let members = pieces[start..<end].map { (Int($0.piece.source), $0.piece.a == low) }
      collector.add(edges, members, length(low, high)) { visit($0, $1, low, high) }
      start = end
    }
    (borders, openLengths) = collector.finished()
  }

  /// Lengths as they are found; neighbouring edges mostly have the same two areas.
  private struct Collector {
    private var runs: [(key: UInt64, length: Double)] = []
    private var open: [Double]

    init(_ count: Int) { open = Array(repeating: 0, count: count) }

    /// Two edges between the same points.
    mutating func add(
      _ edges: CoverageEdges, _ first: Int, _ second: Int, _ length: Double, isTurned: Bool,
      _ visit: (Int, Int) -> Void
    ) {
      let (p, q) = (edges.owners[first], edges.owners[second])
      let areOpposite = ((p ^ q) & 1 == 1) != isTurned
      if areOpposite {
        add(p >> 1, q >> 1, length, visit)
      } else {
        open[Int(p >> 1)] += length
        if p >> 1 != q >> 1 { open[Int(q >> 1)] += length }
      }
    }

    /// Any number of edges between the same points, each with whether it runs from the lower one.
    mutating func add(
      _ edges: CoverageEdges, _ members: [(edge: Int, isForward: Bool)], _ length: Double, _ visit: (Int, Int) -> Void
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
      for left in sides.left.sorted() { for right in sides.right.sorted() { add(left, right, length, visit) } }
      if sides.left.isEmpty || sides.right.isEmpty {
        for area in sides.left.union(sides.right) { open[Int(area)] += length }
      }
    }

    private mutating func add(_ a: UInt32, _ b: UInt32, _ length: Double, _ visit: (Int, Int) -> Void) {
      if a == b { return }
      visit(Int(min(a, b)), Int(max(a, b)))
      let key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
      if let last = runs.last, last.key == key {
        runs[runs.count - 1].length += length
      } else {
        runs.append((key, length))
      }
    }

    mutating func finished() -> (borders: [Border], open: [Double]) {
      // Stable, so that lengths are added up in the order in which they were found.
      runs.sort { $0.key < $1.key }
      var borders: [Border] = []
      for (key, length) in runs {
        let (a, b) = (Int(key >> 32), Int(key & 0xFFFF_FFFF))
        if let last = borders.last, last.a == a, last.b == b {
          borders[borders.count - 1].length += length
        } else {
          borders.append(Border(a: a, b: b, length: length))
        }
      }
      return (borders, open)
    }
  }
}

extension Point {
  /// By x, then by y.
  fileprivate static func < (p: Point, q: Point) -> Bool { (p.x, p.y) < (q.x, q.y) }
}
