/// What the building of blocks uses again and again.
struct CellScratch: ~Copyable {
  /// What some segments of the line change.
  struct Difference: BitwiseCopyable {
    let set: UInt32
    var mask: UInt64
  }

  /// Cells of the subdivision in one set.
  struct Free: BitwiseCopyable {
    let mask: UInt64
    var cells: UInt64
  }

  /// Bits of a mask.
  static let mostBits = 64

  var line = BlockLine()
  /// The labels of edges that a point of the cell may lie on, each at least once, and whether there is room for all.
  var labels = FixedList<UInt32>(capacity: 64)
  var hasAllLabels = true
  var writing = LineScratch()
  var cuts = FixedList<Double>(capacity: BlockLine.mostCuts)
  /// The distinct differences of the line's segments, as sets and as masks.
  var differences = FixedList<Difference>(capacity: CellBlock.mostSegments + 2)
  /// Whether a mask's bits stand for the areas of `ranks`, or, where these are too many, for `differences`.
  var hasAreaMasks = true
  var ranks = FixedList<UInt32>(capacity: mostBits + 1)
  /// The cells of the subdivision that an edge comes near, one bit for each of the 64, row by row from below.
  var near: UInt64 = 0
  /// The sets of the subdivision's other cells, as masks of what differs from the reference, and the cells of each: those
  /// with most cells first.
  var free = FixedList<Free>(capacity: 64)
  /// Sets beside edges, as masks.
  var beside = FixedList<UInt64>(capacity: BlockLine.mostMasks)
  /// The answers of the block's table.
  var table = FixedList<UInt32>(capacity: 1 << CellBlock.mostRank)
  /// The areas that some sets of the table hold and others do not, as a mask.
  var varying: UInt64 = 0
  /// Whether a set of the table holds two areas of a level.
  var hasOverlap = false
  /// The block.
  var halves = FixedList<UInt16>(capacity: 512)
}

extension FixedList<UInt32> {
  /// Brings them into ascending order, by insertion, because they are few.
  mutating func sort() {
    var end = 1
    while end < count {
      let own = self[end]
      var place = end
      while place > 0, self[place - 1] > own {
        self[place] = self[place - 1]
        place -= 1
      }
      self[place] = own
      end += 1
    }
  }
}
