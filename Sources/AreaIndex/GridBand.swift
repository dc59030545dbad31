/// Some rows of whole cells, finished, with everything below them. Offsets and numbers count from the band's own start.
struct GridBand: Sendable {
  /// One entry per column, row by row.
  var directory: [UInt32] = []
  var splits: [UInt32] = []
  /// Blocks one after the other, in halves.
  var blocks: [UInt16] = []
  var answers: [Answer] = []
}
