import CBoxScan
public import Diagnostics
public import SpatialPrimitives
import SystemFiles

/// What many questions were answered.
public struct BoxAnswers: Sendable {
  /// Items question by question, in the order of the tree.
  public fileprivate(set) var items: [UInt32] = []
  /// Where the items of each question end.
  public fileprivate(set) var ends: [Int] = []

  public init() {}

  /// The items of one question.
  public subscript(_ question: Int) -> ArraySlice<UInt32> {
    items[(question == 0 ? 0 : ends[question - 1])..<ends[question]]
  }
}

extension BoxTree {
  /// The items whose boxes meet `box`, borders included, ascending. A box that is empty or not a number meets none.
  public func items(meeting box: Box3) throws(Fault) -> [Int] {
    var found: [UInt32] = []
    try search(box, into: &found)
    return found.map(Int.init).sorted()
  }

  /// The items whose boxes hold `point`, borders included, ascending.
  public func items(holding point: Point3) throws(Fault) -> [Int] { try items(meeting: Box3(point)) }

  /// As `items(meeting:)`: the items in the order of the tree replace what `found` held, and nothing is allocated once that has
  /// room.
  public func search(_ box: Box3, into found: inout [UInt32]) throws(Fault) {
    guard let size = ask(box, into: &found) else {
      // More answers than there was room, or damage.
      var answers = BoxAnswers()
      try search([box], into: &answers)
      found = answers.items
      return
    }
    if found.count > size { found.removeLast(found.count - size) }
  }

  /// One question straight to the kernel; `found` is made longer where it must be, and never shorter, since most questions have
  /// as many answers as the one before.
  /// - Returns: how many answers there are; `nil` where there are too many for that, or a node is damaged.
  @inline(__always)
  private func ask(_ box: Box3, into found: inout [UInt32]) -> Int? {
    guard count > 0 else { return 0 }
    return unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { hits in
      let answer = unsafe boxscan_ask(
        plain, box.minX, box.minY, box.minZ, box.maxX, box.maxY, box.maxZ, hits.baseAddress!, UInt32(hits.count))
      guard answer <= hits.count else { return nil }
      let size = Int(answer)
      while found.count < size { found.append(0) }
      unsafe found.withUnsafeMutableBufferPointer { found in
        for place in 0..<size { unsafe found[place] = hits[place] }
      }
      return size
    }
  }

  /// The same for many questions, whose answers replace what `answers` held. What one question waits for is fetched while
  /// others are looked at, so that a million of them take half the time that they would take one by one.
  public func search(_ boxes: [Box3], into answers: inout BoxAnswers) throws(Fault) {
    if !answer(boxes, into: &answers), let trust { throw trust.damage }
  }

  /// As `items(meeting:)`, in the order of the tree.
  /// - Precondition: the tree was built and not opened, so that nothing in it can be damaged.
  func builtItems(meeting box: Box3) -> [UInt32] {
    precondition(trust == nil, "a tree in a file has to be verified")
    var answers = BoxAnswers()
    _ = answer([box], into: &answers)
    return answers.items
  }

  /// - Returns: whether all nodes that were needed could be believed.
  private func answer(_ boxes: [Box3], into answers: inout BoxAnswers) -> Bool {
    answers.items.removeAll(keepingCapacity: true)
    answers.ends.removeAll(keepingCapacity: true)
    answers.ends.reserveCapacity(boxes.count)
    guard count > 0 else {
      answers.ends = Array(repeating: 0, count: boxes.count)
      return true
    }
    return unsafe boxes.withUnsafeBufferPointer { boxes in
      var room = 1 << 13
      var done = 0
      while done < boxes.count {
        let rest = unsafe UnsafeBufferPointer(rebasing: boxes[done...])
        let answered = unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: room) { hits in
          unsafe ask(rest, hits) { counts, items in
            for question in 0..<counts.count {
              let size = unsafe Int(counts[question])
              answers.ends.append((answers.ends.last ?? 0) + size)
            }
            unsafe answers.items.append(contentsOf: items)
          }
        }
        guard let answered else { return false }
        done += answered
        // What stopped it is a question with more answers than there was room.
        room *= 8
      }
      return true
    }
  }

  /// Asks questions one portion after the other, and tells the answers of each: how many every question has, and the items.
  /// - Returns: how many were answered before one that has more answers than `hits` has room; `nil` where a node is damaged.
  @inline(__always)
  private func ask(
    _ questions: UnsafeBufferPointer<Box3>, _ hits: UnsafeMutableBufferPointer<UInt32>,
    _ tell: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>) -> Void
  ) -> Int? {
    let portion = boxscan_most_questions
    return unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: portion) { counts in
      var done = 0
      while done < questions.count {
        let asked = min(portion, questions.count - done)
        let answered = unsafe (questions.baseAddress! + done).withMemoryRebound(to: Double.self, capacity: 6 * asked) {
          unsafe boxscan_search(
            plain, $0, UInt32(asked), counts.baseAddress!, hits.baseAddress!, UInt32(truncatingIfNeeded: hits.count))
        }
        if answered == boxscan_damaged { return nil }
        guard answered > 0 else { break }
        let told = unsafe UnsafeBufferPointer(rebasing: counts[..<Int(answered)])
        let total = unsafe told.reduce(0) { $0 + Int($1) }
        unsafe tell(told, UnsafeBufferPointer(rebasing: hits[..<total]))
        done += Int(answered)
      }
      return done
    }
  }
}
