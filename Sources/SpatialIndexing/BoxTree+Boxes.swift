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
    found.removeAll(keepingCapacity: true)
    guard count > 0 else { return }
    let answered = unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { hits in
      unsafe withUnsafePointer(to: box) { box in
        unsafe withUnsafePointer(to: plain) { tree in
          var size: UInt32 = 0
          let answered = unsafe UnsafeRawPointer(box).withMemoryRebound(to: Double.self, capacity: 6) {
            unsafe boxscan_search(tree, $0, 1, &size, hits.baseAddress!, UInt32(hits.count))
          }
          if answered == 1 { unsafe found.append(contentsOf: UnsafeBufferPointer(rebasing: hits[..<Int(size)])) }
          return answered
        }
      }
    }
    if answered == boxscan_damaged, let trust { throw trust.damage }
    guard answered == 0 else { return }
    // More answers than there was room.
    var answers = BoxAnswers()
    try search([box], into: &answers)
    found.append(contentsOf: answers.items)
  }

  /// The same for many questions, whose answers replace what `answers` held. What one question waits for is fetched while
  /// others are looked at, so that a million of them take half the time that they would take one by one.
  public func search(_ boxes: [Box3], into answers: inout BoxAnswers) throws(Fault) {
    answers.items.removeAll(keepingCapacity: true)
    answers.ends.removeAll(keepingCapacity: true)
    answers.ends.reserveCapacity(boxes.count)
    try unsafe boxes.withUnsafeBufferPointer { boxes throws(Fault) in
      var room = 1 << 13
      var done = 0
      while done < boxes.count {
        let rest = unsafe UnsafeBufferPointer(rebasing: boxes[done...])
        done += try unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: room) { hits throws(Fault) in
          try unsafe ask(rest, hits) { counts, items in
            for question in 0..<counts.count {
              let size = unsafe Int(counts[question])
              answers.ends.append((answers.ends.last ?? 0) + size)
            }
            unsafe answers.items.append(contentsOf: items)
          }
        }
        // What stopped it is a question with more answers than there was room.
        room *= 8
      }
    }
  }

  /// Asks questions one portion after the other, and tells the answers of each: how many every question has, and the items.
  /// - Returns: how many were answered before one that has more answers than `hits` has room.
  /// - Throws: `index-damaged` (66).
  @inline(__always)
  private func ask(
    _ questions: UnsafeBufferPointer<Box3>, _ hits: UnsafeMutableBufferPointer<UInt32>,
    _ tell: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>) -> Void
  ) throws(Fault) -> Int {
    let portion = boxscan_most_questions
    guard count > 0 else {
      let none = [UInt32](repeating: 0, count: questions.count)
      unsafe none.withUnsafeBufferPointer { unsafe tell($0, UnsafeBufferPointer(start: nil, count: 0)) }
      return questions.count
    }
    return try unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: portion) { counts throws(Fault) in
      var tree = unsafe plain
      var done = 0
      while done < questions.count {
        let asked = min(portion, questions.count - done)
        let answered = unsafe (questions.baseAddress! + done).withMemoryRebound(to: Double.self, capacity: 6 * asked) {
          unsafe boxscan_search(
            &tree, $0, UInt32(asked), counts.baseAddress!, hits.baseAddress!, UInt32(truncatingIfNeeded: hits.count))
        }
        if answered == boxscan_damaged, let trust { throw trust.damage }
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
