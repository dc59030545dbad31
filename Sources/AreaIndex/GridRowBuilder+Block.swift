import SpatialPrimitives

/// What the building of blocks uses again and again.
struct CellScratch {
  static let notFree = UInt8.max

  /// The areas of the cell's labels, as ranks, ascending; a set of them is a mask, bit i for the i-th.
  var ranks: [UInt32] = []
  /// The distinct labels and which areas change across them.
  var labels: [(label: UInt32, mask: UInt64, changesAll: Bool)] = []
  /// By position in the cell's list: the label's place in `labels`.
  var slots: [Int] = []
  /// For each of 64 cells of the subdivision the edges near it, bit i for the i-th of the list.
  var near = [UInt64](repeating: 0, count: 64)
  /// The sets of the subdivision's cells that no edge comes near, as masks of what differs from the cell's lower left
  /// corner, and how many such cells they have.
  var free: [(mask: UInt64, count: Int)] = []
  /// By cell of the subdivision: the set's place in `free`; `notFree` where an edge is near.
  var places = [UInt8](repeating: 0, count: 64)
  /// Sets at other corners, as masks.
  var seen: [UInt64] = []
  /// The areas that some sets of the table hold and others do not, as a mask, and whether no set holds two areas of a
  /// level and every label changes all its areas.
  var varying: UInt64 = 0
  var isSimple = true
  var line = BlockLine()
}

extension GridRowBuilder {
  /// Writes the block of a cell with edges; `nil` if they are too many, or their areas too entangled.
  mutating func block(_ cell: Cell, _ list: ArraySlice<UInt32>, set: UInt32) -> GridEntry? {
    guard gatherLabels(list) else { return nil }
    spread(list, over: cell)
    walk(list, cell)
    // The sets of most free cells get the first places of the table.
    let order = scratch.free.indices.sorted { (scratch.free[$1].count, $0) < (scratch.free[$0].count, $1) }
    let origin = order.first.map { scratch.free[$0].mask } ?? 0
    var basis = DifferenceBasis()
    for place in order.prefix(3) { _ = basis.add(scratch.free[place].mask ^ origin) }
    let reference = frame.corner(cell.x - cell.size / 64, cell.y)
    let corner = frame.corner(cell.x, cell.y)
    var start: UInt64 = 0
    for (position, edge) in list.enumerated() where crosses(edge, from: corner, to: reference) {
      start ^= scratch.labels[scratch.slots[position]].mask
    }
    guard let first = basis.add(start ^ origin) else { return nil }
    for (_, mask, _) in scratch.labels { guard basis.add(mask) != nil else { return nil } }
    guard basis.rank <= CellBlock.mostRank else { return nil }

    scratch.line.clear()
    for (position, edge) in list.enumerated() {
      let (a, b) = ends(of: edge, in: cell, parts: CellBlock.side)
      let mask = scratch.labels[scratch.slots[position]].mask
      scratch.line.append(
        edge, a, b, mask: mask, change: UInt8(truncatingIfNeeded: basis.coordinates(of: mask)!),
        passage: passage(edge, reference))
    }
    guard scratch.line.groups < 64 else { return nil }

    var table = [UInt32](repeating: AreaIndex.unsettled, count: 1 << basis.rank)
    scratch.varying = 0
    scratch.isSimple = scratch.labels.allSatisfy(\.changesAll)
    enter(scratch.free.map(\.mask), &table, basis, origin, set)
    enter(scratch.seen, &table, basis, origin, set)
    if table.contains(AreaIndex.unsettled) { enter(scratch.line.masks(from: start), &table, basis, origin, set) }
    let isComplete = scratch.isSimple && scratch.varying.nonzeroBitCount == scratch.ranks.count
    return write(order, table, first: first, rank: basis.rank, isComplete: isComplete)
  }

  /// Notes the answers of sets that occur. A place of the table whose set does not keeps `unsettled`, and so would one
  /// whose set was overlooked.
  private mutating func enter(
    _ masks: [UInt64], _ table: inout [UInt32], _ basis: DifferenceBasis, _ origin: UInt64, _ set: UInt32
  ) {
    for mask in masks {
      guard let place = basis.coordinates(of: mask ^ origin), table[Int(place)] == AreaIndex.unsettled else { continue }
      let ranks = scratch.ranks
      let changed = ranks.indices.lazy.filter { mask >> UInt64($0) & 1 != 0 }.map { ranks[$0] }
      let own = states.toggling(changed, in: set)
      table[Int(place)] = answer(of: own)
      scratch.varying |= mask ^ origin
      scratch.isSimple = scratch.isSimple && hasNoOverlap(own)
    }
  }

  private mutating func write(_ order: [Int], _ table: [UInt32], first: UInt32, rank: Int, isComplete: Bool)
    -> GridEntry
  {
    let offset = output.blocks.count
    let groups = scratch.line.groups
    for row in 0..<8 {
      var bits: UInt16 = 0
      for column in 0..<8 {
        let place = scratch.places[8 * row + column]
        let code = place == CellScratch.notFree ? 3 : min(3, order.firstIndex(of: Int(place))!)
        bits |= UInt16(code) << UInt16(2 * column)
      }
      output.blocks.append(bits)
    }
    output.blocks.append(UInt16(groups) | UInt16(rank) << 8 | (isComplete ? CellBlock.completeBit : 0))
    output.blocks.append(UInt16(first))
    for number in table {
      output.blocks.append(UInt16(truncatingIfNeeded: number))
      output.blocks.append(UInt16(truncatingIfNeeded: number >> 16))
    }
    scratch.line.write(to: &output.blocks)
    let halvesPerUnit = CellBlock.unit / 2
    while output.blocks.count % halvesPerUnit != 0 { output.blocks.append(0) }
    return .block(at: offset / halvesPerUnit)
  }

  // MARK: Sets as masks

  /// Finds the labels of the list, and all their areas; false if a mask cannot hold them.
  private mutating func gatherLabels(_ list: ArraySlice<UInt32>) -> Bool {
    scratch.labels.removeAll(keepingCapacity: true)
    scratch.slots.removeAll(keepingCapacity: true)
    scratch.ranks.removeAll(keepingCapacity: true)
    let areas = edges.areasOfLabels
    for edge in list {
      let label = edges.labels[Int(edge)]
      if let slot = scratch.labels.lastIndex(where: { $0.label == label }) {
        scratch.slots.append(slot)
        continue
      }
      scratch.slots.append(scratch.labels.count)
      var changesAll = true
      for index in areas.range(of: label) {
        let rank = areas.items[index] >> 1
        if areas.items[index] & 1 == 0 {
          changesAll = false
        } else if !scratch.ranks.contains(rank) {
          scratch.ranks.append(rank)
        }
      }
      scratch.labels.append((label, 0, changesAll))
      if scratch.ranks.count > 64 { return false }
    }
    scratch.ranks.sort()
    for slot in scratch.labels.indices {
      var mask: UInt64 = 0
      for index in areas.range(of: scratch.labels[slot].label) where areas.items[index] & 1 != 0 {
        mask |= 1 << UInt64(scratch.ranks.firstIndex(of: areas.items[index] >> 1)!)
      }
      scratch.labels[slot].mask = mask
    }
    return true
  }

  /// Notes which edges come near to which cells of the subdivision.
  private mutating func spread(_ list: ArraySlice<UInt32>, over cell: Cell) {
    for index in 0..<64 { scratch.near[index] = 0 }
    for (position, edge) in list.enumerated() {
      let (a, b) = ends(of: edge, in: cell, parts: 8)
      EdgeTrace.cells(a.x, a.y, b.x, b.y, columns: 8, rows: 8, margin: GridFrame.margin) { column, row in
        scratch.near[8 * row + column] |= 1 << UInt64(position)
      }
    }
  }

  /// Finds the set at each corner of the subdivision.
  private mutating func walk(_ list: ArraySlice<UInt32>, _ cell: Cell) {
    let size = cell.size / 8
    scratch.free.removeAll(keepingCapacity: true)
    scratch.seen.removeAll(keepingCapacity: true)
    var rowMask: UInt64 = 0
    for row in 0..<8 {
      let y = cell.y + row * size
      var mask = rowMask
      for column in 0..<8 {
        let x = cell.x + column * size
        let near = scratch.near[8 * row + column]
        if near == 0 {
          let place = scratch.free.firstIndex { $0.mask == mask } ?? scratch.free.count
          if place == scratch.free.count { scratch.free.append((mask, 0)) }
          scratch.free[place].count += 1
          scratch.places[8 * row + column] = UInt8(place)
        } else {
          if !scratch.seen.contains(mask) { scratch.seen.append(mask) }
          scratch.places[8 * row + column] = CellScratch.notFree
          mask ^= changes(near, list, from: frame.corner(x, y), to: frame.corner(x + size, y))
        }
      }
      rowMask ^= changes(
        scratch.near[8 * row], list, from: frame.corner(cell.x, y), to: frame.corner(cell.x, y + size))
    }
  }

  /// What changes on the way from `p` to `q`, along a side that only the edges of `near` come near to.
  private func changes(_ near: UInt64, _ list: ArraySlice<UInt32>, from p: Point, to q: Point) -> UInt64 {
    var rest = near
    var mask: UInt64 = 0
    while rest != 0 {
      let position = rest.trailingZeroBitCount
      rest &= rest - 1
      if crosses(list[list.startIndex + position], from: p, to: q) {
        mask ^= scratch.labels[scratch.slots[position]].mask
      }
    }
    return mask
  }

  /// How an edge stands to the vertical through the reference.
  private func passage(_ edge: UInt32, _ reference: Point) -> BlockLine.Passage {
    let (a, b) = edges.ends(of: edge)
    if (a.x > reference.x) == (b.x > reference.x) { return a.x > reference.x ? .right : .left }
    // The left side of an edge that goes right is above it.
    return Orientation.isLeftPerturbed(a, b, reference) == (b.x > a.x) ? .crossingBelow : .crossingAbove
  }
}
