import SpatialPrimitives

/// The line of a block while it is made: the cell's edges in quanta, cut to the cell and its apron, and closed on the
/// left so that a ray to the left crosses all that lies between a point and the reference.
///
/// Edges that are the same in quanta become one, with what changes across all of them: a point that they could tell
/// apart is nearer to them than a quantum.
struct BlockLine: ~Copyable {
  /// How an edge stands to the vertical through the reference, decided exactly.
  enum Passage {
    /// On it, or left of it.
    case left
    case right
    case crossingAbove, crossingBelow
  }

  /// A vertex in quanta from the apron's corner.
  struct Vertex: BitwiseCopyable, Equatable {
    var x: Int32
    var y: Int32

    /// Both as one number; quanta have 16 bits.
    fileprivate var word: UInt64 { UInt64(UInt32(bitPattern: x)) << 16 | UInt64(UInt32(bitPattern: y)) }
  }

  struct Segment: BitwiseCopyable {
    var a: Vertex
    var b: Vertex
    /// The areas that change across it, as a set.
    var difference: UInt32
    /// Closes the line on the left, where no point is.
    let isClosing: Bool
    /// The areas that change across it, as a mask.
    var mask: UInt64 = 0
    /// The ends, in whatever order.
    fileprivate let ends: UInt64
    /// Around it: the least x and y, then the greatest with their signs changed.
    let box: SIMD4<Int32>

    fileprivate init(_ a: Vertex, _ b: Vertex, _ ends: UInt64, _ difference: UInt32, isClosing: Bool) {
      (self.a, self.b, self.difference, self.isClosing, self.ends) = (a, b, difference, isClosing, ends)
      box = SIMD4(min(a.x, b.x), min(a.y, b.y), -max(a.x, b.x), -max(a.y, b.y))
    }

    /// Whether the boxes have a point in common.
    @inline(__always)
    func isNear(_ other: Segment) -> Bool {
      all(other.box .<= SIMD4(-box.z, -box.w, -box.x, -box.y))
    }

    /// What part of it lies in the cell, or so near to that that all edges around are listed; `nil` for none.
    var known: (from: Double, to: Double)? {
      let low = CellBlock.apron - CellBlock.reference
      let high = CellBlock.apron + CellBlock.side + CellBlock.reference
      if all(box .>= SIMD4(Int32(low), Int32(low), -Int32(high), -Int32(high))) { return (0, 1) }
      let (x, y) = (Double(a.x), Double(a.y))
      let d = Point(Double(b.x) - x, Double(b.y) - y)
      var (from, to) = (0.0, 1.0)
      let isKnown =
        BlockLine.clip(-d.x, x - low, &from, &to) && BlockLine.clip(d.x, high - x, &from, &to)
        && BlockLine.clip(-d.y, y - low, &from, &to) && BlockLine.clip(d.y, high - y, &from, &to) && from <= to
      return isKnown ? (from, to) : nil
    }
  }

  private(set) var segments = FixedList<Segment>(capacity: CellBlock.mostSegments + 2)

  private static let low = -CellBlock.apron
  private static let high = CellBlock.side + CellBlock.apron

  mutating func clear() { segments.clear() }

  // MARK: Edges

  /// Adds an edge, or its changes to the same one.
  ///
  /// One that crosses the vertical above the reference leaves the set there changed from that height on: from its cut
  /// end a closing segment goes up to the apron's corner, with the same change.
  /// - Parameters:
  ///   - a, b: in quanta from the cell's corner.
  ///   - difference: what changes across it.
  /// - Returns: whether the line is short enough to go on.
  @inline(__always)
  mutating func add(
    _ a: Point, _ b: Point, _ difference: UInt32, _ passage: Passage, _ states: inout AreaStates
  ) -> Bool {
    switch passage {
    case .left: return true
    case .right where Self.holds(a) && Self.holds(b):
      add(Self.vertex(a), Self.vertex(b), difference, isClosing: false, &states)
    default: addCut(a, b, difference, passage, &states)
    }
    return segments.count <= CellBlock.mostSegments
  }

  /// Whether a place lies in the apron.
  @inline(__always)
  private static func holds(_ place: Point) -> Bool {
    place.x >= low && place.x <= high && place.y >= low && place.y <= high
  }

  private mutating func addCut(
    _ a: Point, _ b: Point, _ difference: UInt32, _ passage: Passage, _ states: inout AreaStates
  ) {
    guard var cut = Self.cut(a, b, isCrossing: passage != .right) else { return }
    let isForward = a.x < b.x
    if passage != .right, cut.isCutAtReference {
      // The cut is rounded, the passage exact: it decides on which side of the reference's height the edge ends.
      let y = isForward ? cut.a.y : cut.b.y
      let bound = passage == .crossingAbove ? max(y, 0) : min(y, 0)
      if isForward { cut.a.y = bound } else { cut.b.y = bound }
    }
    let (start, end) = (Self.vertex(cut.a), Self.vertex(cut.b))
    let isClosed = passage == .crossingAbove && cut.isCutAtReference
    // Left of all points, and above.
    let corner = Self.vertex(Point(Self.low, Self.high))
    if isClosed && isForward { add(corner, start, difference, isClosing: true, &states) }
    add(start, end, difference, isClosing: false, &states)
    if isClosed && !isForward { add(end, corner, difference, isClosing: true, &states) }
  }

  /// Whether a point of the cell may lie on an edge, given in quanta from the cell's corner; more edges do no harm.
  @inline(__always)
  static func isNearCell(_ a: Point, _ b: Point) -> Bool {
    min(a.x, b.x) <= CellBlock.side + 1 && max(a.x, b.x) >= -1 && min(a.y, b.y) <= CellBlock.side + 1
      && max(a.y, b.y) >= -1
  }

  @inline(__always)
  private mutating func add(
    _ a: Vertex, _ b: Vertex, _ difference: UInt32, isClosing: Bool, _ states: inout AreaStates
  ) {
    // Within a quantum of the vertex before it: that one's edge is as near to any point.
    if a == b, segments.count > 0, segments[segments.count - 1].b == a { return }
    let (first, second) = (a.word, b.word)
    let ends = min(first, second) << 32 | max(first, second)
    var same = segments.count - 1
    while same >= 0, segments[same].ends != ends { same -= 1 }
    if same >= 0 {
      segments[same].difference = states.sum(segments[same].difference, difference)
    } else {
      segments.append(Segment(a, b, ends, difference, isClosing: isClosing))
    }
  }

  /// Gives each segment the mask of its difference.
  @inline(__always)
  mutating func setMasks(_ mask: (_ difference: UInt32) -> UInt64) {
    var index = 0
    while index < segments.count {
      segments[index].mask = mask(segments[index].difference)
      index += 1
    }
  }

  @inline(__always)
  private static func vertex(_ point: Point) -> Vertex { Vertex(x: quantum(point.x), y: quantum(point.y)) }

  @inline(__always)
  private static func quantum(_ value: Double) -> Int32 {
    Int32(min(max(value, low), high) + (CellBlock.apron + 0.5))
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
    guard clip(-d.y, a.y - low, &from, &to), clip(d.y, high - a.y, &from, &to), clip(d.x, high - a.x, &from, &to),
      clip(-d.x, a.x - low, &from, &to), from <= to
    else { return nil }
    var cut = Cut(
      a: from > 0 ? Point(a.x + from * d.x, a.y + from * d.y) : a,
      b: to < 1 ? Point(a.x + to * d.x, a.y + to * d.y) : b,
      isCutAtReference: reference.map { d.x > 0 ? from == $0 : to == $0 } ?? false)
    if cut.isCutAtReference {
      if d.x > 0 { cut.a.x = -CellBlock.reference } else { cut.b.x = -CellBlock.reference }
    }
    return cut
  }

  /// Keeps of an edge what lies on one side; false where nothing does for certain.
  @inline(__always)
  private static func clip(_ p: Double, _ q: Double, _ from: inout Double, _ to: inout Double) -> Bool {
    if p == 0 { return q >= 0 }
    if p < 0 { from = max(from, q / p) } else { to = min(to, q / p) }
    return true
  }
}
