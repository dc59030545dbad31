import AreaIndex
import CityStore
import SpatialFormats

/// What stands behind the input's columns for each answer of a catalog's index, in the form of the output: written out
/// when the answer first comes up, so that a row costs a copy. One per thread.
///
/// A text lies in a slot that begins at a multiple of 32 bytes, behind a word with its length, so that a short one
/// takes a single cache line.
@safe final class AnswerTexts {
  /// What a slot begins with, in one word: length (29 bits), flags (3).
  struct Head {
    fileprivate(set) var word: UInt32

    /// Whether the text ends the row: no option asks for more.
    @inline(__always) var isComplete: Bool { word & 1 != 0 }
    /// 1 for an event in no area of the lowest level asked.
    @inline(__always) var outside: Int { Int(truncatingIfNeeded: word >> 1 & 1) }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: word >> 3) }
  }

  /// Where a text begins within its slot.
  static let textOffset = MemoryLayout<Head>.size
  /// What the numbers in `slots` are to be multiplied by.
  static let slotSize = 32

  /// By answer, the slot of its text; 0, where there is none, until it comes up.
  let slots: UnsafePointer<UInt32>
  private let space: UnsafeMutablePointer<UInt32>
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
    let count = catalog.index.answerCount
    unsafe space = .allocate(capacity: count)
    unsafe space.initialize(repeating: 0, count: count)
    unsafe slots = UnsafePointer(space)
    // Slot 0 is that of answers not seen yet: a text of no length that ends nothing.
    appendSlot(Head(word: 0))
  }

  deinit { unsafe space.deallocate() }

  /// Where slot 0 begins. Valid until one more is made; `ByteBuffer.padding` bytes can be read behind the last.
  var start: UnsafeRawPointer { unsafe buffer.start }

  /// The slot of an answer, made where there is none yet.
  @inline(never) func slot(of number: UInt32) -> Int {
    precondition(number < catalog.index.answerCount, "a number of an answer")
    if unsafe space[Int(number)] == 0 { unsafe space[Int(number)] = makeSlot(number) }
    return unsafe Int(space[Int(number)])
  }

  func head(of slot: Int) -> Head { unsafe (start + slot * Self.slotSize).load(as: Head.self) }

  private func makeSlot(_ number: UInt32) -> UInt32 {
    let finding = finder.finding(of: catalog.index.answer(number))
    let isComplete = finder.isComplete(finding)
    appendSlot(Head(word: (isComplete ? 1 : 0) | (finding.match == .outside ? 2 : 0)))
    let begin = buffer.count
    write(finding, isComplete, buffer)
    let length = buffer.count - begin
    precondition(length < 1 << 29, "code and names of one place fit into 512 MiB")
    let place = begin - Self.textOffset
    unsafe buffer.mutableBytes.storeBytes(
      of: head(of: place / Self.slotSize).word | UInt32(length) << 3, toByteOffset: place, as: UInt32.self)
    return UInt32(place / Self.slotSize)
  }

  private func appendSlot(_ head: Head) {
    let surplus = buffer.count % Self.slotSize
    if surplus > 0 { for _ in surplus..<Self.slotSize { buffer.append(0) } }
    var head = head
    unsafe withUnsafeBytes(of: &head) { unsafe buffer.append($0) }
  }

  /// Appends the text of an answer.
  /// - Returns: whether the row ends with it.
  func append(_ number: UInt32, to target: ByteBuffer) -> Bool {
    let slot = slot(of: number)
    let head = head(of: slot)
    unsafe target.append(
      UnsafeRawBufferPointer(start: start + slot * Self.slotSize + Self.textOffset, count: head.length))
    return head.isComplete
  }
}
