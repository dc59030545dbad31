import SpatialPrimitives

/// The line of a block while it is made: the cell's edges in quanta, cut to the cell and its apron, and closed on the
/// left so that a ray to the left crosses all that lies between a point and the reference.
struct BlockLine {
  /// How an edge stands to the vertical through the reference, decided exactly.
  enum Passage {
    /// On it, or left of it.
    case left
    case right
    case crossingAbove, crossingBelow
  }

  private var xs: [UInt16] = []
  private var ys: [UInt16] = []
  /// By edge of the line, which is one fewer than there are vertices.
  private var changes: [UInt8] = []
  /// The edge whose end is the last vertex; `nil` if that was cut off.
  private var last: UInt32?
  private var segments: [Segment] = []

  private struct Segment {
    var a: Point
    var b: Point
    var mask: UInt64
    /// One that closes the line on the left.
    var isClosing: Bool
  }

  private static let low = -CellBlock.apron
  private static let high = CellBlock.side + CellBlock.apron

  /// How many groups of four edges it takes.
  var groups: Int { (changes.count + 3) / 4 }

  mutating func clear() {
    xs.removeAll(keepingCapacity: true)
    ys.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
    last = nil
  }

  /// Appends an edge.
  ///
  /// One that crosses the vertical above the reference leaves the set there changed from that height on: from its cut
  /// end the line goes up to the apron's corner, left of all points, with the same change.
  /// - Parameters:
  ///   - number: the edge's; the next one begins where it ends, or does not hang together with it.
  ///   - a, b: in quanta from the cell's corner.
  ///   - mask: what changes across it; `change` is that as a position in the table.
  mutating func append(_ number: UInt32, _ a: Point, _ b: Point, mask: UInt64, change: UInt8, passage: Passage) {
    guard passage != .left, let cut = Self.cut(a, b, isCrossing: passage != .right) else { return }
    var (start, end) = (cut.a, cut.b)
    let isClosed = passage == .crossingAbove && cut.isCutAtReference
    if passage != .right, cut.isCutAtReference {
      // The cut is rounded, the passage exact: it decides on which side of the reference's height the edge ends.
      let bound = { (y: Double) in passage == .crossingAbove ? max(y, 0) : min(y, 0) }
      if a.x < b.x { start.y = bound(start.y) } else { end.y = bound(end.y) }
    }
    let corner = Point(Self.low, Self.high)
    let isForward = a.x < b.x
    let isJoined = last != nil && last! + 1 == number && !cut.isCutAtA
    if isClosed && isForward {
      extend(to: corner, change: 0)
      extend(to: start, change: change)
      segments.append(Segment(a: start, b: Point(start.x, Self.high), mask: mask, isClosing: true))
    } else if !isJoined {
      extend(to: start, change: 0)
    }
    extend(to: end, change: change)
    segments.append(Segment(a: start, b: end, mask: mask, isClosing: false))
    last = cut.isCutAtB ? nil : number
    if isClosed && !isForward {
      extend(to: corner, change: change)
      segments.append(Segment(a: end, b: Point(end.x, Self.high), mask: mask, isClosing: true))
    }
  }

  private mutating func extend(to vertex: Point, change: UInt8) {
    if !xs.isEmpty { changes.append(change) }
    xs.append(Self.quantum(vertex.x))
    ys.append(Self.quantum(vertex.y))
  }

  private static func quantum(_ value: Double) -> UInt16 {
    UInt16(min(max(value, low), high).rounded() + CellBlock.apron)
  }

  /// Whole groups: x, y and changes, filled up with the last vertex.
  func write(to halves: inout [UInt16]) {
    let count = 4 * groups + 1
    for values in [xs, ys] {
      halves.append(contentsOf: values)
      halves.append(contentsOf: repeatElement(values.last ?? 0, count: count - values.count))
    }
    for index in stride(from: 0, to: 4 * groups, by: 2) {
      let pair = (index..<index + 2).map { $0 < changes.count ? UInt16(changes[$0]) : 0 }
      halves.append(pair[0] | pair[1] << 8)
    }
  }

  // MARK: Cutting

  private struct Cut {
    var a: Point
    var b: Point
    var isCutAtA: Bool
    var isCutAtB: Bool
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
    let isCutAtReference = reference.map { d.x > 0 ? from == $0 : to == $0 } ?? false
    var cut = Cut(
      a: from > 0 ? Point(a.x + from * d.x, a.y + from * d.y) : a,
      b: to < 1 ? Point(a.x + to * d.x, a.y + to * d.y) : b, isCutAtA: from > 0, isCutAtB: to < 1,
      isCutAtReference: isCutAtReference)
    if isCutAtReference {
      if d.x > 0 {
        cut.a.x = -CellBlock.reference
        cut.isCutAtA = true
      } else {
        cut.b.x = -CellBlock.reference
        cut.isCutAtB = true
      }
    }
    return cut
  }

  // MARK: Sets

  /// The sets on both sides of every edge, between each two crossings with others, in rounded arithmetic.
  /// - Parameter start: the set at the reference.
  func masks(from start: UInt64) -> [UInt64] {
    var masks: [UInt64] = []
    func note(_ mask: UInt64) { if !masks.contains(mask) { masks.append(mask) } }
    for index in segments.indices where !segments[index].isClosing {
      let segment = segments[index]
      var cuts = [0.0, 1.0]
      for other in segments.indices where other != index && !segments[other].isClosing {
        if let t = Self.meeting(segment, segments[other]) { cuts.append(t) }
      }
      cuts.sort()
      for (low, high) in zip(cuts, cuts.dropFirst()) where high > low {
        let t = (low + high) / 2
        let place = Point(
          segment.a.x + t * (segment.b.x - segment.a.x), segment.a.y + t * (segment.b.y - segment.a.y))
        let mask = self.mask(at: place, from: start, besides: index)
        note(mask)
        note(mask ^ segment.mask)
      }
    }
    return masks
  }

  private func mask(at place: Point, from start: UInt64, besides skipped: Int) -> UInt64 {
    var mask = start
    for index in segments.indices where index != skipped {
      let (a, b) = (segments[index].a, segments[index].b)
      guard (a.y > place.y) != (b.y > place.y) else { continue }
      if a.x + (place.y - a.y) * ((b.x - a.x) / (b.y - a.y)) < place.x { mask ^= segments[index].mask }
    }
    return mask
  }

  /// Where on `first`, as a part of its length, another one crosses it.
  private static func meeting(_ first: Segment, _ second: Segment) -> Double? {
    guard min(first.a.x, first.b.x) <= max(second.a.x, second.b.x),
      min(second.a.x, second.b.x) <= max(first.a.x, first.b.x),
      min(first.a.y, first.b.y) <= max(second.a.y, second.b.y),
      min(second.a.y, second.b.y) <= max(first.a.y, first.b.y)
    else { return nil }
    let d = Point(first.b.x - first.a.x, first.b.y - first.a.y)
    let e = Point(second.b.x - second.a.x, second.b.y - second.a.y)
    let cross = d.x * e.y - d.y * e.x
    guard cross != 0 else { return nil }
    let f = Point(second.a.x - first.a.x, second.a.y - first.a.y)
    let t = (f.x * e.y - f.y * e.x) / cross
    let u = (f.x * d.y - f.y * d.x) / cross
    return 0..<1 ~= t && 0...1 ~= u ? t : nil
  }
}
