/// A row of whole cells, finished, with everything below them. Offsets and numbers count from the row's own start.
struct GridRow: Sendable {
  /// One entry per column.
  var directory: [UInt32] = []
  var splits: [UInt32] = []
  /// Blocks one after the other, in halves.
  var blocks: [UInt16] = []
  var answers: [Answer] = []
}
