import SpatialPrimitives
import SystemFiles

extension Grid {
  /// The number of the answer of one point, or `unsettled`.
  func find(_ x: Double, _ y: Double) -> UInt32 {
    let fineX = frame.fineX(x)
    let fineY = frame.fineY(y)
    guard frame.holds(fineX, fineY) else { return 0 }
    let place = Place(x: GridFrame.truncated(fineX), y: GridFrame.truncated(fineY))
    let (entry, shift) = descend(place)
    let number = entry.isBlock ? find(entry, place, shift, fineX, fineY) : entry.word
    return number < UInt32(answers.count) ? number : AreaIndex.unsettled
  }

  /// A fine unit.
  struct Place {
    let x: Int
    let y: Int
  }

  @inline(__always)
  func wholeEntry(_ place: Place) -> GridEntry {
    GridEntry(word: directory[place.y &>> GridFrame.depthBits &* frame.columns &+ place.x &>> GridFrame.depthBits])
  }

  /// Goes down to an entry that is no split, of a cell 2^`shift` fine units wide.
  @inline(__always)
  func descend(_ place: Place) -> (entry: GridEntry, shift: Int) {
    var entry = wholeEntry(place)
    var shift = GridFrame.depthBits
    while entry.isSplit, shift > 0 { entry = step(entry, place, &shift) }
    return (entry, shift)
  }

  /// From a split to the entry below it.
  @inline(__always)
  func step(_ split: GridEntry, _ place: Place, _ shift: inout Int) -> GridEntry {
    let bits = Int(split.splitBits)
    shift &-= max(bits, 1)
    let mask = 1 &<< bits &- 1
    let cell = (place.y &>> shift & mask) &<< bits | (place.x &>> shift & mask)
    return GridEntry(word: splits[split.splitOffset &+ cell])
  }

  /// The number of the answer in a cell with a block.
  @inline(__always)
  func find(_ entry: GridEntry, _ place: Place, _ shift: Int, _ fineX: Double, _ fineY: Double) -> UInt32 {
    let block = unsafe block(entry.blockUnit)
    let code = unsafe CellBlock.code(block, row: place.y &>> (shift &- 3) & 7, column: place.x &>> (shift &- 3) & 7)
    if code < 3 { return unsafe CellBlock.tableEntry(block, code) }
    return unsafe findAmongEdges(block, place, shift, fineX, fineY)
  }

  @inline(__always)
  func findAmongEdges(
    _ block: UnsafeRawPointer, _ place: Place, _ shift: Int, _ fineX: Double, _ fineY: Double
  ) -> UInt32 {
    // Exact but for the last rounding: scales are powers of two, and the corner is near.
    let scale = Double(bitPattern: UInt64(truncatingIfNeeded: 1023 &+ 15 &- shift) &<< 52)
    let x = (fineX - Double((place.x &>> shift) &<< shift)) * scale + CellBlock.apron
    let y = (fineY - Double((place.y &>> shift) &<< shift)) * scale + CellBlock.apron
    return unsafe CellBlock.find(block, Float(x), Float(y))
  }
}
