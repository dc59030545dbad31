import SpatialPrimitives
import SystemFiles

/// Builds one row of whole cells from the edges that come near to each.
///
/// The set of areas at a cell's lower left corner is known from the corner before it: the edges that cross the side
/// between the two are all listed with the cell. It starts as the empty set left of everything, and so it goes on
/// inside a split cell. A corner counts as moved up by an infinitesimal and right by a lesser one, so that none lies
/// on an edge.
struct GridRowBuilder {
  /// A cell in fine units.
  struct Cell {
    var x: Int
    var y: Int
    var size: Int
  }

  /// How far around itself a cell knows the edges, in parts of its side: farther than the reference of its block.
  static let margin = 0x1p-5
  /// Cells smaller than this, in fine units, are not divided: their blocks need corners of their own.
  static let smallest = 64

  let edges: EdgeStore
  let frame: GridFrame
  private let roster: Roster
  var states = AreaStates()
  var output = GridRow()
  var scratch = CellScratch()
  /// How many edges the splits of this whole cell may still list. It keeps bundles of edges that no split can part,
  /// such as a thousand slivers side by side, from being listed in every cell along them down to the smallest.
  private var budget = 0
  /// By set: the row's number of its answer; `missing` where there is none yet.
  private var answers: [UInt32] = []

  private static let missing = UInt32.max

  init(_ edges: EdgeStore, _ frame: GridFrame, _ roster: Roster) {
    self.edges = edges
    self.frame = frame
    self.roster = roster
  }

  /// - Parameter listed: `column << 32 | edge`, ascending.
  consuming func build(row: Int, listed: [UInt64]) -> GridRow {
    let size = GridFrame.cellUnits
    var set = AreaStates.empty
    var next = 0
    var list: [UInt32] = []
    for column in 0..<frame.columns {
      list.removeAll(keepingCapacity: true)
      while next < listed.count, Int(listed[next] >> 32) == column {
        list.append(UInt32(truncatingIfNeeded: listed[next]))
        next += 1
      }
      if list.isEmpty {
        output.directory.append(GridEntry.answer(answer(of: set)).word)
        continue
      }
      budget = 8 * list.count + 1024
      let cell = Cell(x: column * size, y: row * size, size: size)
      output.directory.append(entry(cell, list[...], set: set).word)
      set = crossing(list[...], from: frame.corner(cell.x, cell.y), to: frame.corner(cell.x + size, cell.y), set: set)
    }
    assert(set == AreaStates.empty, "every ring is closed")
    return output
  }

  // MARK: Cells

  /// Finds what a cell holds, given the set at its lower left corner.
  private mutating func entry(_ cell: Cell, _ list: ArraySlice<UInt32>, set: UInt32) -> GridEntry {
    if list.isEmpty { return .answer(answer(of: set)) }
    if let block = block(cell, list, set: set) { return block }
    let bits = min(list.count <= 64 ? 1 : list.count <= 256 ? 2 : 3, (cell.size / Self.smallest).trailingZeroBitCount)
    guard bits > 0, budget > 0 else { return .crowded }
    return split(cell, list, bits: bits, set: set)
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
        output.splits[offset + index] = entry(Cell(x: x, y: y, size: size), own, set: left).word
        left = crossing(own, from: frame.corner(x, y), to: frame.corner(x + size, y), set: left)
      }
      let first = lists[starts[row * fan]..<starts[row * fan + 1]]
      rowStart = crossing(first, from: frame.corner(cell.x, y), to: frame.corner(cell.x, y + size), set: rowStart)
    }
    return .split(at: offset, bits: bits)
  }

  /// Lists the edges by cell of a `fan` × `fan` split, in their order.
  private func distribute(_ list: ArraySlice<UInt32>, _ cell: Cell, fan: Int) -> (lists: [UInt32], starts: [Int]) {
    var pairs: [UInt64] = []
    pairs.reserveCapacity(list.count * 4)
    for edge in list {
      let (a, b) = ends(of: edge, in: cell, parts: Double(fan))
      EdgeTrace.cells(a.x, a.y, b.x, b.y, columns: fan, rows: fan, margin: Self.margin) { column, row in
        pairs.append(UInt64(row * fan + column) << 32 | UInt64(edge))
      }
    }
    let buckets = Buckets(pairs, count: fan * fan) { Int($0 >> 32) }
    return (
      buckets.words.map { UInt32(truncatingIfNeeded: $0) },
      (0..<fan * fan).map { buckets.range(of: $0).lowerBound } + [pairs.count]
    )
  }

  /// The ends of an edge from the cell's corner, where the cell is `parts` wide.
  @inline(__always)
  func ends(of edge: UInt32, in cell: Cell, parts: Double) -> (Point, Point) {
    let (a, b) = edges.ends(of: edge)
    let scale = parts / Double(cell.size)
    let (x, y) = (Double(cell.x), Double(cell.y))
    return (
      Point((frame.fineX(a.x) - x) * scale, (frame.fineY(a.y) - y) * scale),
      Point((frame.fineX(b.x) - x) * scale, (frame.fineY(b.y) - y) * scale)
    )
  }

  // MARK: Sets

  /// Whether the way from `p` to `q`, at the same height or one above the other, crosses the edge. Exact.
  @inline(__always)
  func crosses(_ edge: UInt32, from p: Point, to q: Point) -> Bool {
    let (a, b) = edges.ends(of: edge)
    let straddles = p.y == q.y ? (a.y > p.y) != (b.y > p.y) : (a.x > p.x) != (b.x > p.x)
    return straddles && Orientation.isLeftPerturbed(a, b, p) != Orientation.isLeftPerturbed(a, b, q)
  }

  /// The set at corner `q`, given that at `p`.
  mutating func crossing(_ list: ArraySlice<UInt32>, from p: Point, to q: Point, set: UInt32) -> UInt32 {
    var set = set
    for edge in list where crosses(edge, from: p, to: q) {
      set = states.crossing(edges.labels[Int(edge)], of: edges, from: set)
    }
    return set
  }

  /// Whether the set has two areas of one level.
  func hasOverlap(_ set: UInt32) -> Bool {
    let ranks = states.ranks(of: set)
    return zip(ranks, ranks.dropFirst()).contains { roster.members[$0].level == roster.members[$1].level }
  }

  /// The row's number of the answer for a point whose areas are the set.
  mutating func answer(of set: UInt32) -> UInt32 {
    while answers.count <= Int(set) { answers.append(Self.missing) }
    if answers[Int(set)] == Self.missing {
      var rule = TieRule(roster)
      for rank in states.ranks(of: set) { rule.offer(rank, isBoundary: false) }
      answers[Int(set)] = UInt32(output.answers.count)
      output.answers.append(rule.finish())
    }
    return answers[Int(set)]
  }
}
