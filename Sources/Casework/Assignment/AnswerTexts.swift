import AreaIndex
import CityStore
import SpatialFormats

/// What stands behind the input's columns for each answer of a catalog's index, in the form of the output: written out
/// when the answer first comes up, so that a row costs a copy. One per thread.
@safe final class AnswerTexts {
  /// Where a text is, and what it stands for, in one word: offset (32 bits), length (28), flags (4).
  struct Entry {
    fileprivate(set) var word: UInt64

    /// Whether the answer has come up before.
    @inline(__always) var isMade: Bool { word & 1 != 0 }
    /// Whether the text ends the row: no option asks for more.
    @inline(__always) var isComplete: Bool { word & 2 != 0 }
    /// 1 for an event in no area of the lowest level asked.
    @inline(__always) var outside: Int { Int(truncatingIfNeeded: word >> 2 & 1) }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: word >> 4 & 0xFFF_FFFF) }
    @inline(__always) var offset: Int { Int(truncatingIfNeeded: word >> 32) }
  }

  /// By number; a word of zeros until the answer comes up.
  let entries: UnsafePointer<Entry>
  private let space: UnsafeMutablePointer<Entry>
  private let buffer = ByteBuffer(capacity: 1 << 16)
  private let catalog: AreaCatalog
  private let finder: AreaFinder
  private let write: (_ finding: Finding, _ isComplete: Bool, _ target: ByteBuffer) -> Void

  /// - Parameter write: appends the text of a finding; where it is complete, with what ends the row.
  init(
    _ catalog: AreaCatalog, _ finder: AreaFinder,
    _ write: @escaping (_ finding: Finding, _ isComplete: Bool, _ target: ByteBuffer) -> Void
  ) {
    self.catalog = catalog
    self.finder = finder
    self.write = write
    unsafe space = .allocate(capacity: catalog.index.answerCount)
    unsafe space.initialize(repeating: Entry(word: 0), count: catalog.index.answerCount)
    unsafe entries = UnsafePointer(space)
  }

  deinit { unsafe space.deallocate() }

  /// Where the texts begin. Valid until one more is made; `ByteBuffer.padding` bytes can be read behind the last.
  var start: UnsafeRawPointer { unsafe buffer.start }

  /// The entry of an answer, made where there is none yet.
  @inline(never) func entry(_ number: UInt32) -> Entry {
    precondition(number < catalog.index.answerCount, "a number of an answer")
    if unsafe entries[Int(number)].isMade { return unsafe entries[Int(number)] }
    let finding = finder.finding(of: catalog.index.answer(number))
    let isComplete = finder.isComplete(finding)
    let offset = buffer.count
    write(finding, isComplete, buffer)
    let length = buffer.count - offset
    precondition(buffer.count <= UInt32.max && length < 1 << 28, "all texts of a run fit into 4 GiB")
    let flags: UInt64 = 1 | (isComplete ? 2 : 0) | (finding.match == .outside ? 4 : 0)
    unsafe space[Int(number)] = Entry(word: UInt64(offset) << 32 | UInt64(length) << 4 | flags)
    return unsafe space[Int(number)]
  }

  /// Appends the text of an answer.
  func append(_ number: UInt32, to target: ByteBuffer) {
    let entry = entry(number)
    unsafe target.append(UnsafeRawBufferPointer(start: start + entry.offset, count: entry.length))
  }
}
