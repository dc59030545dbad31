import SpatialPrimitives

extension Grid {
  /// The answer of a point near an edge, from its areas one by one.
  @inline(never)
  func exactAnswer(_ point: Point) -> Answer {
    var rule = TieRule(roster)
    forEachCandidate(point) { rank, isBoundary in rule.offer(rank, isBoundary: isBoundary) }
    return rule.finish()
  }

  /// Calls `body` for each area that holds a point in a cell with edges, in ascending rank. Exact.
  ///
  /// The way from the point leads along its own height to the side of the reference corner and down that side.
  /// Point and way count as moved up by an infinitesimal and right by a lesser one, as corners do. Areas whose border
  /// the point lies on are told by its edges, so their parity does not matter.
  func forEachCandidate(_ point: Point, _ body: (_ rank: UInt32, _ isBoundary: Bool) -> Void) {
    let unitX = GridFrame.truncated(frame.fineX(point.x))
    let unitY = GridFrame.truncated(frame.fineY(point.y))
    let (entry, shift) = descend(wholeEntry(unitX, unitY), unitX, unitY)
    let leaf = unsafe leaves + entry.leafOffset
    let head = unsafe GridLeaf(word: leaf[0])
    let column = unitX >> shift + (head.side == .right ? 1 : 0)
    let corner = frame.corner(column << shift, (unitY >> shift) << shift)
    let turn = Point(corner.x, point.y)

    let context = unsafe contexts + head.context
    let labels = unsafe Int(context[1])
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: labels) { meetings in
      unsafe meetings.initialize(repeating: 0)
      for index in 0..<head.edges {
        let (a, b) = unsafe edge(leaf, head, index)
        let meeting = meeting(a, b, point, turn, corner)
        if meeting != 0 { unsafe meetings[slot(leaf, head, index)] ^= meeting & 1 }
        if meeting & 2 != 0 { unsafe meetings[slot(leaf, head, index)] |= 2 }
      }
      unsafe gather(context, UnsafeBufferPointer(meetings), body)
    }
  }

  /// Bit 0: the edge is crossed on the way from the point by the turn to the corner. Bit 1: the point lies on it.
  private func meeting(_ a: Point, _ b: Point, _ point: Point, _ turn: Point, _ corner: Point) -> UInt8 {
    let straddlesHeight = (a.y > point.y) != (b.y > point.y)
    let straddlesSide = (a.x > corner.x) != (b.x > corner.x)
    let isInBox =
      min(a.x, b.x) <= point.x && point.x <= max(a.x, b.x) && min(a.y, b.y) <= point.y && point.y <= max(a.y, b.y)
    guard straddlesHeight || straddlesSide || isInBox else { return 0 }
    let side = straddlesHeight || isInBox ? Orientation.sign(a, b, point) : 0
    if isInBox && side == 0 { return 2 }
    guard straddlesHeight || straddlesSide else { return 0 }
    let turnIsLeft = Orientation.isLeftPerturbed(a, b, turn)
    var crossings: UInt8 = 0
    if straddlesHeight, (side > 0) != turnIsLeft { crossings ^= 1 }
    if straddlesSide, turnIsLeft != Orientation.isLeftPerturbed(a, b, corner) { crossings ^= 1 }
    return crossings
  }

  private func edge(_ leaf: UnsafePointer<UInt64>, _ head: GridLeaf, _ index: Int) -> (Point, Point) {
    let words = unsafe leaf + head.edgesOffset + 4 * index
    let a = unsafe Point(Double(bitPattern: words[0]), Double(bitPattern: words[1]))
    let b = unsafe Point(Double(bitPattern: words[2]), Double(bitPattern: words[3]))
    return head.side == .lower ? (Point(a.y, a.x), Point(b.y, b.x)) : (a, b)
  }

  private func slot(_ leaf: UnsafePointer<UInt64>, _ head: GridLeaf, _ index: Int) -> Int {
    if head.isPlain { return Int(head.labelCodes >> UInt64(2 * index) & 3) }
    let words = unsafe leaf + head.edgesOffset + 4 * head.edges
    return unsafe Int(words[index / 2] >> UInt64(index % 2 * 32) & 0xFFFF_FFFF)
  }

  /// Brings the set at the corner and the labels met together, by rank.
  private func gather(
    _ context: UnsafePointer<UInt32>, _ meetings: UnsafeBufferPointer<UInt8>,
    _ body: (_ rank: UInt32, _ isBoundary: Bool) -> Void
  ) {
    var capacity = unsafe Int(lists[Int(context[0])])
    for index in meetings.indices where unsafe meetings[index] != 0 {
      capacity += unsafe Int(lists[Int(context[2 + index])])
    }
    // Items are rank << 2 | touched << 1 | changes.
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { items in
      var count = 0
      let set = unsafe lists + Int(context[0])
      for index in 0..<Int(unsafe set[0]) {
        unsafe items.initializeElement(at: count, to: set[1 + index] << 2 | 1)
        count += 1
      }
      for index in meetings.indices where unsafe meetings[index] != 0 {
        let label = unsafe lists + Int(context[2 + index])
        let met = unsafe meetings[index]
        for position in 0..<Int(unsafe label[0]) {
          let item = unsafe label[1 + position]
          unsafe items.initializeElement(at: count, to: (item >> 1) << 2 | UInt32(met & 2) | (item & UInt32(met) & 1))
          count += 1
        }
      }
      var sorted = unsafe UnsafeMutableBufferPointer(rebasing: items[0..<count])
      unsafe sorted.sort()
      var start = 0
      while start < count {
        let rank = unsafe sorted[start] >> 2
        var state: UInt32 = 0
        while start < count, unsafe sorted[start] >> 2 == rank {
          state = unsafe (state ^ (sorted[start] & 1)) | (sorted[start] & 2)
          start += 1
        }
        if state != 0 { body(rank, state & 2 != 0) }
      }
    }
  }
}
