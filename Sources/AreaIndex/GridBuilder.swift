import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Builds a grid: edges are listed by row of whole cells, the rows are built apart from each other, and then put
/// together in their order. No step depends on how many threads there are.
enum GridBuilder {
  /// About how many edges there are to a whole cell, counted once for each area that has them.
  private static let edgesPerCell = 8
  private static let chunks = 16

  static func build(_ rings: RingStore, _ roster: Roster, threads: Int) throws(Fault) -> Grid {
    var box = Box.empty
    for other in rings.boxes { box.formUnion(other) }
    let frame = GridFrame(around: box, cells: max(1, rings.points.count / edgesPerCell))
    let source = EdgeSource(rings)
    let listed = list(source, frame, threads)
    let rows = Workers.map(frame.rows, threads: threads) { row in
      GridRowBuilder(source, frame, roster).build(row: row, listed: sorted(listed, row: row, frame))
    }
    return try assemble(rows, frame, roster, threads)
  }

  // MARK: Listing

  /// What one stretch of edges comes near to: `row << 48 | column << 32 | edge`, by row, within a row in the order of
  /// the edges.
  private struct Listed: Sendable {
    var words: [UInt64]
    var rowStarts: [Int]
  }

  private static func list(_ source: EdgeSource, _ frame: GridFrame, _ threads: Int) -> [Listed] {
    Workers.map(chunks, threads: threads) { chunk in
      let range = source.areas.count * chunk / chunks..<source.areas.count * (chunk + 1) / chunks
      let scale = 1 / Double(GridFrame.cellUnits)
      var found: [UInt64] = []
      found.reserveCapacity(range.count * 2)
      var starts = [Int](repeating: 0, count: frame.rows + 1)
      for edge in range where source.areas[edge] != EdgeSource.none {
        let (a, b) = source.ends(of: UInt32(edge))
        EdgeTrace.cells(
          frame.fineX(a.x) * scale, frame.fineY(a.y) * scale, frame.fineX(b.x) * scale, frame.fineY(b.y) * scale,
          columns: frame.columns, rows: frame.rows
        ) { column, row in
          found.append(UInt64(row) << 48 | UInt64(column) << 32 | UInt64(edge))
          starts[row + 1] += 1
        }
      }
      for row in 0..<frame.rows { starts[row + 1] += starts[row] }
      var next = starts
      var words = [UInt64](repeating: 0, count: found.count)
      for word in found {
        words[next[Int(word >> 48)]] = word
        next[Int(word >> 48)] += 1
      }
      return Listed(words: words, rowStarts: starts)
    }
  }

  /// The words of one row, `column << 32 | edge`, ascending.
  private static func sorted(_ listed: [Listed], row: Int, _ frame: GridFrame) -> [UInt64] {
    var starts = [Int](repeating: 0, count: frame.columns + 1)
    for part in listed {
      for index in part.rowStarts[row]..<part.rowStarts[row + 1] {
        starts[Int(part.words[index] >> 32 & 0xFFFF) + 1] += 1
      }
    }
    for column in 0..<frame.columns { starts[column + 1] += starts[column] }
    var result = [UInt64](repeating: 0, count: starts[frame.columns])
    for part in listed {
      for index in part.rowStarts[row]..<part.rowStarts[row + 1] {
        let word = part.words[index] & 0xFFFF_FFFF_FFFF
        result[starts[Int(word >> 32)]] = word
        starts[Int(word >> 32)] += 1
      }
    }
    return result
  }

  // MARK: Assembly

  /// Where the parts of a row come to lie, and the numbers that its answers get.
  private struct Placement: Sendable {
    var counts: GridCounts
    var answers: [UInt32]
  }

  private static func assemble(
    _ rows: [GridRow], _ frame: GridFrame, _ roster: Roster, _ threads: Int
  ) throws(Fault) -> Grid {
    var counts = GridCounts()
    var numbers: [Answer: UInt32] = [.outside: 0]
    var answers = [Answer.outside]
    var placements: [Placement] = []
    for row in rows {
      var placement = Placement(counts: counts, answers: [])
      for answer in row.answers {
        let number = numbers[answer] ?? UInt32(answers.count)
        if Int(number) == answers.count {
          numbers[answer] = number
          answers.append(answer)
        }
        placement.answers.append(number)
      }
      placements.append(placement)
      counts.cells += row.directory.count
      counts.splitWords += row.splits.count
      counts.leafWords += row.leaves.count
      counts.contextWords += row.contexts.count
      counts.listWords += row.lists.count
      counts.leaves += row.leafCount
      counts.plainLeaves += row.plainLeafCount
      counts.leafEdges += row.leafEdgeCount
    }
    counts.answers = answers.count
    guard counts.splitWords < GridEntry.mostSplitWords, counts.leafWords < GridEntry.mostLeafWords,
      counts.answers < GridEntry.mostAnswers, counts.contextWords <= UInt32.max, counts.listWords <= UInt32.max
    else {
      throw Fault(
        .data, code: "areas-too-many",
        Text("the areas have more edges, or overlap more, than an index can hold", zh: "区域的边或重叠过多，超出索引容量"))
    }
    let places = placements
    return Grid(frame, counts, roster) { grid in
      unsafe grid.answers.initialize(from: answers, count: answers.count)
      _ = Workers.map(rows.count, threads: threads) { index in
        write(rows[index], places[index], to: grid)
      }
    }
  }

  /// Copies a row to its place; offsets and numbers become those of the whole.
  private static func write(_ row: GridRow, _ placement: Placement, to grid: Grid) {
    let base = placement.counts
    func moved(_ word: UInt32) -> UInt32 {
      let entry = GridEntry(word: word)
      if entry.isAnswer { return placement.answers[entry.answer] }
      return word + UInt32(entry.isSplit ? base.splitWords / 4 : base.leafWords)
    }
    for (index, word) in row.directory.enumerated() { unsafe grid.directory[base.cells + index] = moved(word) }
    for (index, word) in row.splits.enumerated() { unsafe grid.splits[base.splitWords + index] = moved(word) }
    for (index, word) in row.lists.enumerated() { unsafe grid.lists[base.listWords + index] = word }
    var offset = 0
    while offset < row.contexts.count {
      let labels = Int(row.contexts[offset + 1])
      let target = unsafe grid.contexts + base.contextWords + offset
      unsafe target[0] = row.contexts[offset] + UInt32(base.listWords)
      unsafe target[1] = UInt32(labels)
      for index in 2..<2 + labels { unsafe target[index] = row.contexts[offset + index] + UInt32(base.listWords) }
      offset += 2 + labels
    }
    offset = 0
    while offset < row.leaves.count {
      let leaf = GridLeaf(word: row.leaves[offset])
      let target = unsafe grid.leaves + base.leafWords + offset
      for index in 0..<leaf.size { unsafe target[index] = row.leaves[offset + index] }
      unsafe target[0] += UInt64(base.contextWords)
      if leaf.isPlain {
        for index in 1..<leaf.edgesOffset {
          let pair = unsafe target[index]
          let low = placement.answers[Int(pair & 0xFFFF_FFFF)]
          unsafe target[index] = UInt64(low) | UInt64(placement.answers[Int(pair >> 32)]) << 32
        }
      }
      offset += leaf.size
    }
  }
}
