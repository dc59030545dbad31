import SpatialPrimitives

/// Cuts pieces where they meet, until no two of them have more than end points in common.
///
/// Where an end point lies on another piece, or pieces lie on one another, the cut is exact. Where they cross, the cut
/// is at the crossing's nearest pair of doubles, which moves the pieces by a unit in the last place; what then crosses
/// anew is cut again, as in iterated noding (Hobby 1999 proves that the like ends on a fixed lattice).
/// O(n + crossings) for pieces of like length: pieces are compared in the cells that they run through.
struct Noding {
  private(set) var pieces: [Piece]
  /// From here on pieces have not been compared with all others.
  private var isNew: [Bool]
  private var cuts: [(piece: UInt32, point: Point)] = []

  /// More rounds than ever were needed; what crosses then differs by rounding alone.
  private static let mostRounds = 16

  /// How near to a piece an end point counts as lying on it; 0: only one that lies on it exactly.
  private let reach: Double

  /// - Parameter reach: where many lines were drawn for one border, or borders come from an earlier cutting, rounded
  ///   crossings lie beside one another without end. With a reach of a few units in the last place a piece is led through
  ///   the points beside it, and the lines become one; it moves by no more than that at each.
  static func noded(_ pieces: [Piece], reach: Double = 0) -> [Piece] {
    var noding = Noding(pieces: pieces, isNew: Array(repeating: true, count: pieces.count), reach: reach)
    for _ in 0..<mostRounds {
      noding.findCuts()
      if noding.cuts.isEmpty { break }
      noding.apply()
    }
    return noding.pieces
  }

  private init(pieces: [Piece], isNew: [Bool], reach: Double) {
    self.pieces = pieces
    self.isNew = isNew
    self.reach = reach
  }

  private mutating func findCuts() {
    cuts = []
    let frame = CellFrame(pieces)
    var entries: [(cell: UInt64, piece: UInt32)] = []
    entries.reserveCapacity(pieces.count * 3)
    // Later rounds have few new pieces: only the cells that those run through need to be looked at.
    let touched = cells(ofNewPiecesIn: frame)
    for (number, piece) in pieces.enumerated() {
      frame.forEachCell(of: piece) { cell in
        if touched?.contains(cell) ?? true { entries.append((cell, UInt32(number))) }
      }
    }
    entries.sort { ($0.cell, $0.piece) < ($1.cell, $1.piece) }
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].cell == entries[start].cell { end += 1 }
      if end - start > 1 { compare(entries[start..<end].map { Int($0.piece) }) }
      start = end
    }
  }

  /// `nil` where most pieces are new.
  private func cells(ofNewPiecesIn frame: CellFrame) -> Set<UInt64>? {
    guard isNew.count(where: \.self) * 8 < pieces.count else { return nil }
    var cells: Set<UInt64> = []
    for (number, piece) in pieces.enumerated() where isNew[number] {
      frame.forEachCell(of: piece) { cells.insert($0) }
    }
    return cells
  }

  /// Compares the pieces of one cell, in the order of their left ends.
  private mutating func compare(_ members: [Int]) {
    guard members.contains(where: { isNew[$0] }) else { return }
    let sorted = members.count > 8 ? members.sorted { pieces[$0].box.minX < pieces[$1].box.minX } : members
    for (position, first) in sorted.enumerated() {
      let box = reach > 0 ? pieces[first].box.expanded(by: reach) : pieces[first].box
      for second in sorted[(position + 1)...] {
        if members.count > 8, pieces[second].box.minX > box.maxX { break }
        guard isNew[first] || isNew[second], box.intersects(pieces[second].box) else { continue }
        cut(first, second)
      }
    }
  }

  private mutating func cut(_ first: Int, _ second: Int) {
    let (p, q) = (pieces[first], pieces[second])
    if reach > 0 {
      var isBeside = false
      for point in [q.a, q.b] where isBesideInterior(point, of: p) {
        cuts.append((UInt32(first), point))
        isBeside = true
      }
      for point in [p.a, p.b] where isBesideInterior(point, of: q) {
        cuts.append((UInt32(second), point))
        isBeside = true
      }
      // What is left of a crossing is seen in the next round.
      if isBeside { return }
    }
    let sides = (Orientation.sign(q.a, q.b, p.a), Orientation.sign(q.a, q.b, p.b))
    if sides.0 * sides.1 > 0 { return }
    let others = (Orientation.sign(p.a, p.b, q.a), Orientation.sign(p.a, p.b, q.b))
    if others.0 * others.1 > 0 { return }
    var meets = false
    if sides.0 == 0 { meets = cut(second, at: p.a) || meets }
    if sides.1 == 0 { meets = cut(second, at: p.b) || meets }
    if others.0 == 0 { meets = cut(first, at: q.a) || meets }
    if others.1 == 0 { meets = cut(first, at: q.b) || meets }
    guard sides.0 != 0, sides.1 != 0, others.0 != 0, others.1 != 0 else { return }
    let point = Noding.crossing(p, q)
    _ = cut(first, at: point)
    _ = cut(second, at: point)
  }

  /// Whether a point lies no farther than `reach` from a piece, between its ends.
  private func isBesideInterior(_ point: Point, of piece: Piece) -> Bool {
    guard point != piece.a, point != piece.b else { return false }
    let (dx, dy) = (piece.b.x - piece.a.x, piece.b.y - piece.a.y)
    let (fx, fy) = (point.x - piece.a.x, point.y - piece.a.y)
    let square = dx * dx + dy * dy
    let along = fx * dx + fy * dy
    guard along > 0, along < square else { return false }
    let off = dx * fy - dy * fx
    // A piece may be shorter than the reach: led through a point farther off than it is long, it would become two longer
    // ones, and these again, without end. So both must be shorter.
    guard along * along + off * off < square * square else { return false }
    let rest = square - along
    guard rest * rest + off * off < square * square else { return false }
    return off * off <= reach * reach * square
  }

  /// Notes a cut at a point of the piece's line, if it lies between its ends.
  private mutating func cut(_ piece: Int, at point: Point) -> Bool {
    let held = pieces[piece]
    guard point != held.a, point != held.b, held.box.contains(point) else { return false }
    cuts.append((UInt32(piece), point))
    return true
  }

  /// The crossing of two pieces that cross, within the boxes of both. Computed about an end point, so that large
  /// coordinates lose no digits.
  private static func crossing(_ p: Piece, _ q: Piece) -> Point {
    let (dx, dy) = (p.b.x - p.a.x, p.b.y - p.a.y)
    let (ex, ey) = (q.b.x - q.a.x, q.b.y - q.a.y)
    let (fx, fy) = (q.a.x - p.a.x, q.a.y - p.a.y)
    let part = (fx * ey - fy * ex) / (dx * ey - dy * ex)
    let along = part.isFinite ? min(max(part, 0), 1) : 0.5
    let near = along <= 0.5 ? p.a : p.b
    let rest = along <= 0.5 ? along : along - 1
    let (one, two) = (p.box, q.box)
    return Point(
      min(max(near.x + rest * dx, one.minX, two.minX), one.maxX, two.maxX) + 0,
      min(max(near.y + rest * dy, one.minY, two.minY), one.maxY, two.maxY) + 0)
  }

  private mutating func apply() {
    cuts.sort { $0.piece < $1.piece }
    var result: [Piece] = []
    var fresh: [Bool] = []
    result.reserveCapacity(pieces.count + cuts.count)
    fresh.reserveCapacity(pieces.count + cuts.count)
    var position = 0
    for (number, piece) in pieces.enumerated() {
      guard position < cuts.count, cuts[position].piece == number else {
        result.append(piece)
        fresh.append(false)
        continue
      }
      var points: [Point] = []
      while position < cuts.count, cuts[position].piece == number {
        points.append(cuts[position].point)
        position += 1
      }
      let isFlat = (piece.b.x - piece.a.x).magnitude >= (piece.b.y - piece.a.y).magnitude
      let rises = isFlat ? piece.b.x > piece.a.x : piece.b.y > piece.a.y
      points.sort { p, q in
        let (u, v) = isFlat ? ((p.x, p.y), (q.x, q.y)) : ((p.y, p.x), (q.y, q.x))
        return rises ? u < v : u > v
      }
      var from = piece.a
      for point in points + [piece.b] where point != from {
        result.append(Piece(a: from, b: point, source: piece.source))
        fresh.append(true)
        from = point
      }
    }
    pieces = result
    isNew = fresh
  }
}
