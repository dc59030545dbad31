import AreaIndex
import Diagnostics

/// The sections of an `AreaTable` in memory, area by area as they are read.
@safe final class AreaTableMemory: @unchecked Sendable {
  private var levels: [Int64] = []
  private var ids: [Int64] = []
  private var parents: [Int32] = []
  private var households: [Double] = []
  private var textEnds: [UInt32] = []
  private var text: [UInt8] = []
  /// By `AreaTable.Section`, once it is complete.
  private var blocks: [UnsafeMutableRawBufferPointer] = unsafe []

  deinit { for position in unsafe blocks.indices { unsafe blocks[position].deallocate() } }

  var count: Int { ids.count }

  func append(id: Int64, code: String, name: String, households: Double?) {
    ids.append(id)
    parents.append(-1)
    self.households.append(households ?? .nan)
    text.append(contentsOf: code.utf8)
    textEnds.append(UInt32(text.count))
    text.append(contentsOf: name.utf8)
    textEnds.append(UInt32(text.count))
  }

  /// What was appended since the last call is of this level; it may be nothing.
  func endLevel(_ level: Level, of editionID: Int64) {
    levels += [Int64(level.rawValue), editionID, Int64(ids.count)]
  }

  func id(of ordinal: Int) -> Int64 { ids[ordinal] }

  func setParent(of ordinal: Int, to parent: Int32) { parents[ordinal] = parent }

  /// The table; nothing may be appended afterwards.
  func table() throws(Fault) -> AreaTable {
    unsafe blocks = [
      copy(levels), copy(ids), copy(parents), copy(households), copy(textEnds), copy(text),
    ]
    (levels, ids, parents, households, textEnds, text) = ([], [], [], [], [], [])
    return try AreaTable(.memory(self))
  }

  func section(_ number: AreaTable.Section) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(blocks[Int(number.rawValue - AreaTable.Section.levels.rawValue)])
  }

  private func copy<Element: BitwiseCopyable>(_ array: [Element]) -> UnsafeMutableRawBufferPointer {
    unsafe array.withUnsafeBytes { bytes in
      let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
      unsafe block.copyMemory(from: bytes)
      return unsafe UnsafeMutableRawBufferPointer(rebasing: block[..<bytes.count])
    }
  }
}
