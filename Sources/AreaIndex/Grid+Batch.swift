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
    /// Takes words that are read only so that their cache lines come.
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
    let directory = unsafe directory.base
    for index in 0..<size {
      let fineX = unsafe frame.fineX(x[index])
      let fineY = unsafe frame.fineY(y[index])
      let isOn = frame.holds(fineX, fineY)
      let unitX = GridFrame.truncated(isOn ? fineX : 1)
      let unitY = GridFrame.truncated(isOn ? fineY : 1)
      // The lower left cell is empty, and what is not on the frame has its answer.
      unsafe entries[index] =
        directory[unitY &>> GridFrame.depthBits &* frame.columns &+ unitX &>> GridFrame.depthBits]
      unsafe scratch.unitX[index] = UInt32(truncatingIfNeeded: unitX)
      unsafe scratch.unitY[index] = UInt32(truncatingIfNeeded: unitY)
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
      // Where there is no block the first of all is read, and not used.
      let unit = entry.isBlock ? min(entry.blockUnit, last) : 0
      let block = unsafe blocks + Int(unit) &* CellBlock.unit
      let code = unsafe CellBlock.code(
        block, row: Int(scratch.unitY[index] &>> shift & 7), column: Int(scratch.unitX[index] &>> shift & 7))
      let isNear = entry.isBlock && code == 3
      let number = unsafe CellBlock.tableEntry(block, code == 3 ? 0 : code)
      unsafe entries[index] = entry.isBlock && code != 3 ? number : entry.word
      unsafe scratch.list[listed] = UInt32(truncatingIfNeeded: index)
      listed &+= isNear || !(entry.isBlock || entry.isAnswer) ? 1 : 0
    }
    return listed
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
