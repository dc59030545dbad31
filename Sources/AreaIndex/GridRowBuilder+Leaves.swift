import SpatialPrimitives

/// What a row builder remembers between leaves.
struct LeafScratch {
  /// By set: its answer's number, its offset in the lists; `missing` where there is none yet.
  private var answers: [UInt32] = []
  private var setOffsets: [UInt32] = []
  private var labelOffsets: [UInt32] = []
  /// Contexts by their set and labels, with their offsets and the offsets of their tables of answers.
  private var contexts = ListInterner()
  private var contextOffsets: [UInt32] = []
  private var tables: [[UInt32]] = []
  private var key: [UInt32] = []

  private static let missing = UInt32.max

  mutating func answer(of set: UInt32, _ states: AreaStates, _ roster: Roster, _ output: inout GridRow) -> UInt32 {
    while answers.count <= Int(set) { answers.append(Self.missing) }
    if answers[Int(set)] == Self.missing {
      var rule = TieRule(roster)
      for index in states.sets.range(of: set) { rule.offer(states.sets.items[index], isBoundary: false) }
      answers[Int(set)] = UInt32(output.answers.count)
      output.answers.append(rule.finish())
    }
    return answers[Int(set)]
  }

  /// The number of a context. A new one is written to the output.
  mutating func context(set: UInt32, labels: [UInt32], _ states: AreaStates, _ output: inout GridRow) -> Int {
    key.removeAll(keepingCapacity: true)
    key.append(set)
    key.append(contentsOf: labels)
    let id = Int(contexts.id(of: key))
    if id == contextOffsets.count {
      contextOffsets.append(UInt32(output.contexts.count))
      tables.append([])
      output.contexts.append(Self.offset(of: set, in: states.sets, &setOffsets, &output))
      output.contexts.append(UInt32(labels.count))
      for label in labels { output.contexts.append(Self.offset(of: label, in: states.labels, &labelOffsets, &output)) }
    }
    return id
  }

  func offset(ofContext id: Int) -> UInt32 { contextOffsets[id] }

  /// The answers of a context for each combination of labels crossed: bit i of the position for label i.
  mutating func table(
    ofContext id: Int, set: UInt32, labels: [UInt32], _ states: inout AreaStates, _ roster: Roster,
    _ output: inout GridRow
  ) -> [UInt32] {
    if tables[id].isEmpty {
      var sets = [set]
      for label in labels { sets += sets.map { states.crossing(label, from: $0) } }
      tables[id] = sets.map { answer(of: $0, states, roster, &output) }
    }
    return tables[id]
  }

  private static func offset(
    of id: UInt32, in lists: ListInterner, _ offsets: inout [UInt32], _ output: inout GridRow
  ) -> UInt32 {
    while offsets.count <= Int(id) { offsets.append(missing) }
    if offsets[Int(id)] == missing {
      let range = lists.range(of: id)
      offsets[Int(id)] = UInt32(output.lists.count)
      output.lists.append(UInt32(range.count))
      output.lists.append(contentsOf: lists.items[range])
    }
    return offsets[Int(id)]
  }
}

extension GridRowBuilder {
  /// Writes the leaf of a cell with edges, given the set at the corner that stands for `side`.
  mutating func leaf(
    _ list: ArraySlice<UInt32>, set: UInt32, _ side: GridLeaf.Side
  ) -> GridEntry {
    var labels: [UInt32] = []
    var slots: [UInt32] = []
    for index in list {
      let label = edges[Int(index)].label
      // Seldom more than three.
      let slot = labels.firstIndex(of: label) ?? labels.count
      if slot == labels.count { labels.append(label) }
      slots.append(UInt32(slot))
    }
    let isPlain =
      side != .none && list.count <= GridLeaf.mostPlainEdges && labels.count <= GridLeaf.mostPlainLabels
    let context = leafScratch.context(set: set, labels: labels, states, &output)
    let offset = output.leaves.count
    let head = GridLeaf(
      context: leafScratch.offset(ofContext: context), side: side, isPlain: isPlain, labels: slots,
      count: labels.count)
    output.leaves.append(head.word)
    if isPlain {
      let table = leafScratch.table(ofContext: context, set: set, labels: labels, &states, roster, &output)
      appendPairs(table)
    }
    for index in list {
      let edge = edges[Int(index)]
      let isTurned = side == .lower
      output.leaves.append((isTurned ? edge.a.y : edge.a.x).bitPattern)
      output.leaves.append((isTurned ? edge.a.x : edge.a.y).bitPattern)
      output.leaves.append((isTurned ? edge.b.y : edge.b.x).bitPattern)
      output.leaves.append((isTurned ? edge.b.x : edge.b.y).bitPattern)
    }
    if !isPlain { appendPairs(slots) }
    output.leafCount += 1
    output.plainLeafCount += isPlain ? 1 : 0
    output.leafEdgeCount += list.count
    return .leaf(at: offset)
  }

  private mutating func appendPairs(_ words: [UInt32]) {
    for index in stride(from: 0, to: words.count, by: 2) {
      output.leaves.append(UInt64(words[index]) | UInt64(index + 1 < words.count ? words[index + 1] : 0) << 32)
    }
  }

  /// A side of the cell that no edge of the list comes near to.
  func freeSide(_ cell: Cell, _ list: ArraySlice<UInt32>) -> GridLeaf.Side {
    let scale = 1 / Double(cell.size)
    let (x, y) = (Double(cell.x), Double(cell.y))
    var left = true
    var right = true
    var lower = true
    for index in list {
      let edge = edges[Int(index)]
      let (ax, ay) = ((edge.ax - x) * scale, (edge.ay - y) * scale)
      let (bx, by) = ((edge.bx - x) * scale, (edge.by - y) * scale)
      left = left && !EdgeTrace.meetsSide(ax, ay, bx, by, at: 0)
      right = right && !EdgeTrace.meetsSide(ax, ay, bx, by, at: 1)
      lower = lower && !EdgeTrace.meetsSide(ay, ax, by, bx, at: 0)
      if !left && !right && !lower { return .none }
    }
    return left ? .left : lower ? .lower : .right
  }
}
