package import SpatialPrimitives
import SystemFiles

/// What one look-up cost: counts, which are the same on every machine.
package struct LookupTrace: Sendable, Hashable {
  /// Entries of the grid read on the way down.
  package var cells = 0
  /// Edges held against the point, those included that only join others; 0 where no edge is near.
  package var edges = 0
  /// Cache lines of 64 bytes that the look-up reads.
  package var lines = 0
  /// Whether the areas had to be asked one by one.
  package var isSettled = false
}

extension AreaIndex {
  /// Goes the way of `assign` and counts.
  package func trace(_ point: Point) -> LookupTrace {
    var trace = LookupTrace()
    let (fineX, fineY) = (grid.frame.fineX(point.x), grid.frame.fineY(point.y))
    guard grid.frame.holds(fineX, fineY) else { return trace }
    let place = Grid.Place(x: GridFrame.truncated(fineX), y: GridFrame.truncated(fineY))
    var entry = grid.wholeEntry(place)
    var shift = GridFrame.depthBits
    trace.cells = 1
    while entry.isSplit {
      entry = grid.step(entry, place, &shift)
      trace.cells += 1
    }
    trace.lines = trace.cells
    if entry.isBlock {
      let block = unsafe grid.block(entry.blockUnit)
      let code = unsafe CellBlock.code(block, row: place.y >> (shift - 3) & 7, column: place.x >> (shift - 3) & 7)
      trace.lines += 1
      if code == 3 {
        let head = unsafe block.load(fromByteOffset: 2 * CellBlock.groupsHalf, as: UInt32.self)
        let (groups, rank) = (Int(head & 0xFF), Int(head >> 8 & 7))
        trace.edges = 4 * groups
        let start = Int(bitPattern: block)
        let end = start + 2 * CellBlock.halves(groups: groups, rank: rank)
        trace.lines += (end - 1) / 64 - start / 64
      }
    }
    trace.isSettled = grid.find(point.x, point.y) == Self.unsettled
    return trace
  }

  /// What the index takes, in bytes.
  package var byteCount: Int { sizes.reduce(0) { $0 + $1.bytes } }

  /// What its parts take.
  package var sizes: [(part: String, bytes: Int)] {
    unsafe [
      ("directory", grid.directory.bytes.count), ("splits", grid.splits.bytes.count),
      ("blocks", grid.blocks.bytes.count), ("answers", grid.answers.bytes.count),
      ("vertices", outlines.vertices.bytes.count), ("stretches", outlines.stretches.bytes.count),
      (
        "borders", outlines.borders.boxes.bytes.count + outlines.borders.trees.bytes.count + outlines.starts.bytes.count
      ),
      ("areas", outlines.areas.boxes.bytes.count + outlines.areas.trees.bytes.count + outlines.ranks.bytes.count),
      ("roster", roster.members.bytes.count + roster.ranks.bytes.count),
    ]
  }
}
