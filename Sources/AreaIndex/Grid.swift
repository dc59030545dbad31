import SpatialPrimitives

/// The finished grid: every part of it in one block of memory that is never written again.
@safe final class Grid: @unchecked Sendable {
  let frame: GridFrame
  let roster: Roster
  /// Entries of the whole cells, row by row from below.
  let directory: UnsafeMutablePointer<UInt32>
  let splits: UnsafeMutablePointer<UInt32>
  let leaves: UnsafeMutablePointer<UInt64>
  let answers: UnsafeMutablePointer<Answer>
  let contexts: UnsafeMutablePointer<UInt32>
  let lists: UnsafeMutablePointer<UInt32>
  private let block: UnsafeMutableRawPointer
  let counts: GridCounts

  /// Reserves the block; `fill` writes it before anybody else sees the grid.
  init(_ frame: GridFrame, _ counts: GridCounts, _ roster: Roster, fill: (Grid) -> Void) {
    self.frame = frame
    self.roster = roster
    self.counts = counts
    let sizes = [
      counts.answers * MemoryLayout<Answer>.stride, 4 * counts.cells, 4 * counts.splitWords + 4,
      8 * counts.leafWords + 64,
      4 * counts.contextWords, 4 * counts.listWords,
    ]
    var offsets = [0]
    for size in sizes { offsets.append((offsets[offsets.count - 1] + size + 63) & ~63) }
    unsafe block = .allocate(byteCount: offsets[6], alignment: 64)
    unsafe answers = (block + offsets[0]).bindMemory(to: Answer.self, capacity: counts.answers)
    unsafe directory = (block + offsets[1]).bindMemory(to: UInt32.self, capacity: counts.cells)
    unsafe splits = (block + offsets[2]).bindMemory(to: UInt32.self, capacity: counts.splitWords + 1)
    unsafe leaves = (block + offsets[3]).bindMemory(to: UInt64.self, capacity: counts.leafWords)
    unsafe contexts = (block + offsets[4]).bindMemory(to: UInt32.self, capacity: counts.contextWords)
    unsafe lists = (block + offsets[5]).bindMemory(to: UInt32.self, capacity: counts.listWords)
    unsafe splits[counts.splitWords] = 0
    fill(self)
  }

  deinit { unsafe block.deallocate() }
}

/// How large a grid is.
struct GridCounts: Sendable {
  var cells = 0
  var splitWords = 0
  var leafWords = 0
  var answers = 0
  var contextWords = 0
  var listWords = 0
  var leaves = 0
  var plainLeaves = 0
  var leafEdges = 0
}
