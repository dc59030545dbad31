import SpatialPrimitives

extension Grid {
  /// Stands for an answer's number where rounded arithmetic cannot tell.
  static var undecided: UInt32 { .max }

  /// The answer of one point.
  func assign(_ x: Double, _ y: Double) -> Answer {
    let fineX = frame.fineX(x)
    let fineY = frame.fineY(y)
    guard frame.holds(fineX, fineY) else { return .outside }
    let unitX = GridFrame.truncated(fineX)
    let unitY = GridFrame.truncated(fineY)
    let entry = descend(wholeEntry(unitX, unitY), unitX, unitY).entry
    if entry.isAnswer { return unsafe answers[entry.answer] }
    let leaf = unsafe leaves + entry.leafOffset
    let found = unsafe Self.plainAnswer(leaf, leaf[0], x, y)
    return found != Self.undecided ? unsafe answers[Int(found)] : exactAnswer(Point(x, y))
  }

  @inline(__always)
  func wholeEntry(_ unitX: Int, _ unitY: Int) -> GridEntry {
    unsafe GridEntry(
      word: directory[(unitY >> GridFrame.depthBits) &* frame.columns &+ unitX >> GridFrame.depthBits])
  }

  /// Goes down to an entry that is no split, of a cell 2^`shift` fine units wide.
  @inline(__always)
  func descend(_ start: GridEntry, _ unitX: Int, _ unitY: Int) -> (entry: GridEntry, shift: Int) {
    var entry = start
    var shift = GridFrame.depthBits
    while entry.isSplit { entry = step(entry, unitX, unitY, &shift) }
    return (entry, shift)
  }

  /// From a split to the entry below it.
  @inline(__always)
  func step(_ split: GridEntry, _ unitX: Int, _ unitY: Int, _ shift: inout Int) -> GridEntry {
    let bits = Int(split.splitBits)
    shift &-= bits
    let mask = 1 &<< bits &- 1
    let cell = (unitY &>> shift & mask) &<< bits | (unitX &>> shift & mask)
    return unsafe GridEntry(word: splits[split.splitOffset &+ cell])
  }

  /// The number of the answer for a point near a plain leaf, or `undecided` where the leaf is not plain or the point
  /// is too near to an edge for rounded arithmetic. Without a branch but the loop's.
  @inline(__always)
  static func plainAnswer(
    _ leaf: UnsafePointer<UInt64>, _ head: UInt64, _ pointX: Double, _ pointY: Double
  ) -> UInt32 {
    let head = GridLeaf(word: head)
    guard head.isPlain else { return undecided }
    var codes = head.labelCodes
    var left = head.edges
    let isTurned = head.word >> 32 & 3 == GridLeaf.Side.lower.rawValue
    let x = isTurned ? pointY : pointX
    let y = isTurned ? pointX : pointY
    let towardsLeft: UInt64 = head.word >> 32 & 3 == GridLeaf.Side.right.rawValue ? 0 : 1
    var edge = unsafe UnsafeRawPointer(leaf + head.edgesOffset).assumingMemoryBound(to: Double.self)
    var crossed: UInt64 = 0
    var isClear = true
    repeat {
      let ax = unsafe edge[0] - x
      let ay = unsafe edge[1] - y
      let bx = unsafe edge[2] - x
      let by = unsafe edge[3] - y
      let l = ax * by
      let r = ay * bx
      let determinant = l - r
      let bound = Orientation.relativeBound * (l.magnitude + r.magnitude) + Orientation.absoluteBound
      isClear = isClear && determinant.magnitude > bound
      // Differences of doubles have the sign of the comparison, always.
      let above: UInt64 = by > 0 ? 1 : 0
      let straddles: UInt64 = (ay > 0 ? 1 : 0) ^ above
      let isLeft: UInt64 = determinant > 0 ? 1 : 0
      crossed ^= (straddles & (1 ^ isLeft ^ above ^ towardsLeft)) << (codes & 3)
      codes >>= 2
      unsafe edge += 4
      left &-= 1
    } while left > 0
    let table = unsafe UnsafeRawPointer(leaf + 1).assumingMemoryBound(to: UInt32.self)
    let found = unsafe table[Int(truncatingIfNeeded: crossed)]
    return isClear ? found : undecided
  }
}
