import SpatialPrimitives

/// What the building of blocks uses again and again.
struct CellScratch {
  var line = BlockLine()
  /// The ends of the cell's edges, in quanta from its corner.
  var ends: [(Point, Point)] = []
  /// The labels of edges that a point of the cell may lie on, each at least once.
  var labels: [UInt32] = []
  var writing = LineScratch()
  var cuts: [Double] = []
  /// The distinct differences of the line's segments, as sets and as masks.
  var differences: [(set: UInt32, mask: UInt64)] = []
  /// Whether a mask's bits stand for the areas of `ranks`, or, where these are too many, for `differences`.
  var hasAreaMasks = true
  var ranks: [UInt32] = []
  /// The sets of the subdivision's cells that no edge comes near, as masks of what differs from the reference, and the
  /// cells of each, one bit for each of the 64, row by row from below: those with most cells first.
  var free: [(mask: UInt64, cells: UInt64)] = []
  /// The answers of the block's table.
  var table: [UInt32] = []
  /// The areas that some sets of the table hold and others do not, as a mask.
  var varying: UInt64 = 0
  /// Whether a set of the table holds two areas of a level.
  var hasOverlap = false
}

extension GridRowBuilder {
  /// Writes the block of a cell with edges; `nil` if they are too many, or their areas too entangled.
  mutating func block(_ cell: Cell, _ list: ArraySlice<UInt32>, set: UInt32) -> GridEntry? {
    let reference = frame.corner(cell.x - cell.size / 64, cell.y)
    guard gatherLine(cell, list, reference) else { return nil }
    gatherMasks()
    gatherFreeCells()
    // The sets of most free cells get the first places of the table.
    let origin = scratch.free.first?.mask ?? 0
    var basis = DifferenceBasis()
    for free in scratch.free.prefix(3) { _ = basis.add(free.mask ^ origin) }
    guard let start = basis.add(origin) else { return nil }
    for difference in scratch.differences { guard basis.add(difference.mask) != nil else { return nil } }
    guard basis.rank <= CellBlock.mostRank else { return nil }

    let base = crossing(list, from: frame.corner(cell.x, cell.y), to: reference, set: set)
    fillTable(basis, origin, base)
    return write(basis, start)
  }

  // MARK: The line

  /// Brings the edges to the line; false if it becomes too long.
  private mutating func gatherLine(_ cell: Cell, _ list: ArraySlice<UInt32>, _ reference: Point) -> Bool {
    scratch.line.clear()
    scratch.labels.removeAll(keepingCapacity: true)
    scratch.ends.removeAll(keepingCapacity: true)
    for edge in list {
      let label = edges.labels[Int(edge)]
      let (a, b) = ends(of: edge, in: cell, parts: CellBlock.side)
      scratch.ends.append((a, b))
      let difference = states.crossing(label, of: edges, from: AreaStates.empty)
      scratch.line.add(a, b, difference, passage(edge, reference), &states)
      if scratch.labels.last != label, BlockLine.isNearCell(a, b) { scratch.labels.append(label) }
      if scratch.line.segments.count > CellBlock.mostSegments { return false }
    }
    return true
  }

  /// How an edge stands to the vertical through the reference.
  private func passage(_ edge: UInt32, _ reference: Point) -> BlockLine.Passage {
    let (a, b) = edges.ends(of: edge)
    if (a.x > reference.x) == (b.x > reference.x) { return a.x > reference.x ? .right : .left }
    // The left side of an edge that goes right is above it.
    return Orientation.isLeftPerturbed(a, b, reference) == (b.x > a.x) ? .crossingBelow : .crossingAbove
  }

  /// Finds what the segments change, and how to write that as masks.
  private mutating func gatherMasks() {
    scratch.differences.removeAll(keepingCapacity: true)
    scratch.ranks.removeAll(keepingCapacity: true)
    for segment in scratch.line.segments
    where !scratch.differences.contains(where: { $0.set == segment.difference }) {
      scratch.differences.append((segment.difference, 0))
      for rank in states.ranks(of: segment.difference)
      where scratch.ranks.count <= 64 && !scratch.ranks.contains(rank) { scratch.ranks.append(rank) }
    }
    scratch.hasAreaMasks = scratch.ranks.count <= 64
    scratch.ranks.sort()
    for index in scratch.differences.indices {
      if scratch.hasAreaMasks {
        for rank in states.ranks(of: scratch.differences[index].set) {
          scratch.differences[index].mask |= 1 << UInt64(scratch.ranks.firstIndex(of: rank)!)
        }
      } else {
        scratch.differences[index].mask = 1 << UInt64(index)
      }
    }
    let differences = scratch.differences
    scratch.line.setMasks { difference in differences.first { $0.set == difference }!.mask }
  }

  // MARK: The subdivision

  /// Finds the cells of the subdivision that no edge comes near, and their sets.
  private mutating func gatherFreeCells() {
    var near: UInt64 = 0
    let scale = 8 / CellBlock.side
    for (a, b) in scratch.ends {
      EdgeTrace.rows(
        a.x * scale, a.y * scale, b.x * scale, b.y * scale, columns: 8, rows: 8, margin: GridFrame.margin
      ) { row, first, last in
        near |= (2 &<< UInt64(last) &- 1 &<< UInt64(first)) &<< UInt64(8 * row)
      }
    }
    scratch.free.removeAll(keepingCapacity: true)
    var rest = ~near
    while rest != 0 {
      // What hangs together has one set: between neighbours without an edge nothing changes.
      let first = rest.trailingZeroBitCount
      let cells = CellBits.connected(1 << UInt64(first), within: rest)
      rest &= ~cells
      let size = CellBlock.side / 8
      let mask = scratch.line.mask(
        x: CellBlock.apron + (Double(first % 8) + 0.5) * size, y: CellBlock.apron + (Double(first / 8) + 0.5) * size)
      if let same = scratch.free.firstIndex(where: { $0.mask == mask }) {
        scratch.free[same].cells |= cells
      } else {
        scratch.free.append((mask, cells))
      }
    }
    // By insertion, because they are few; equally many keep their order.
    for end in scratch.free.indices.dropFirst() {
      var place = end
      while place > 0, scratch.free[place].cells.nonzeroBitCount > scratch.free[place - 1].cells.nonzeroBitCount {
        scratch.free.swapAt(place, place - 1)
        place -= 1
      }
    }
  }

  // MARK: The table

  /// Notes the answers of sets that occur. A place of the table whose set does not keeps `unsettled`, and so would one
  /// whose set was overlooked.
  private mutating func fillTable(_ basis: DifferenceBasis, _ origin: UInt64, _ base: UInt32) {
    scratch.table.removeAll(keepingCapacity: true)
    scratch.table.append(contentsOf: repeatElement(AreaIndex.unsettled, count: 1 << basis.rank))
    scratch.varying = 0
    scratch.hasOverlap = false
    for place in scratch.free.indices { enter(scratch.free[place].mask, basis, origin, base) }
    guard scratch.table.contains(AreaIndex.unsettled) else { return }
    if scratch.differences.count == 1, let free = scratch.free.first {
      // On the other side of whatever edge.
      return enter(free.mask ^ scratch.differences[0].mask, basis, origin, base)
    }
    let line = scratch.line
    var cuts: [Double] = []
    swap(&cuts, &scratch.cuts)
    line.forEachMaskBesideSegments(&cuts) { enter($0, basis, origin, base) }
    swap(&cuts, &scratch.cuts)
  }

  private mutating func enter(_ mask: UInt64, _ basis: DifferenceBasis, _ origin: UInt64, _ base: UInt32) {
    guard let place = basis.coordinates(of: mask ^ origin), scratch.table[Int(place)] == AreaIndex.unsettled else {
      return
    }
    var set = base
    if scratch.hasAreaMasks {
      let ranks = scratch.ranks
      set = states.toggling(ranks.indices.lazy.filter { mask >> UInt64($0) & 1 != 0 }.map { ranks[$0] }, in: base)
    } else {
      for index in scratch.differences.indices where mask >> UInt64(index) & 1 != 0 {
        set = states.sum(set, scratch.differences[index].set)
      }
    }
    scratch.table[Int(place)] = answer(of: set)
    scratch.varying |= mask ^ origin
    scratch.hasOverlap = scratch.hasOverlap || hasOverlap(set)
  }

  /// Whether the answers of the table name all areas that can hold a point of the cell: see `CellBlock`.
  private func isComplete() -> Bool {
    guard scratch.hasAreaMasks, !scratch.hasOverlap, !scratch.free.isEmpty else { return false }
    let areas = edges.areasOfLabels
    return scratch.labels.allSatisfy { label in
      areas.range(of: label).allSatisfy { index in
        guard let bit = scratch.ranks.firstIndex(of: areas.items[index] >> 1) else { return false }
        return areas.items[index] & 1 != 0 && scratch.varying >> UInt64(bit) & 1 != 0
      }
    }
  }

  // MARK: Writing

  private mutating func write(_ basis: DifferenceBasis, _ start: UInt32) -> GridEntry {
    let offset = CellBlock.start(after: output.blocks.count)
    output.blocks.append(contentsOf: repeatElement(0, count: offset - output.blocks.count))
    for row in UInt64(0)..<8 {
      // Threes, and less where a free cell has one of the first places.
      var bits = UInt16.max
      for (code, free) in scratch.free.prefix(3).enumerated() {
        let cells = CellBits.doubled(UInt8(truncatingIfNeeded: free.cells >> (8 * row)))
        bits ^= cells * UInt16(3 - code)
      }
      output.blocks.append(bits)
    }
    output.blocks.append(0)
    output.blocks.append(UInt16(start))
    for number in scratch.table {
      output.blocks.append(UInt16(truncatingIfNeeded: number))
      output.blocks.append(UInt16(truncatingIfNeeded: number >> 16))
    }
    let groups = scratch.line.write(to: &output.blocks, &scratch.writing) { mask in
      UInt16(truncatingIfNeeded: basis.coordinates(of: mask)!)
    }
    output.blocks[offset + CellBlock.groupsHalf] =
      UInt16(groups) | UInt16(basis.rank) << 8 | (isComplete() ? CellBlock.completeBit : 0)
    return .block(at: offset * 2 / CellBlock.unit)
  }
}
