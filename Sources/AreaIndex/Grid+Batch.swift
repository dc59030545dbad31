import SpatialPrimitives

extension Grid {
  /// Points per block: few enough that a block's own words stay in the first cache.
  private static let blockSize = 512

  /// The answers' numbers of many points, block by block; `undecided` where only the exact way will do. Within a block
  /// each step is a loop of its own over independent loads, so that the processor waits for many cache lines at once
  /// instead of one after the other.
  func find(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int, into numbers: UnsafeMutablePointer<UInt32>
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 3 * Self.blockSize) { words in
      let scratch = unsafe Scratch(words.baseAddress!, Self.blockSize)
      var start = 0
      while start < count {
        let size = min(Self.blockSize, count - start)
        let (x, y, numbers) = unsafe (x + start, y + start, numbers + start)
        let near = unsafe findEntries(x, y, size, scratch)
        unsafe resolveLeaves(x, y, near, scratch)
        unsafe numbers.update(from: scratch.entries, count: size)
        start += size
      }
    }
  }

  /// A block's words.
  @unsafe private struct Scratch {
    let entries: UnsafeMutablePointer<UInt32>
    let unitX: UnsafeMutablePointer<UInt32>
    let unitY: UnsafeMutablePointer<UInt32>
    /// Positions of points that are not answered yet.
    let list: UnsafeMutablePointer<UInt32>

    /// The first words of the leaves of the points listed.
    let heads: UnsafeMutablePointer<UInt64>

    init(_ words: UnsafeMutablePointer<UInt64>, _ size: Int) {
      unsafe heads = words
      let halves = unsafe UnsafeMutableRawPointer(words + size).assumingMemoryBound(to: UInt32.self)
      unsafe entries = halves
      unsafe unitX = halves + size
      unsafe unitY = halves + 2 * size
      unsafe list = halves + 3 * size
    }
  }

  /// Finds each point's entry, two orders deep, and lists those that are no answer. Returns how many are listed.
  @inline(__always)
  private func findEntries(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ size: Int, _ scratch: Scratch
  ) -> Int {
    let frame = frame
    let (directory, splits) = unsafe (directory, splits)
    for index in 0..<size {
      let fineX = unsafe frame.fineX(x[index])
      let fineY = unsafe frame.fineY(y[index])
      let isOn = frame.holds(fineX, fineY)
      let unitX = GridFrame.truncated(isOn ? fineX : 1)
      let unitY = GridFrame.truncated(isOn ? fineY : 1)
      let cell = unitY >> GridFrame.depthBits &* frame.columns &+ unitX >> GridFrame.depthBits
      // The lower left cell is empty, and what is not on the frame has its answer.
      unsafe scratch.entries[index] = directory[cell]
      unsafe scratch.unitX[index] = UInt32(truncatingIfNeeded: unitX)
      unsafe scratch.unitY[index] = UInt32(truncatingIfNeeded: unitY)
    }
    var listed = 0
    for index in 0..<size {
      let entry = unsafe GridEntry(word: scratch.entries[index])
      let bits = entry.splitBits
      let shift = UInt32(GridFrame.depthBits) &- bits
      let mask = 1 &<< bits &- 1
      let cell = unsafe (scratch.unitY[index] &>> shift & mask) &<< bits | (scratch.unitX[index] &>> shift & mask)
      // Where there is no split a word is loaded that is not used, the first of all.
      let position = entry.isSplit ? entry.splitOffset &+ Int(cell) : 0
      let below = unsafe splits[position]
      let word = entry.isSplit ? below : entry.word
      unsafe scratch.entries[index] = word
      unsafe scratch.list[listed] = UInt32(truncatingIfNeeded: index)
      listed &+= GridEntry(word: word).isAnswer ? 0 : 1
    }
    return listed
  }

  /// Replaces the listed entries by the numbers of their answers, or by `undecided`.
  @inline(__always)
  private func resolveLeaves(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ listed: Int, _ scratch: Scratch
  ) {
    let leaves = unsafe leaves
    for position in 0..<listed {
      let index = unsafe Int(scratch.list[position])
      var entry = unsafe GridEntry(word: scratch.entries[index])
      if entry.isSplit {
        let (unitX, unitY) = unsafe (Int(scratch.unitX[index]), Int(scratch.unitY[index]))
        entry = descend(wholeEntry(unitX, unitY), unitX, unitY).entry
        unsafe scratch.entries[index] = entry.word
      }
      if entry.isAnswer { continue }
      unsafe scratch.heads[position] = leaves[entry.leafOffset]
      // Asks for the next cache line too; the word itself goes where nobody looks any more.
      unsafe scratch.unitX[index] = UInt32(truncatingIfNeeded: leaves[entry.leafOffset &+ 8])
    }
    for position in 0..<listed {
      let index = unsafe Int(scratch.list[position])
      let entry = unsafe GridEntry(word: scratch.entries[index])
      if entry.isAnswer { continue }
      let leaf = unsafe leaves + entry.leafOffset
      unsafe scratch.entries[index] = Self.plainAnswer(leaf, scratch.heads[position], x[index], y[index])
    }
  }
}
