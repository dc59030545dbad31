import SpatialPrimitives
import SystemFiles

/// The finished grid: cells that know the answer, or the edges near them.
@safe final class Grid: Sendable {
  let frame: GridFrame
  /// Entries of the whole cells, row by row from below.
  let directory: Section<UInt32>
  let splits: Section<UInt32>
  /// In units of `CellBlock.unit` bytes.
  let blocks: Section<Unit>
  /// By number; number 0 is outside of everything.
  let answers: Section<Answer>

  typealias Unit = SIMD2<UInt64>

  init(
    _ frame: GridFrame, directory: Section<UInt32>, splits: Section<UInt32>, blocks: Section<Unit>,
    answers: Section<Answer>
  ) {
    self.frame = frame
    self.directory = directory
    self.splits = splits
    self.blocks = blocks
    self.answers = answers
  }

  /// A block by its place. Behind every section as much can be read as a block is long.
  @inline(__always)
  func block(_ unit: UInt32) -> UnsafeRawPointer {
    unsafe UnsafeRawPointer(blocks.base + Int(min(unit, UInt32(truncatingIfNeeded: blocks.count &- 1))))
  }
}
