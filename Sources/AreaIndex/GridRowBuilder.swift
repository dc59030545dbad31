import SpatialPrimitives

/// Builds one row of whole cells from the edges that come near to each.
///
/// The set of areas at a cell's lower left corner is known from the corner before it: the edges that cross the side
/// between the two are all listed with the cell. It starts as the empty set left of everything, and so it goes on
/// inside a split cell. A corner counts as moved up by an infinitesimal and right by a lesser one, so that none lies
/// on an edge.
struct GridRowBuilder {
  /// An edge of one or several areas, once.
  struct Edge {
    var a: Point
    var b: Point
    /// Its ends in fine units.
    var ax: Double
    var ay: Double
    var bx: Double
    var by: Double
    var label: UInt32
  }

  /// A cell in fine units.
  struct Cell {
    var x: Int
    var y: Int
    var size: Int
  }

  let source: EdgeSource
  let frame: GridFrame
  let roster: Roster
  var states = AreaStates()
  var edges: [Edge] = []
  var output = GridRow()
  var leafScratch = LeafScratch()
  /// How many edges the splits of this whole cell may still list. It keeps bundles of edges that no split can part,
  /// such as a thousand slivers side by side, from being listed in every cell along them down to the smallest.
  private var budget = 0
  /// Cells of this size are not split any more only to free a side.
  private static let smallestSought = GridFrame.cellUnits >> 6
  private var instances: [(hash: UInt64, edge: UInt32)] = []
  private var labelScratch: [UInt32] = []

  init(_ source: EdgeSource, _ frame: GridFrame, _ roster: Roster) {
    self.source = source
    self.frame = frame
    self.roster = roster
  }

  /// - Parameter listed: `column << 32 | edge`, ascending.
  consuming func build(row: Int, listed: [UInt64]) -> GridRow {
    let size = GridFrame.cellUnits
    var set = AreaStates.empty
    var next = 0
    for column in 0..<frame.columns {
      let start = next
      while next < listed.count, Int(listed[next] >> 32) == column { next += 1 }
      if start == next {
        output.directory.append(GridEntry.answer(answer(of: set)).word)
        continue
      }
      gatherEdges(listed[start..<next])
      budget = 8 * edges.count + 1024
      let cell = Cell(x: column * size, y: row * size, size: size)
      let all = edges.indices.map { UInt32($0) }
      let right = crossing(
        all[...], from: frame.corner(cell.x, cell.y), to: frame.corner(cell.x + size, cell.y), set: set)
      output.directory.append(entry(cell, all[...], left: set, right: right).word)
      set = right
    }
    assert(set == AreaStates.empty, "every ring is closed")
    return output
  }

  // MARK: Cells

  /// Finds what a cell holds, given the sets at its lower corners.
  private mutating func entry(_ cell: Cell, _ list: ArraySlice<UInt32>, left: UInt32, right: UInt32) -> GridEntry {
    if list.isEmpty { return .answer(answer(of: left)) }
    var bits = splitBits(cell, list)
    var side = GridLeaf.Side.none
    if bits == 0 {
      side = freeSide(cell, list)
      // Around a vertex edges may go to all sides; a smaller cell leaves fewer points to the exact way.
      if side == .none, budget > 0, cell.size > Self.smallestSought { bits = 1 }
    }
    if bits > 0 { return split(cell, list, bits: bits, set: left) }
    return leaf(list, set: side == .right ? right : left, side)
  }

  /// Into how many halves to split a cell with so many edges; 0 for not at all.
  private func splitBits(_ cell: Cell, _ list: ArraySlice<UInt32>) -> Int {
    let bits: Int
    if cell.size == GridFrame.cellUnits {
      bits = list.count <= 8 ? 2 : list.count <= 40 ? 3 : 4
    } else if budget > 0, list.count > 6 {
      bits = list.count <= 16 ? 1 : list.count <= 64 ? 2 : 3
    } else {
      bits = 0
    }
    return min(bits, cell.size.trailingZeroBitCount)
  }

  private mutating func split(_ cell: Cell, _ list: ArraySlice<UInt32>, bits: Int, set: UInt32) -> GridEntry {
    let fan = 1 << bits
    let size = cell.size >> bits
    let (lists, starts) = distribute(list, cell, fan: fan)
    budget -= lists.count
    let offset = output.splits.count
    output.splits.append(contentsOf: repeatElement(0, count: fan * fan))
    var rowStart = set
    for row in 0..<fan {
      let y = cell.y + row * size
      var left = rowStart
      for column in 0..<fan {
        let index = row * fan + column
        let x = cell.x + column * size
        let own = lists[starts[index]..<starts[index + 1]]
        let right = crossing(own, from: frame.corner(x, y), to: frame.corner(x + size, y), set: left)
        output.splits[offset + index] = entry(Cell(x: x, y: y, size: size), own, left: left, right: right).word
        left = right
      }
      let first = lists[starts[row * fan]..<starts[row * fan + 1]]
      rowStart = crossing(first, from: frame.corner(cell.x, y), to: frame.corner(cell.x, y + size), set: rowStart)
    }
    return .split(at: offset, bits: bits)
  }

  /// Lists the edges by cell of a `fan` × `fan` split, in their order.
  private func distribute(_ list: ArraySlice<UInt32>, _ cell: Cell, fan: Int) -> (lists: [UInt32], starts: [Int]) {
    let scale = Double(fan) / Double(cell.size)
    let (x, y) = (Double(cell.x), Double(cell.y))
    var pairs: [(cell: UInt32, edge: UInt32)] = []
    pairs.reserveCapacity(list.count * 4)
    var starts = [Int](repeating: 0, count: fan * fan + 1)
    for index in list {
      let edge = edges[Int(index)]
      EdgeTrace.cells(
        (edge.ax - x) * scale, (edge.ay - y) * scale, (edge.bx - x) * scale, (edge.by - y) * scale, columns: fan,
        rows: fan
      ) { column, row in
        pairs.append((UInt32(row * fan + column), index))
        starts[row * fan + column + 1] += 1
      }
    }
    for index in 0..<fan * fan { starts[index + 1] += starts[index] }
    var next = starts
    var lists = [UInt32](repeating: 0, count: pairs.count)
    for pair in pairs {
      lists[next[Int(pair.cell)]] = pair.edge
      next[Int(pair.cell)] += 1
    }
    return (lists, starts)
  }

  // MARK: Sets

  /// The set at corner `q`, given that at `p`, along the side between them: on the same height or one above the other.
  private mutating func crossing(
    _ list: ArraySlice<UInt32>, from p: Point, to q: Point, set: UInt32
  ) -> UInt32 {
    var set = set
    for index in list {
      let edge = edges[Int(index)]
      let straddles =
        p.y == q.y ? (edge.a.y > p.y) != (edge.b.y > p.y) : (edge.a.x > p.x) != (edge.b.x > p.x)
      if straddles,
        Orientation.isLeftPerturbed(edge.a, edge.b, p) != Orientation.isLeftPerturbed(edge.a, edge.b, q)
      {
        set = states.crossing(edge.label, from: set)
      }
    }
    return set
  }

  /// The row's number of the answer for a point whose areas are the set.
  mutating func answer(of set: UInt32) -> UInt32 {
    leafScratch.answer(of: set, states, roster, &output)
  }

  // MARK: Edges

  /// Brings together what the cell's areas have in common: edges between the same two points become one, labelled
  /// with all areas that have it.
  private mutating func gatherEdges(_ listed: ArraySlice<UInt64>) {
    edges.removeAll(keepingCapacity: true)
    instances.removeAll(keepingCapacity: true)
    for word in listed {
      let edge = UInt32(truncatingIfNeeded: word)
      instances.append((source.hash(of: edge), edge))
    }
    // Insertion for the short lists that are the rule.
    if instances.count > 64 {
      instances.sort { ($0.hash, $0.edge) < ($1.hash, $1.edge) }
    } else {
      for index in instances.indices.dropFirst() {
        let item = instances[index]
        var hole = index
        while hole > 0, (instances[hole - 1].hash, instances[hole - 1].edge) > item {
          instances[hole] = instances[hole - 1]
          hole -= 1
        }
        instances[hole] = item
      }
    }
    var start = 0
    while start < instances.count {
      var end = start + 1
      while end < instances.count, instances[end].hash == instances[start].hash { end += 1 }
      appendEdges(start..<end)
      start = end
    }
  }

  /// Appends the edges among instances of the same hash: one, unless two different ones happen to share it.
  private mutating func appendEdges(_ range: Range<Int>) {
    var rest = Array(range)
    while let head = rest.first {
      let representative = instances[head].edge
      var others: [Int] = []
      labelScratch.removeAll(keepingCapacity: true)
      for index in rest {
        guard source.areEqual(instances[index].edge, representative) else {
          others.append(index)
          continue
        }
        let rank = source.areas[Int(instances[index].edge)]
        if let last = labelScratch.last, last >> 1 == rank {
          labelScratch[labelScratch.count - 1] = last ^ 1
        } else {
          labelScratch.append(rank << 1 | 1)
        }
      }
      let (a, b) = source.ends(of: representative)
      edges.append(
        Edge(
          a: a, b: b, ax: frame.fineX(a.x), ay: frame.fineY(a.y), bx: frame.fineX(b.x), by: frame.fineY(b.y),
          label: states.label(of: labelScratch)))
      rest = others
    }
  }
}
