import SpatialPrimitives
import SystemFiles

/// Builds rows of whole cells from the edges that come near to each.
///
/// The set of areas at a cell's lower left corner is known from the corner before it: the edges that cross the side
/// between the two are all listed with the cell. It starts as the empty set left of everything, and so it goes on
/// inside a split cell. A corner counts as moved up by an infinitesimal and right by a lesser one, so that none lies
/// on an edge.
struct GridBandBuilder: ~Copyable {
  /// A cell in fine units.
  struct Cell {
    var x: Int
    var y: Int
    var size: Int
  }

  /// What is known of a set of areas.
  private struct Known {
    /// The band's number of its answer; `missing` where there is none yet.
    var answer = UInt32.max
    /// Whether it has two areas of one level.
    var hasOverlap = false

    static let missing = UInt32.max
  }

  /// How far around itself a cell knows the edges, in parts of its side: farther than the reference of its block.
  static let margin = 0x1p-5
  /// Cells smaller than this, in fine units, are not divided: their blocks need corners of their own.
  static let smallest = 64

  let edges: EdgeStore
  let frame: GridFrame
  private let roster: Roster
  var states = AreaStates()
  var output = GridBand()
  var scratch = CellScratch()
  /// How many edges the splits of this whole cell may still list. It keeps bundles of edges that no split can part,
  /// such as a thousand slivers side by side, from being listed in every cell along them down to the smallest.
  private var budget = 0
  /// By set.
  private var known: [Known] = []

  init(_ edges: EdgeStore, _ frame: GridFrame, _ roster: Roster) {
    self.edges = edges
    self.frame = frame
    self.roster = roster
  }

  /// Appends a row to the band.
  /// - Parameters:
  ///   - listed: the edges near each cell of the row, ascending, cell by cell.
  ///   - starts: where those of each column begin, and the last ones end.
  mutating func append(row: Int, _ listed: Span<UInt32>, _ starts: Span<Int>) {
    let size = GridFrame.cellUnits
    var set = AreaStates.empty
    var column = 0
    while column < frame.columns {
      let list = listed.extracting(starts[column]..<starts[column + 1])
      if list.isEmpty {
        output.directory.append(GridEntry.answer(answer(of: set)).word)
      } else {
        budget = 8 * list.count + 1024
        let cell = Cell(x: column * size, y: row * size, size: size)
        output.directory.append(entry(cell, list, set: set).word)
        set = crossing(list, from: frame.corner(cell.x, cell.y), to: frame.corner(cell.x + size, cell.y), set: set)
      }
      column += 1
    }
    assert(set == AreaStates.empty, "every ring is closed")
  }

  consuming func finish() -> GridBand { output }

  // MARK: Cells

  /// Finds what a cell holds, given the set at its lower left corner.
  private mutating func entry(_ cell: Cell, _ list: Span<UInt32>, set: UInt32) -> GridEntry {
    if list.isEmpty { return .answer(answer(of: set)) }
    if let block = block(cell, list, set: set) { return block }
    let bits = min(list.count <= 64 ? 1 : list.count <= 256 ? 2 : 3, (cell.size / Self.smallest).trailingZeroBitCount)
    guard bits > 0, budget > 0 else { return .crowded }
    return split(cell, list, bits: bits, set: set)
  }

  private mutating func split(_ cell: Cell, _ list: Span<UInt32>, bits: Int, set: UInt32) -> GridEntry {
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
        let own = lists.span.extracting(starts[index]..<starts[index + 1])
        output.splits[offset + index] = entry(Cell(x: x, y: y, size: size), own, set: left).word
        left = crossing(own, from: frame.corner(x, y), to: frame.corner(x + size, y), set: left)
      }
      let first = lists.span.extracting(starts[row * fan]..<starts[row * fan + 1])
      rowStart = crossing(first, from: frame.corner(cell.x, y), to: frame.corner(cell.x, y + size), set: rowStart)
    }
    return .split(at: offset, bits: bits)
  }

  /// Lists the edges by cell of a `fan` × `fan` split, in their order.
  private func distribute(_ list: Span<UInt32>, _ cell: Cell, fan: Int) -> (lists: [UInt32], starts: [Int]) {
    var pairs: [UInt64] = []
    pairs.reserveCapacity(list.count * 4)
    let view = CellView(frame, cell, parts: Double(fan))
    for index in list.indices {
      let (p, q) = edges.ends(of: list[index])
      let (a, b) = (view.place(p), view.place(q))
      EdgeTrace.cells(a.x, a.y, b.x, b.y, columns: fan, rows: fan, margin: Self.margin) { column, row in
        pairs.append(UInt64(row * fan + column) << 32 | UInt64(list[index]))
      }
    }
    let buckets = Buckets(pairs, count: fan * fan) { Int($0 >> 32) }
    return (
      buckets.words.map { UInt32(truncatingIfNeeded: $0) },
      (0..<fan * fan).map { buckets.range(of: $0).lowerBound } + [pairs.count]
    )
  }

  /// Places from a cell's corner, where the cell is so many parts wide.
  struct CellView {
    private let frame: GridFrame
    private let scale: Double
    private let x: Double
    private let y: Double

    init(_ frame: GridFrame, _ cell: Cell, parts: Double) {
      self.frame = frame
      scale = parts / Double(cell.size)
      (x, y) = (Double(cell.x), Double(cell.y))
    }

    @inline(__always)
    func place(_ point: Point) -> Point {
      Point((frame.fineX(point.x) - x) * scale, (frame.fineY(point.y) - y) * scale)
    }
  }

  // MARK: Sets

  /// The set at corner `q`, given that at `p`, which is as high or right above or below. Exact.
  mutating func crossing(_ list: Span<UInt32>, from p: Point, to q: Point, set: UInt32) -> UInt32 {
    var set = set
    let vertices = edges.vertices.view
    let isLevel = p.y == q.y
    var index = 0
    while index < list.count {
      let edge = Int(list[index])
      index += 1
      let (a, b) = (vertices[edge], vertices[edge + 1])
      guard isLevel ? (a.y > p.y) != (b.y > p.y) : (a.x > p.x) != (b.x > p.x) else { continue }
      if Orientation.isLeftPerturbed(a, b, p) != Orientation.isLeftPerturbed(a, b, q) {
        set = states.crossing(edges.labels[edge], of: edges, from: set)
      }
    }
    return set
  }

  /// Whether the set has two areas of one level.
  mutating func hasOverlap(_ set: UInt32) -> Bool {
    _ = answer(of: set)
    return known[Int(set)].hasOverlap
  }

  /// The band's number of the answer for a point whose areas are the set.
  @inline(__always)
  mutating func answer(of set: UInt32) -> UInt32 {
    if Int(set) < known.count, known[Int(set)].answer != Known.missing { return known[Int(set)].answer }
    return learn(set)
  }

  private mutating func learn(_ set: UInt32) -> UInt32 {
    while known.count <= Int(set) { known.append(Known()) }
    var rule = TieRule(roster)
    var (level, hasOverlap) = (UInt16.max, false)
    states.forEachRank(of: set) { rank in
      rule.offer(rank, isBoundary: false)
      // Ranks ascend, and so do their levels.
      let own = roster.members[rank].level
      if own == level { hasOverlap = true }
      level = own
    }
    known[Int(set)] = Known(answer: UInt32(output.answers.count), hasOverlap: hasOverlap)
    output.answers.append(rule.finish())
    return known[Int(set)].answer
  }
}
