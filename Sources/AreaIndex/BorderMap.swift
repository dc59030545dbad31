package import SpatialPrimitives
import SystemFiles

/// The borders of one level in square buckets: what is near a point inside an area is found among the few edges of the
/// buckets around it. Made from an index in memory for those who ask that of very many points; `AreaIndex.nearestBorder`
/// and `runnerUp` say the same without it, a tree for each area, in ten times the time.
package final class BorderMap: Sendable {
  /// An edge, and one or two areas that have it. An edge of more areas stands there several times.
  struct Entry: BitwiseCopyable, Sendable {
    var edge: UInt32
    /// Ranks; `none` where there is but one.
    var first: UInt32
    var second: UInt32
  }

  static let none = UInt32.max

  private let frame: BucketFrame
  /// By bucket: its first entry; one more at the end.
  private let starts: Section<UInt32>
  private let entries: Section<Entry>
  private let vertices: Section<Point>
  private let members: Section<Roster.Member>
  private let ranks: Section<UInt32>

  /// - Returns: `nil` where the level has no areas, or its extent is beyond all measure.
  /// - Complexity: linear in the edges of the level; some 50 ns and 20 bytes each.
  package init?(_ index: AreaIndex, level: Level) {
    let range = index.roster.ranges[Int(level.rawValue)]
    guard !range.isEmpty, index.extent.width < 1e150, index.extent.height < 1e150 else { return nil }
    let gathered = BorderMap.gather(range, index.outlines)
    vertices = index.outlines.vertices
    members = index.roster.members
    ranks = index.roster.ranks
    let frame = BucketFrame(gathered, vertices, index.extent)
    self.frame = frame
    var starts = [UInt32](repeating: 0, count: frame.count + 1)
    for entry in gathered {
      frame.forEachBucket(of: entry.edge, vertices) { starts[$0 + 1] += 1 }
    }
    for bucket in 0..<frame.count { starts[bucket + 1] += starts[bucket] }
    var entries = [Entry](repeating: Entry(edge: 0, first: 0, second: 0), count: Int(starts[frame.count]))
    var next = starts
    for entry in gathered {
      frame.forEachBucket(of: entry.edge, vertices) {
        entries[Int(next[$0])] = entry
        next[$0] += 1
      }
    }
    self.starts = Section(starts)
    self.entries = Section(entries)
  }

  /// The edges of some areas, each with its areas.
  private static func gather(_ range: Range<Int>, _ outlines: Outlines) -> [Entry] {
    let count = outlines.vertices.count
    var first = [UInt32](repeating: none, count: count)
    var second = first
    var more: [Entry] = []
    var edges = 0
    for rank in range {
      let rank = UInt32(rank)
      outlines.forEachEdgeNumber(of: Int(rank)) { edge in
        if first[edge] == none {
          first[edge] = rank
          edges += 1
        } else if first[edge] != rank, second[edge] == none {
          second[edge] = rank
        } else if first[edge] != rank, second[edge] != rank {
          more.append(Entry(edge: UInt32(edge), first: rank, second: none))
        }
      }
    }
    var entries: [Entry] = []
    entries.reserveCapacity(edges + more.count)
    for edge in 0..<count where first[edge] != none {
      entries.append(Entry(edge: UInt32(edge), first: first[edge], second: second[edge]))
    }
    return entries + more
  }

  // MARK: asking

  /// What is nearest to a point that lies inside one area of the level, on no border, and in no other.
  package struct Surroundings: Sendable {
    /// The nearest place on the border of its area, if one lies within reach, or was found.
    package var border: AreaIndex.Nearest?
    /// The nearest other area, if one lies within reach; of equally near ones the first by code.
    package var other: AreaIndex.Nearest?
  }

  /// Looks around a point as far as `reach` metres.
  ///
  /// - Parameters:
  ///   - ordinal: the one area of the level that holds the point.
  ///   - seeksBorder: looks for the border of that area as far as it may be found fast, however long `reach` is.
  /// - Returns: `nil` where the way is too far, or too near to a pole, for this to be of use: the index answers then.
  /// - Complexity: the edges in the buckets as far off as what is found; nothing is allocated.
  package func surroundings(
    of point: Point, in ordinal: Int32, within reach: Double, seeksBorder: Bool = false, metric: LocalMetric
  ) -> Surroundings? {
    let side = frame.side * min(metric.metresPerX, metric.metresPerY)
    let borderReach = seeksBorder ? max(reach, min(side * Self.seekingSides, Self.seekingMetres)) : reach
    let deviation = metric.deviation(within: 2 * borderReach) + 1e-9
    let farthest = borderReach * (1 + 2 * deviation)
    guard deviation < 1e-2, reach <= side * Self.mostSides else { return nil }
    var search = Search(
      point, rank: ranks[Int(ordinal)], reach: reach, borderReach: borderReach, metric, slack: 1 + 2 * deviation)
    var radius = min(farthest, side / 2)
    var done = BucketFrame.Window.empty
    while true {
      let window = frame.window(around: point, x: radius / metric.metresPerX, y: radius / metric.metresPerY)
      window.forEachRow(besides: done) { row, columns in visit(row, columns, &search) }
      if radius >= farthest || search.isSettled(within: radius / (1 + 2 * deviation)) { break }
      done = window
      radius = min(2 * radius, farthest)
    }
    return Surroundings(
      border: search.own.isFound ? nearest(search.own, ordinal) : nil,
      other: search.other.isFound ? nearest(search.other, members[search.other.rank].ordinal) : nil)
  }

  /// Picks the points that may be near a border: those with an edge in one of the buckets around them. The others surely
  /// have none.
  ///
  /// - Parameters:
  ///   - reachX, reachY: how near that is, in units of the coordinates.
  ///   - near: takes the positions of the points picked, ascending; as long as there are points.
  /// - Returns: how many they are.
  package func pickNear(
    x: UnsafePointer<Double>, y: UnsafePointer<Double>, count: Int, reachX: Double, reachY: Double,
    into near: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let starts = starts.view
    var found = 0
    for position in 0..<count {
      let window = frame.window(around: unsafe Point(x[position], y[position]), x: reachX, y: reachY)
      var edges: UInt32 = 0
      for row in window.rows {
        let first = row &* frame.columns
        edges |= starts[first &+ window.columns.upperBound] &- starts[first &+ window.columns.lowerBound]
      }
      // Written always and counted sometimes: nothing waits for what was found.
      unsafe near[found] = UInt32(truncatingIfNeeded: position)
      found &+= edges == 0 ? 0 : 1
    }
    return found
  }

  /// How many sides of a bucket away is looked at most: for all that is asked, and for a border alone.
  private static let mostSides = 12.0
  private static let seekingSides = 8.0
  private static let seekingMetres = 2000.0

  private func nearest(_ best: Search.Best, _ ordinal: Int32) -> AreaIndex.Nearest {
    AreaIndex.Nearest(ordinal: ordinal, metres: best.metres, point: best.place)
  }

  /// The entries of neighbouring buckets stand one after the other.
  @inline(__always)
  private func visit(_ row: Int, _ columns: Range<Int>, _ search: inout Search) {
    let first = row &* frame.columns
    var index = Int(starts[first &+ columns.lowerBound])
    let end = Int(starts[first &+ columns.upperBound])
    let (entries, vertices) = (entries.view, vertices.view)
    while index < end {
      let entry = entries[index]
      search.look(at: entry, vertices[Int(entry.edge)], vertices[Int(entry.edge) &+ 1])
      index &+= 1
    }
  }
}

/// The state of one search.
private struct Search {
  struct Best {
    var metres: Double
    var place = Point(0, 0)
    var rank = BorderMap.none
    var isFound = false

    /// Takes a place that is nearer, or as near and first by rank, then by coordinates.
    @inline(__always)
    mutating func offer(_ metres: Double, _ place: Point, _ rank: UInt32) {
      guard metres <= self.metres else { return }
      if isFound, metres == self.metres {
        if rank > self.rank || (rank == self.rank && !place.isBefore(self.place)) { return }
      }
      (self.metres, self.place, self.rank, isFound) = (metres, place, rank, true)
    }
  }

  private let point: Point
  private let rank: UInt32
  private let metric: LocalMetric
  /// What a length by the place's own units may be longer than by the metric.
  private let slack: Double
  private(set) var own: Best
  private(set) var other: Best
  /// No edge farther off than this, squared, changes anything.
  private var limit: Double

  init(_ point: Point, rank: UInt32, reach: Double, borderReach: Double, _ metric: LocalMetric, slack: Double) {
    self.point = point
    self.rank = rank
    self.metric = metric
    self.slack = slack
    own = Best(metres: borderReach)
    other = Best(metres: reach)
    limit = Self.limit(max(reach, borderReach), slack)
  }

  /// A micrometre for what is lost beside long edges.
  private static func limit(_ metres: Double, _ slack: Double) -> Double {
    let length = metres * slack + 1e-6
    return length * length
  }

  /// Whether what is farther off than `radius` can change nothing.
  func isSettled(within radius: Double) -> Bool { max(own.metres, other.metres) < radius }

  @inline(__always)
  mutating func look(at entry: BorderMap.Entry, _ a: Point, _ b: Point) {
    let (ax, ay) = ((a.x - point.x) * metric.metresPerX, (a.y - point.y) * metric.metresPerY)
    let (bx, by) = ((b.x - point.x) * metric.metresPerX, (b.y - point.y) * metric.metresPerY)
    let (ex, ey) = (bx - ax, by - ay)
    let squared = ex * ex + ey * ey
    let along = squared > 0 ? min(max(-(ax * ex + ay * ey) / squared, 0), 1) : 0
    let (x, y) = (ax + along * ex, ay + along * ey)
    if x * x + y * y > limit { return }
    take(entry, a, b)
  }

  @inline(never)
  private mutating func take(_ entry: BorderMap.Entry, _ a: Point, _ b: Point) {
    let place = Segment.nearestPoint(to: point, from: a, b, scaleX: metric.metresPerX, scaleY: metric.metresPerY)
    let metres = metric.distance(from: point, to: place)
    if entry.first == rank || entry.second == rank { own.offer(metres, place, rank) }
    if entry.first != rank { other.offer(metres, place, entry.first) }
    if entry.second != rank, entry.second != BorderMap.none { other.offer(metres, place, entry.second) }
    limit = Self.limit(max(own.metres, other.metres), slack)
  }
}
