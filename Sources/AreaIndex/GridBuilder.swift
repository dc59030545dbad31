import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Builds a grid: edges are listed by row of whole cells, bands of rows are built apart from each other, and then put
/// together in their order. No step depends on how many threads there are.
enum GridBuilder {
  /// About how many edges there are to a whole cell.
  private static let edgesPerCell = 2
  private static let chunks = 16
  /// Rows of one band share what is learnt about sets of areas.
  private static let rowsPerBand = 24

  static func build(_ edges: EdgeStore, _ box: Box, _ roster: Roster, threads: Int) throws(Fault) -> Grid {
    let frame = GridFrame(around: box, cells: max(1, edges.vertices.count / edgesPerCell))
    let listed = list(edges, frame, threads)
    let bands = Workers.map((frame.rows + rowsPerBand - 1) / rowsPerBand, threads: threads) { band in
      var builder = GridBandBuilder(edges, frame, roster)
      var lists = RowLists(columns: frame.columns)
      for row in band * rowsPerBand..<min((band + 1) * rowsPerBand, frame.rows) {
        lists.fill(row: row, from: listed)
        builder.append(row: row, lists.edges.span, lists.starts.span)
      }
      return builder.finish()
    }
    return try assemble(bands, frame, threads)
  }

  // MARK: Listing

  /// What each stretch of edges comes near to, by row: `row << 48 | column << 32 | edge`.
  private static func list(_ edges: EdgeStore, _ frame: GridFrame, _ threads: Int) -> [Buckets] {
    Workers.map(chunks, threads: threads) { chunk in
      let range = edges.labels.count * chunk / chunks..<edges.labels.count * (chunk + 1) / chunks
      let scale = 1 / Double(GridFrame.cellUnits)
      var found: [UInt64] = []
      found.reserveCapacity(range.count * 2)
      for edge in range where edges.labels[edge] != EdgeStore.none {
        let (a, b) = edges.ends(of: UInt32(edge))
        EdgeTrace.cells(
          frame.fineX(a.x) * scale, frame.fineY(a.y) * scale, frame.fineX(b.x) * scale, frame.fineY(b.y) * scale,
          columns: frame.columns, rows: frame.rows, margin: GridBandBuilder.margin
        ) { column, row in
          found.append(UInt64(row) << 48 | UInt64(column) << 32 | UInt64(edge))
        }
      }
      return Buckets(found, count: frame.rows) { Int($0 >> 48) }
    }
  }

  /// The edges near each cell of one row: space that is used row after row.
  private struct RowLists {
    /// Cell by cell, ascending.
    private(set) var edges: [UInt32] = []
    /// Where those of each column begin; one more at the end.
    private(set) var starts: [Int]

    init(columns: Int) { starts = Array(repeating: 0, count: columns + 1) }

    mutating func fill(row: Int, from listed: [Buckets]) {
      for column in starts.indices { starts[column] = 0 }
      for part in listed {
        for index in part.range(of: row) { starts[Int(part.words[index] >> 32 & 0xFFFF) + 1] += 1 }
      }
      for column in 1..<starts.count { starts[column] += starts[column - 1] }
      let count = starts[starts.count - 1]
      if edges.count < count { edges = Array(repeating: 0, count: 2 * count) }
      for part in listed {
        for index in part.range(of: row) {
          let word = part.words[index]
          let column = Int(word >> 32 & 0xFFFF)
          edges[starts[column]] = UInt32(truncatingIfNeeded: word)
          starts[column] += 1
        }
      }
      // Each start has moved to where the next one was.
      for column in (1..<starts.count).reversed() { starts[column] = starts[column - 1] }
      starts[0] = 0
    }
  }

  // MARK: Assembly

  /// Where the parts of a band come to lie, and the numbers that its answers get.
  private struct Placement: Sendable {
    var cells: Int
    var splitWords: Int
    var blockUnits: Int
    var answers: [UInt32]
  }

  private static func assemble(_ bands: [GridBand], _ frame: GridFrame, _ threads: Int) throws(Fault) -> Grid {
    var numbers: [Answer: UInt32] = [.outside: 0]
    var answers = [Answer.outside]
    var placements: [Placement] = []
    var (cells, splitWords, blockUnits) = (0, 0, 0)
    for band in bands {
      var placement = Placement(cells: cells, splitWords: splitWords, blockUnits: blockUnits, answers: [])
      for answer in band.answers {
        let number = numbers[answer] ?? UInt32(answers.count)
        if Int(number) == answers.count {
          numbers[answer] = number
          answers.append(answer)
        }
        placement.answers.append(number)
      }
      placements.append(placement)
      cells += band.directory.count
      splitWords += band.splits.count
      // Every band begins a cache line, as it did by itself.
      let lines = (band.blocks.count + CellBlock.cacheLine - 1) / CellBlock.cacheLine
      blockUnits += 2 * lines * CellBlock.cacheLine / CellBlock.unit
    }
    guard splitWords < GridEntry.mostSplitWords, blockUnits < GridEntry.mostBlockUnits,
      answers.count < GridEntry.mostAnswers
    else {
      throw Fault(
        .data, code: "areas-too-many",
        Text("the areas have more edges, or overlap more, than an index can hold", zh: "区域的边或重叠过多，超出索引容量"))
    }
    let memory = (
      directory: SectionMemory(byteCount: 4 * cells), splits: SectionMemory(byteCount: max(4, 4 * splitWords)),
      blocks: SectionMemory(byteCount: CellBlock.unit * max(1, blockUnits))
    )
    let target = unsafe Target(
      directory: memory.directory.bytes.bindMemory(to: UInt32.self),
      splits: memory.splits.bytes.bindMemory(to: UInt32.self), blocks: memory.blocks.bytes.bindMemory(to: UInt16.self))
    let places = placements
    _ = Workers.map(bands.count, threads: threads) { index in unsafe write(bands[index], places[index], to: target) }
    return unsafe Grid(
      frame, directory: Section(UnsafeRawBufferPointer(memory.directory.bytes), owner: memory.directory),
      splits: Section(UnsafeRawBufferPointer(memory.splits.bytes), owner: memory.splits),
      blocks: Section(UnsafeRawBufferPointer(memory.blocks.bytes), owner: memory.blocks), answers: Section(answers))
  }

  /// What bands are written to, each to its own part.
  @unsafe private struct Target: @unchecked Sendable {
    let directory: UnsafeMutableBufferPointer<UInt32>
    let splits: UnsafeMutableBufferPointer<UInt32>
    let blocks: UnsafeMutableBufferPointer<UInt16>
  }

  /// Copies a band to its place; offsets and numbers become those of the whole.
  private static func write(_ band: GridBand, _ place: Placement, to target: Target) {
    func moved(_ word: UInt32) -> UInt32 {
      let entry = GridEntry(word: word)
      if entry.isAnswer { return place.answers[entry.answer] }
      if entry.isSplit { return word + UInt32(place.splitWords / 4) }
      return entry.isBlock ? word + UInt32(place.blockUnits) : word
    }
    for (index, word) in band.directory.enumerated() { unsafe target.directory[place.cells + index] = moved(word) }
    for (index, word) in band.splits.enumerated() { unsafe target.splits[place.splitWords + index] = moved(word) }
    let base = place.blockUnits * CellBlock.unit / 2
    for (index, half) in band.blocks.enumerated() { unsafe target.blocks[base + index] = half }
    var offset = 0
    while offset < band.blocks.count {
      let groups = Int(band.blocks[offset + CellBlock.groupsHalf] & 0xFF)
      let rank = Int(band.blocks[offset + CellBlock.groupsHalf] >> 8 & 7)
      for entry in 0..<1 << rank {
        let half = offset + CellBlock.tableHalf + 2 * entry
        let number = UInt32(band.blocks[half]) | UInt32(band.blocks[half + 1]) << 16
        guard number != AreaIndex.unsettled else { continue }
        let moved = place.answers[Int(number)]
        unsafe target.blocks[base + half] = UInt16(truncatingIfNeeded: moved)
        unsafe target.blocks[base + half + 1] = UInt16(truncatingIfNeeded: moved >> 16)
      }
      offset = CellBlock.start(after: offset + CellBlock.halves(groups: groups, rank: rank))
    }
  }
}
