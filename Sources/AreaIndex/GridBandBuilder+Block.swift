import SpatialPrimitives
import SystemFiles

extension GridBandBuilder {
  /// Writes the block of a cell with edges; `nil` if they are too many, or their areas too entangled.
  mutating func block(_ cell: Cell, _ list: Span<UInt32>, set: UInt32) -> GridEntry? {
    let reference = frame.corner(cell.x - cell.size / 64, cell.y)
    guard gatherLine(cell, list, reference) else { return nil }
    gatherMasks()
    gatherFreeCells()
    // The sets of most free cells get the first places of the table.
    let origin = scratch.free.count > 0 ? scratch.free[0].mask : 0
    var basis = DifferenceBasis()
    for place in 0..<min(3, scratch.free.count) { _ = basis.add(scratch.free[place].mask ^ origin) }
    guard let start = basis.add(origin) else { return nil }
    for index in 0..<scratch.differences.count {
      guard basis.add(scratch.differences[index].mask) != nil else { return nil }
    }
    guard basis.rank <= CellBlock.mostRank else { return nil }

    let base = crossing(list, from: frame.corner(cell.x, cell.y), to: reference, set: set)
    fillTable(basis, origin, base)
    return write(basis, start)
  }

  // MARK: The line

  /// Brings the edges to the line; false if it becomes too long.
  private mutating func gatherLine(_ cell: Cell, _ list: Span<UInt32>, _ reference: Point) -> Bool {
    scratch.line.clear()
    scratch.labels.clear()
    scratch.hasAllLabels = true
    scratch.near = 0
    let view = CellView(frame, cell, parts: CellBlock.side)
    let vertices = edges.vertices.view
    var (last, difference) = (EdgeStore.none, AreaStates.empty)
    var index = 0
    while index < list.count {
      let edge = Int(list[index])
      index += 1
      let label = edges.labels[edge]
      if label != last {
        last = label
        difference = states.crossing(label, of: edges, from: AreaStates.empty)
      }
      let (p, q) = (vertices[edge], vertices[edge + 1])
      let (a, b) = (view.place(p), view.place(q))
      guard scratch.line.add(a, b, difference, Self.passage(p, q, reference), &states) else { return false }
      noteNear(a, b)
      if BlockLine.isNearCell(a, b) { noteLabel(label) }
    }
    return true
  }

  /// How an edge stands to the vertical through the reference.
  @inline(__always)
  private static func passage(_ a: Point, _ b: Point, _ reference: Point) -> BlockLine.Passage {
    if (a.x > reference.x) == (b.x > reference.x) { return a.x > reference.x ? .right : .left }
    // The left side of an edge that goes right is above it.
    return Orientation.isLeftPerturbed(a, b, reference) == (b.x > a.x) ? .crossingBelow : .crossingAbove
  }

  @inline(__always)
  private mutating func noteLabel(_ label: UInt32) {
    let count = scratch.labels.count
    if count > 0, scratch.labels[count - 1] == label { return }
    if scratch.labels.isFull { scratch.hasAllLabels = false } else { scratch.labels.append(label) }
  }

  /// Notes the cells of the subdivision that an edge comes near.
  @inline(__always)
  private mutating func noteNear(_ a: Point, _ b: Point) {
    let scale = 8 / CellBlock.side
    var near: UInt64 = 0
    EdgeTrace.rows(
      a.x * scale, a.y * scale, b.x * scale, b.y * scale, columns: 8, rows: 8, margin: GridFrame.margin
    ) { row, first, last in
      near |= (2 &<< UInt64(last) &- 1 &<< UInt64(first)) &<< UInt64(8 * row)
    }
    scratch.near |= near
  }

  /// Finds what the segments change, and how to write that as masks.
  private mutating func gatherMasks() {
    scratch.differences.clear()
    scratch.ranks.clear()
    var index = 0
    while index < scratch.line.segments.count {
      let set = scratch.line.segments[index].difference
      index += 1
      if scratch.differences.position(where: { $0.set == set }) != nil { continue }
      scratch.differences.append(CellScratch.Difference(set: set, mask: 0))
      states.forEachRank(of: set) { rank in
        if !scratch.ranks.isFull, scratch.ranks.position(where: { $0 == rank }) == nil { scratch.ranks.append(rank) }
      }
    }
    scratch.hasAreaMasks = scratch.ranks.count <= CellScratch.mostBits
    scratch.ranks.sort()
    index = 0
    while index < scratch.differences.count {
      var mask: UInt64 = 0
      if scratch.hasAreaMasks {
        states.forEachRank(of: scratch.differences[index].set) { rank in
          mask |= 1 &<< UInt64(scratch.ranks.position { $0 == rank } ?? 0)
        }
      } else {
        mask = 1 &<< UInt64(index)
      }
      scratch.differences[index].mask = mask
      index += 1
    }
    var last = 0
    scratch.line.setMasks { difference in
      if scratch.differences[last].set != difference {
        last = scratch.differences.position { $0.set == difference } ?? 0
      }
      return scratch.differences[last].mask
    }
  }

  // MARK: The subdivision

  /// Finds the sets of the cells of the subdivision that no edge comes near.
  private mutating func gatherFreeCells() {
    scratch.free.clear()
    var rest = ~scratch.near
    while rest != 0 {
      // What hangs together has one set: between neighbours without an edge nothing changes.
      let first = rest.trailingZeroBitCount
      let cells = CellBits.connected(1 << UInt64(first), within: rest)
      rest &= ~cells
      let size = CellBlock.side / 8
      let mask = scratch.line.mask(
        x: CellBlock.apron + (Double(first % 8) + 0.5) * size, y: CellBlock.apron + (Double(first / 8) + 0.5) * size)
      if let same = scratch.free.position(where: { $0.mask == mask }) {
        scratch.free[same].cells |= cells
      } else {
        scratch.free.append(CellScratch.Free(mask: mask, cells: cells))
      }
    }
    // By insertion, because they are few; equally many keep their order.
    var end = 1
    while end < scratch.free.count {
      let own = scratch.free[end]
      var place = end
      while place > 0, own.cells.nonzeroBitCount > scratch.free[place - 1].cells.nonzeroBitCount {
        scratch.free[place] = scratch.free[place - 1]
        place -= 1
      }
      scratch.free[place] = own
      end += 1
    }
  }

  // MARK: The table

  /// Notes the answers of sets that occur. A place of the table whose set does not keeps `unsettled`, and so would one
  /// whose set was overlooked.
  private mutating func fillTable(_ basis: DifferenceBasis, _ origin: UInt64, _ base: UInt32) {
    scratch.table.clear()
    scratch.table.append(AreaIndex.unsettled, times: 1 << basis.rank)
    scratch.varying = 0
    scratch.hasOverlap = false
    for place in 0..<scratch.free.count { enter(scratch.free[place].mask, basis, origin, base) }
    guard scratch.table.position(where: { $0 == AreaIndex.unsettled }) != nil else { return }
    if scratch.differences.count == 1, scratch.free.count > 0 {
      // On the other side of whatever edge.
      return enter(scratch.free[0].mask ^ scratch.differences[0].mask, basis, origin, base)
    }
    scratch.line.listMasksBesideSegments(&scratch.cuts, into: &scratch.beside)
    for index in 0..<scratch.beside.count { enter(scratch.beside[index], basis, origin, base) }
  }

  private mutating func enter(_ mask: UInt64, _ basis: DifferenceBasis, _ origin: UInt64, _ base: UInt32) {
    guard let place = basis.coordinates(of: mask ^ origin), scratch.table[Int(place)] == AreaIndex.unsettled else {
      return
    }
    var set = base
    if scratch.hasAreaMasks {
      set = states.toggling(scratch.ranks, of: mask, in: base)
    } else {
      for index in 0..<scratch.differences.count where mask >> UInt64(index) & 1 != 0 {
        set = states.sum(set, scratch.differences[index].set)
      }
    }
    scratch.table[Int(place)] = answer(of: set)
    scratch.varying |= mask ^ origin
    scratch.hasOverlap = scratch.hasOverlap || hasOverlap(set)
  }

  /// Whether the answers of the table name all areas that can hold a point of the cell: see `CellBlock`.
  private func isComplete() -> Bool {
    guard scratch.hasAreaMasks, scratch.hasAllLabels, !scratch.hasOverlap, scratch.free.count > 0 else { return false }
    let areas = edges.areasOfLabels
    for index in 0..<scratch.labels.count {
      for item in areas.range(of: scratch.labels[index]) {
        let rank = areas.items[item] >> 1
        guard let bit = scratch.ranks.position(where: { $0 == rank }), areas.items[item] & 1 != 0,
          scratch.varying >> UInt64(bit) & 1 != 0
        else { return false }
      }
    }
    return true
  }

  // MARK: Writing

  private mutating func write(_ basis: DifferenceBasis, _ start: UInt32) -> GridEntry {
    let offset = CellBlock.start(after: output.blocks.count)
    scratch.halves.clear()
    scratch.halves.append(0, times: offset - output.blocks.count)
    let first = scratch.halves.count
    for row in UInt64(0)..<8 {
      // Threes, and less where a free cell has one of the first places.
      var bits = UInt16.max
      for code in 0..<min(3, scratch.free.count) {
        let cells = CellBits.doubled(UInt8(truncatingIfNeeded: scratch.free[code].cells >> (8 * row)))
        bits ^= cells &* UInt16(3 - code)
      }
      scratch.halves.append(bits)
    }
    scratch.halves.append(0)
    scratch.halves.append(UInt16(start))
    for place in 0..<scratch.table.count {
      scratch.halves.append(UInt16(truncatingIfNeeded: scratch.table[place]))
      scratch.halves.append(UInt16(truncatingIfNeeded: scratch.table[place] >> 16))
    }
    let groups = scratch.line.write(to: &scratch.halves, &scratch.writing) { mask in
      UInt16(truncatingIfNeeded: basis.coordinates(of: mask) ?? 0)
    }
    scratch.halves[first + CellBlock.groupsHalf] =
      UInt16(groups) | UInt16(basis.rank) << 8 | (isComplete() ? CellBlock.completeBit : 0)
    unsafe output.blocks.append(contentsOf: scratch.halves.elements)
    return .block(at: offset * 2 / CellBlock.unit)
  }
}
