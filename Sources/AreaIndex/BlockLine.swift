import SpatialPrimitives

/// The line of a block while it is made: the cell's edges in quanta, cut to the cell and its apron, and closed on the
/// left so that a ray to the left crosses all that lies between a point and the reference.
///
/// Edges that are the same in quanta become one, with what changes across all of them: a point that they could tell
/// apart is nearer to them than a quantum.
struct BlockLine {
  /// How an edge stands to the vertical through the reference, decided exactly.
  enum Passage {
    /// On it, or left of it.
    case left
    case right
    case crossingAbove, crossingBelow
  }

  /// A vertex in quanta from the apron's corner.
  struct Vertex: Hashable {
    var x: Int32
    var y: Int32
  }

  struct Segment {
    var a: Vertex
    var b: Vertex
    /// The areas that change across it, as a set.
    var difference: UInt32
    /// The same as a mask.
    var mask: UInt64 = 0
    /// Closes the line on the left, where no point is.
    let isClosing: Bool
  }

  private(set) var segments: [Segment] = []

  private static let low = -CellBlock.apron
  private static let high = CellBlock.side + CellBlock.apron
  /// Left of all points, and above.
  private static let corner = vertex(Point(low, high))

  mutating func clear() { segments.removeAll(keepingCapacity: true) }

  // MARK: Edges

  /// Adds an edge, or its changes to the same one.
  ///
  /// One that crosses the vertical above the reference leaves the set there changed from that height on: from its cut
  /// end a closing segment goes up to the apron's corner, with the same change.
  /// - Parameters:
  ///   - a, b: in quanta from the cell's corner.
  ///   - difference: what changes across it.
  mutating func add(_ a: Point, _ b: Point, _ difference: UInt32, _ passage: Passage, _ states: inout AreaStates) {
    guard passage != .left, var cut = Self.cut(a, b, isCrossing: passage != .right) else { return }
    let isForward = a.x < b.x
    if passage != .right, cut.isCutAtReference {
      // The cut is rounded, the passage exact: it decides on which side of the reference's height the edge ends.
      let y = isForward ? cut.a.y : cut.b.y
      let bound = passage == .crossingAbove ? max(y, 0) : min(y, 0)
      if isForward { cut.a.y = bound } else { cut.b.y = bound }
    }
    let (start, end) = (Self.vertex(cut.a), Self.vertex(cut.b))
    let isClosed = passage == .crossingAbove && cut.isCutAtReference
    if isClosed && isForward { add(Self.corner, start, difference, isClosing: true, &states) }
    add(start, end, difference, isClosing: false, &states)
    if isClosed && !isForward { add(end, Self.corner, difference, isClosing: true, &states) }
  }

  /// Whether a point of the cell may lie on an edge, given in quanta from the cell's corner; more edges do no harm.
  static func isNearCell(_ a: Point, _ b: Point) -> Bool {
    min(a.x, b.x) <= CellBlock.side + 1 && max(a.x, b.x) >= -1 && min(a.y, b.y) <= CellBlock.side + 1
      && max(a.y, b.y) >= -1
  }

  private mutating func add(
    _ a: Vertex, _ b: Vertex, _ difference: UInt32, isClosing: Bool, _ states: inout AreaStates
  ) {
    // Within a quantum of the vertex before it: that one's edge is as near to any point.
    if a == b, let last = segments.last, last.b == a { return }
    let same = segments.lastIndex { ($0.a == a && $0.b == b) || ($0.a == b && $0.b == a) }
    if let same {
      segments[same].difference = states.sum(segments[same].difference, difference)
    } else {
      segments.append(Segment(a: a, b: b, difference: difference, isClosing: isClosing))
    }
  }

  /// Gives each segment the mask of its difference.
  mutating func setMasks(_ mask: (_ difference: UInt32) -> UInt64) {
    for index in segments.indices { segments[index].mask = mask(segments[index].difference) }
  }

  private static func vertex(_ point: Point) -> Vertex { Vertex(x: quantum(point.x), y: quantum(point.y)) }

  private static func quantum(_ value: Double) -> Int32 {
    Int32(min(max(value, low), high).rounded() + CellBlock.apron)
  }

  // MARK: Cutting

  private struct Cut {
    var a: Point
    var b: Point
    var isCutAtReference: Bool
  }

  /// The part of an edge in the apron, and right of the reference if it crosses that (Liang and Barsky 1984).
  private static func cut(_ a: Point, _ b: Point, isCrossing: Bool) -> Cut? {
    let d = Point(b.x - a.x, b.y - a.y)
    var (from, to) = (0.0, 1.0)
    var reference: Double?
    if isCrossing {
      let t = d.x != 0 ? min(max((-CellBlock.reference - a.x) / d.x, 0), 1) : 0
      if d.x > 0 { from = t } else { to = t }
      reference = t
    }
    for (p, q) in [(-d.y, a.y - low), (d.y, high - a.y), (d.x, high - a.x), (-d.x, a.x - low)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        from = max(from, q / p)
      } else {
        to = min(to, q / p)
      }
    }
    guard from <= to else { return nil }
    var cut = Cut(
      a: from > 0 ? Point(a.x + from * d.x, a.y + from * d.y) : a,
      b: to < 1 ? Point(a.x + to * d.x, a.y + to * d.y) : b,
      isCutAtReference: reference.map { d.x > 0 ? from == $0 : to == $0 } ?? false)
    if cut.isCutAtReference {
      if d.x > 0 { cut.a.x = -CellBlock.reference } else { cut.b.x = -CellBlock.reference }
    }
    return cut
  }

  // MARK: Sets

  /// The set at a place, in quanta from the apron's corner, as a mask of what differs from the reference. Exact where
  /// no edge is nearer than a quantum.
  func mask(x: Double, y: Double, besides skipped: Int? = nil) -> UInt64 {
    var mask: UInt64 = 0
    for index in segments.indices where index != skipped {
      let (a, b) = (segments[index].a, segments[index].b)
      guard (Double(a.y) > y) != (Double(b.y) > y) else { continue }
      let slope = Double(b.x - a.x) / Double(b.y - a.y)
      if Double(a.x) + (y - Double(a.y)) * slope < x { mask ^= segments[index].mask }
    }
    return mask
  }

  /// Calls `body` with the sets on both sides of every segment, between each two crossings with others, as masks.
  /// Computed on segments that points could be near to: a set may be wrong, or missing.
  /// - Parameter cuts: space to use again and again.
  func forEachMaskBesideSegments(_ cuts: inout [Double], _ body: (UInt64) -> Void) {
    for index in segments.indices where !segments[index].isClosing {
      let (a, b) = (segments[index].a, segments[index].b)
      cuts.removeAll(keepingCapacity: true)
      cuts.append(0)
      cuts.append(1)
      for other in segments.indices where other != index && !segments[other].isClosing {
        if let t = Self.meeting(segments[index], segments[other]) { cuts.append(t) }
      }
      if cuts.count > 2 { cuts.sort() }
      for (low, high) in zip(cuts, cuts.dropFirst()) where high > low {
        let t = (low + high) / 2
        let beside = mask(
          x: Double(a.x) + t * Double(b.x - a.x), y: Double(a.y) + t * Double(b.y - a.y), besides: index)
        body(beside)
        body(beside ^ segments[index].mask)
      }
    }
  }

  /// Where on `first`, as a part of its length, another one crosses it.
  private static func meeting(_ first: Segment, _ second: Segment) -> Double? {
    guard min(first.a.x, first.b.x) <= max(second.a.x, second.b.x),
      min(second.a.x, second.b.x) <= max(first.a.x, first.b.x),
      min(first.a.y, first.b.y) <= max(second.a.y, second.b.y),
      min(second.a.y, second.b.y) <= max(first.a.y, first.b.y)
    else { return nil }
    let (dx, dy) = (Double(first.b.x - first.a.x), Double(first.b.y - first.a.y))
    let (ex, ey) = (Double(second.b.x - second.a.x), Double(second.b.y - second.a.y))
    let cross = dx * ey - dy * ex
    guard cross != 0 else { return nil }
    let (fx, fy) = (Double(second.a.x - first.a.x), Double(second.a.y - first.a.y))
    let t = (fx * ey - fy * ex) / cross
    let u = (fx * dy - fy * dx) / cross
    return 0..<1 ~= t && 0...1 ~= u ? t : nil
  }

  // MARK: Writing

  /// Appends x and y of the vertices, and the changes, filled up to whole groups.
  /// - Parameter change: that of a mask, as a position in the table.
  /// - Returns: the number of groups.
  func write(to halves: inout [UInt16], _ scratch: inout LineScratch, change: (_ mask: UInt64) -> UInt16) -> Int {
    scratch.xs.removeAll(keepingCapacity: true)
    scratch.ys.removeAll(keepingCapacity: true)
    scratch.changes.removeAll(keepingCapacity: true)
    var last: Vertex?
    func extend(to vertex: Vertex, _ change: UInt16) {
      if last != nil { scratch.changes.append(change) }
      scratch.xs.append(UInt16(truncatingIfNeeded: vertex.x))
      scratch.ys.append(UInt16(truncatingIfNeeded: vertex.y))
      last = vertex
    }
    for segment in segments {
      // Which way an edge goes does not matter.
      let isReversed = last == segment.b
      if !isReversed && last != segment.a { extend(to: segment.a, 0) }
      extend(to: isReversed ? segment.a : segment.b, change(segment.mask))
    }
    let groups = (scratch.changes.count + 3) / 4
    let count = 4 * groups + 1
    for values in [scratch.xs, scratch.ys] {
      halves.append(contentsOf: values)
      halves.append(contentsOf: repeatElement(values.last ?? 0, count: count - values.count))
    }
    while scratch.changes.count < 4 * groups { scratch.changes.append(0) }
    for first in stride(from: 0, to: 4 * groups, by: 4) {
      let four = scratch.changes[first..<first + 4]
      halves.append(four.reversed().reduce(0) { $0 << 4 | $1 })
    }
    return groups
  }
}

/// Space that writing a line uses again and again.
struct LineScratch {
  fileprivate var xs: [UInt16] = []
  fileprivate var ys: [UInt16] = []
  fileprivate var changes: [UInt16] = []
}
