import SpatialPrimitives
import SystemFiles

extension Grid {
  /// Points per portion: few enough that the words of three stay in the first cache.
  private static let portion = 256

  /// The answers' numbers of many points, portion by portion; `unsettled` where only the exact way will do.
  ///
  /// Almost all of the time goes by waiting for memory, so nobody waits: a portion's cache lines are asked for, and while
  /// they come the portion before it is gone on with. There are three steps, and three portions under way: entries are
  /// found, blocks are read, and what lies near edges is resolved.
  func find(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int, into numbers: UnsafeMutablePointer<UInt32>
  ) {
    let portions = (count + Self.portion - 1) / Self.portion
    func size(_ number: Int) -> Int { min(Self.portion, count - number * Self.portion) }
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 * Scratch.words * Self.portion) { words in
      var near: [3 of Int] = .init(repeating: 0)
      var step = 0
      while step < portions + 2 {
        if step < portions {
          let start = step * Self.portion
          let scratch = unsafe Scratch(words.baseAddress!, Self.portion, step % 3)
          unsafe findEntries(x + start, y + start, size(step), scratch, numbers + start)
        }
        if step >= 1, step - 1 < portions {
          let scratch = unsafe Scratch(words.baseAddress!, Self.portion, (step - 1) % 3)
          let entries = unsafe numbers + (step - 1) * Self.portion
          let listed = unsafe readBlocks(size(step - 1), scratch, entries)
          near[(step - 1) % 3] = unsafe descend(listed, scratch, entries)
        }
        if step >= 2 {
          let start = (step - 2) * Self.portion
          let scratch = unsafe Scratch(words.baseAddress!, Self.portion, (step - 2) % 3)
          unsafe resolve(x + start, y + start, near[(step - 2) % 3], scratch, numbers + start)
          let answers = UInt32(answers.count)
          for index in start..<start + size(step - 2) {
            let number = unsafe numbers[index]
            unsafe numbers[index] = number < answers ? number : AreaIndex.unsettled
          }
        }
        step += 1
      }
    }
  }

  /// A portion's words.
  @unsafe private struct Scratch {
    let unitX: UnsafeMutablePointer<UInt32>
    let unitY: UnsafeMutablePointer<UInt32>
    /// Positions of points that are not answered yet.
    let list: UnsafeMutablePointer<UInt32>
    /// By position in the list: how wide the cell is.
    let shifts: UnsafeMutablePointer<UInt32>

    static let words = 4

    /// - Parameter number: of the portions under way.
    init(_ words: UnsafeMutablePointer<UInt32>, _ size: Int, _ number: Int) {
      let first = unsafe words + number * Self.words * size
      unsafe unitX = first
      unsafe unitY = first + size
      unsafe list = first + 2 * size
      unsafe shifts = first + 3 * size
    }
  }

  /// Finds each point's whole cell and its entry.
  @inline(__always)
  private func findEntries(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ size: Int, _ scratch: Scratch,
    _ entries: UnsafeMutablePointer<UInt32>
  ) {
    let frame = frame
    let columns = UInt32(truncatingIfNeeded: frame.columns)
    let depth = UInt32(GridFrame.depthBits)
    for index in 0..<size {
      let fineX = unsafe frame.fineX(x[index])
      let fineY = unsafe frame.fineY(y[index])
      let isOn = frame.holds(fineX, fineY)
      // The lower left cell is empty, and what is not on the frame has its answer.
      let unitX = UInt32(truncatingIfNeeded: GridFrame.truncated(isOn ? fineX : 1))
      let unitY = UInt32(truncatingIfNeeded: GridFrame.truncated(isOn ? fineY : 1))
      unsafe entries[index] = unitY &>> depth &* columns &+ unitX &>> depth
      unsafe scratch.unitX[index] = unitX
      unsafe scratch.unitY[index] = unitY
    }
    // By itself, because so many more loads are under way at once: a processor looks only some 200 instructions ahead.
    let directory = unsafe directory.base
    let blocks = unsafe UnsafeRawPointer(self.blocks.base)
    let last = UInt32(truncatingIfNeeded: self.blocks.count &- 1)
    for index in 0..<size {
      let entry = unsafe GridEntry(word: directory[Int(entries[index])])
      unsafe entries[index] = entry.word
      unsafe CacheLine.prefetch(blocks + Int(blockUnit(entry, last)) &* CellBlock.unit)
    }
  }

  /// Replaces entries of blocks by the answers of their subdivision cells, and lists the points that have none yet.
  @inline(__always)
  private func readBlocks(_ size: Int, _ scratch: Scratch, _ entries: UnsafeMutablePointer<UInt32>) -> Int {
    let blocks = unsafe UnsafeRawPointer(self.blocks.base)
    let last = UInt32(truncatingIfNeeded: self.blocks.count &- 1)
    let shift = UInt32(GridFrame.depthBits - 3)
    var listed = 0
    for index in 0..<size {
      let entry = unsafe GridEntry(word: entries[index])
      let block = unsafe blocks + Int(blockUnit(entry, last)) &* CellBlock.unit
      let row = unsafe CellBlock.row(block, Int(scratch.unitY[index] &>> shift & 7))
      let code = unsafe Int(row &>> ((scratch.unitX[index] &>> shift & 7) &* 2) & 3)
      let isNear = entry.isBlock && code == 3
      let number = unsafe CellBlock.tableEntry(block, code == 3 ? 0 : code)
      unsafe entries[index] = entry.isBlock && code != 3 ? number : entry.word
      unsafe scratch.list[listed] = UInt32(truncatingIfNeeded: index)
      listed &+= isNear || !(entry.isBlock || entry.isAnswer) ? 1 : 0
    }
    return listed
  }

  /// The place of an entry's block; where there is none the first of all is read, and not used.
  @inline(__always)
  private func blockUnit(_ entry: GridEntry, _ last: UInt32) -> UInt32 {
    entry.isBlock ? min(entry.blockUnit, last) : 0
  }

  /// Goes down through splits; the list keeps the points that lie near edges of a block. Returns how many they are.
  @inline(__always)
  private func descend(_ listed: Int, _ scratch: Scratch, _ entries: UnsafeMutablePointer<UInt32>) -> Int {
    var near = 0
    for position in 0..<listed {
      let index = unsafe scratch.list[position]
      var entry = unsafe GridEntry(word: entries[Int(index)])
      var shift = GridFrame.depthBits
      if entry.isSplit {
        let place = unsafe Place(x: Int(scratch.unitX[Int(index)]), y: Int(scratch.unitY[Int(index)]))
        while entry.isSplit, shift > 0 { entry = step(entry, place, &shift) }
        unsafe entries[Int(index)] = entry.word
        if entry.isBlock {
          let block = unsafe block(entry.blockUnit)
          let code = unsafe CellBlock.code(
            block, row: place.y &>> (shift &- 3) & 7, column: place.x &>> (shift &- 3) & 7)
          if code < 3 {
            unsafe entries[Int(index)] = CellBlock.tableEntry(block, code)
            continue
          }
        }
      }
      guard entry.isBlock else { continue }
      unsafe CacheLine.prefetch(block(entry.blockUnit) + CellBlock.farther)
      unsafe scratch.list[near] = index
      unsafe scratch.shifts[near] = UInt32(truncatingIfNeeded: shift)
      near &+= 1
    }
    return near
  }

  /// Settles the points near edges.
  @inline(__always)
  private func resolve(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ near: Int, _ scratch: Scratch,
    _ entries: UnsafeMutablePointer<UInt32>
  ) {
    let frame = frame
    for position in 0..<near {
      let index = unsafe Int(scratch.list[position])
      let place = unsafe Place(x: Int(scratch.unitX[index]), y: Int(scratch.unitY[index]))
      unsafe entries[index] = findAmongEdges(
        block(GridEntry(word: entries[index]).blockUnit), place, Int(scratch.shifts[position]), frame.fineX(x[index]),
        frame.fineY(y[index]))
    }
  }
}
