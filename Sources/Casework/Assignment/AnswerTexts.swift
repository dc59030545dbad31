import AreaIndex
import CityStore
import SpatialFormats
import SystemFiles

/// What stands behind the input's columns for each answer of a catalog's index, in the form of the output: written out
/// when the answer first comes up, so that a row costs a copy. One per thread.
///
/// A text lies at its answer's number, behind a word that tells of it: nothing says where, so that a short one takes a
/// single cache line. One that is longer than most lies elsewhere, and the place says where.
@safe final class AnswerTexts {
  /// What a place begins with, in one word: length (28 bits), flags (4). All zeros where there is no text yet.
  struct Head {
    fileprivate static let mostLength = 1 << 28
    private let word: UInt32

    fileprivate init(length: Int, isComplete: Bool, isOutside: Bool, isElsewhere: Bool) {
      word = UInt32(length) << 4 | 8 | (isElsewhere ? 4 : 0) | (isOutside ? 2 : 0) | (isComplete ? 1 : 0)
    }

    /// Whether the text ends the row: no option asks for more.
    @inline(__always) var isComplete: Bool { word & 1 != 0 }
    /// 1 for an event in no area of the lowest level asked.
    @inline(__always) var outside: Int { Int(truncatingIfNeeded: word >> 1 & 1) }
    @inline(__always) var isElsewhere: Bool { word & 4 != 0 }
    @inline(__always) var isMade: Bool { word & 8 != 0 }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: word >> 4) }
  }

  /// Where a text begins within its place.
  static let textOffset = MemoryLayout<Head>.size
  /// Places begin at multiples of it, so that the smallest ones do not lie across cache lines.
  private static let unit = 32
  private static let longestStride = 8 * unit
  /// Once one in so many was asked for, all will be, and a text is made with its neighbours, so many at a time: what they say
  /// lies side by side, as their texts do, so that memory is waited for once.
  private static let group = 16
  /// How many answers tell how long texts are.
  private static let samples = 16

  /// Where the place of answer 0 begins. `ByteBuffer.padding` bytes can be read behind the last one.
  let start: UnsafeRawPointer
  /// How many bytes a place takes.
  let stride: Int
  private let memory: SectionMemory
  /// How many were asked for before they were made.
  private var made = 0
  private let elsewhere = ByteBuffer(capacity: 16)
  private let draft = ByteBuffer(capacity: 256)
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
    let count = catalog.index.answerCount
    var longest = 0
    for sample in 0..<min(count, Self.samples) {
      let finding = finder.finding(of: catalog.index.answer(UInt32(count * sample / Self.samples)))
      draft.removeAll()
      write(finding, finder.isComplete(finding), draft)
      longest = max(longest, draft.count)
    }
    let units = (Self.textOffset + longest + Self.unit - 1) / Self.unit
    stride = min(units * Self.unit, Self.longestStride)
    memory = SectionMemory(byteCount: count * stride)
    unsafe start = UnsafeRawPointer(memory.bytes.baseAddress!)
  }

  /// The place of an answer, which may not be made yet.
  @inline(__always) func place(of number: UInt32) -> UnsafeRawPointer {
    unsafe start + Int(truncatingIfNeeded: number) &* stride
  }

  /// The text of a place that is made; valid until another one is made. `ByteBuffer.padding` bytes can be read behind it.
  @inline(__always) func text(_ head: Head, at place: UnsafeRawPointer) -> UnsafeRawPointer {
    head.isElsewhere ? unsafe distantText(place) : unsafe place + Self.textOffset
  }

  @inline(never) private func distantText(_ place: UnsafeRawPointer) -> UnsafeRawPointer {
    unsafe elsewhere.start + place.loadUnaligned(fromByteOffset: Self.textOffset, as: Int.self)
  }

  /// Writes out the text of an answer where there is none yet, and perhaps those beside it.
  @inline(never) func make(_ number: UInt32) -> Head {
    let count = catalog.index.answerCount
    precondition(number < count, "a number of an answer")
    if isMade(number) { return unsafe place(of: number).load(as: Head.self) }
    made += 1
    if made < count / Self.group {
      makeOne(number)
    } else {
      let first = Int(number) / Self.group * Self.group
      for other in first..<min(first + Self.group, count) where !isMade(UInt32(other)) { makeOne(UInt32(other)) }
    }
    return unsafe place(of: number).load(as: Head.self)
  }

  private func isMade(_ number: UInt32) -> Bool { unsafe place(of: number).load(as: Head.self).isMade }

  private func makeOne(_ number: UInt32) {
    let place = unsafe memory.bytes.baseAddress! + Int(number) * stride
    let finding = finder.finding(of: catalog.index.answer(number))
    let isComplete = finder.isComplete(finding)
    draft.removeAll()
    write(finding, isComplete, draft)
    precondition(draft.count < Head.mostLength, "code and names of one place fit into 256 MiB")
    let isElsewhere = draft.count > stride - Self.textOffset
    let target = unsafe place + Self.textOffset
    if isElsewhere {
      unsafe target.storeBytes(of: elsewhere.count, as: Int.self)
      unsafe elsewhere.append(draft.bytes)
    } else {
      unsafe target.copyMemory(from: draft.start, byteCount: draft.count)
    }
    let head = Head(
      length: draft.count, isComplete: isComplete, isOutside: finding.match == .outside, isElsewhere: isElsewhere)
    unsafe place.storeBytes(of: head, as: Head.self)
  }

  /// Appends the text of an answer.
  /// - Returns: whether the row ends with it.
  func append(_ number: UInt32, to target: ByteBuffer) -> Bool {
    let head = make(number)
    unsafe target.append(UnsafeRawBufferPointer(start: text(head, at: place(of: number)), count: head.length))
    return head.isComplete
  }
}
