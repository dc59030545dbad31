import SpatialPrimitives
import SystemFiles

extension Grid {
  /// Points per portion: few enough that a portion's own words stay in the first cache.
  private static let portion = 512

  /// The answers' numbers of many points, portion by portion; `unsettled` where only the exact way will do. Within a
  /// portion each step is a loop of its own over independent loads, so that the processor waits for many cache lines at
  /// once instead of one after the other.
  func find(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int, into numbers: UnsafeMutablePointer<UInt32>
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 5 * Self.portion) { words in
      let scratch = unsafe Scratch(words.baseAddress!, Self.portion)
      var start = 0
      while start < count {
        let size = min(Self.portion, count - start)
        let (x, y, numbers) = unsafe (x + start, y + start, numbers + start)
        unsafe findEntries(x, y, size, scratch, numbers)
        let listed = unsafe readBlocks(size, scratch, numbers)
        let near = unsafe descend(listed, scratch, numbers)
        unsafe resolve(x, y, near, scratch, numbers)
        let answers = UInt32(answers.count)
        for index in 0..<size {
          let number = unsafe numbers[index]
          unsafe numbers[index] = number < answers ? number : AreaIndex.unsettled
        }
        start += size
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
    /// What was read of a block, or only so that its cache line comes.
    let touched: UnsafeMutablePointer<UInt32>

    init(_ words: UnsafeMutablePointer<UInt32>, _ size: Int) {
      unsafe unitX = words
      unsafe unitY = words + size
      unsafe list = words + 2 * size
      unsafe shifts = words + 3 * size
      unsafe touched = words + 4 * size
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
    for index in 0..<size { unsafe entries[index] = directory[Int(entries[index])] }
  }

  /// Replaces entries of blocks by the answers of their subdivision cells, and lists the points that have none yet.
  @inline(__always)
  private func readBlocks(_ size: Int, _ scratch: Scratch, _ entries: UnsafeMutablePointer<UInt32>) -> Int {
    let blocks = unsafe UnsafeRawPointer(self.blocks.base)
    let last = UInt32(truncatingIfNeeded: self.blocks.count &- 1)
    let shift = UInt32(GridFrame.depthBits - 3)
    for index in 0..<size {
      let block = unsafe blocks + Int(blockUnit(GridEntry(word: entries[index]), last)) &* CellBlock.unit
      unsafe scratch.touched[index] = CellBlock.row(block, Int(scratch.unitY[index] &>> shift & 7))
    }
    var listed = 0
    for index in 0..<size {
      let entry = unsafe GridEntry(word: entries[index])
      let block = unsafe blocks + Int(blockUnit(entry, last)) &* CellBlock.unit
      let code = unsafe Int(scratch.touched[index] &>> ((scratch.unitX[index] &>> shift & 7) &* 2) & 3)
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
      unsafe scratch.touched[near] = CellBlock.tableEntry(block(entry.blockUnit), 12)
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
