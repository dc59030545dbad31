/// A row of whole cells, finished, with everything below them. Offsets and numbers count from the row's own start.
struct GridRow: Sendable {
  /// One entry per column.
  var directory: [UInt32] = []
  var splits: [UInt32] = []
  var leaves: [UInt64] = []
  var answers: [Answer] = []
  /// Contexts: offset of the set in `lists`, number of labels, offset of each label in `lists`.
  var contexts: [UInt32] = []
  /// Lists: their length, then the items; of a set ranks, of a label `rank << 1 | changes`.
  var lists: [UInt32] = []
  var leafCount = 0
  var plainLeafCount = 0
  var leafEdgeCount = 0
}
