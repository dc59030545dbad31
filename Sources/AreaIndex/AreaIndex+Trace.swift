package import SpatialPrimitives

/// What one lookup cost: counts, which are the same on every machine.
package struct LookupTrace: Sendable, Hashable {
  /// Entries of the grid read on the way down.
  package var cells = 0
  /// Edges held against the point; 0 where no edge is near.
  package var edges = 0
  /// Whether rounded arithmetic, or a plain leaf, was not enough.
  package var isExact = false
}

extension AreaIndex {
  /// Goes the way of `assign` and counts.
  package func trace(_ point: Point) -> LookupTrace {
    var trace = LookupTrace()
    let (fineX, fineY) = (grid.frame.fineX(point.x), grid.frame.fineY(point.y))
    guard grid.frame.holds(fineX, fineY) else { return trace }
    let (unitX, unitY) = (GridFrame.truncated(fineX), GridFrame.truncated(fineY))
    var entry = grid.wholeEntry(unitX, unitY)
    var shift = GridFrame.depthBits
    trace.cells = 1
    while entry.isSplit {
      entry = grid.step(entry, unitX, unitY, &shift)
      trace.cells += 1
    }
    if entry.isAnswer { return trace }
    let leaf = unsafe grid.leaves + entry.leafOffset
    trace.edges = unsafe GridLeaf(word: leaf[0]).edges
    trace.isExact = unsafe Grid.plainAnswer(leaf, leaf[0], point.x, point.y) == Grid.undecided
    return trace
  }

  /// Bytes that lookups read from, all areas' lists and outlines not counted.
  package var gridBytes: Int {
    let counts = grid.counts
    return 4 * (counts.cells + counts.splitWords) + 8 * counts.leafWords + MemoryLayout<Answer>.stride * counts.answers
  }
}
