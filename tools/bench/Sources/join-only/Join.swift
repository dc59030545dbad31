import AreaIndex
import Foundation
import SpatialPrimitives

/// All points asked at once, over an index in memory, as a program that links the library does it.
struct Join {
  let index: AreaIndex
  let points: Points
  /// The number of each point's answer; where only the exact way could tell, `answerCount` plus one plus the ordinal.
  private(set) var numbers: [UInt32]

  init(_ index: AreaIndex, _ points: Points) {
    self.index = index
    self.points = points
    numbers = [UInt32](repeating: 0, count: points.count)
  }

  /// - Returns: seconds.
  mutating func pass(threads: Int, at level: Level) -> Double {
    let index = index
    let points = points
    let portion = (points.count + threads - 1) / threads
    return numbers.withUnsafeMutableBufferPointer { all in
      nonisolated(unsafe) let all = all
      return ContinuousClock().measure {
        DispatchQueue.concurrentPerform(iterations: threads) { part in
          let range = min(part * portion, points.count)..<min((part + 1) * portion, points.count)
          Self.ask(index, points, range, UnsafeMutableBufferPointer(rebasing: all[range]), level)
        }
      }.seconds
    }
  }

  private static func ask(
    _ index: AreaIndex, _ points: Points, _ range: Range<Int>, _ numbers: UnsafeMutableBufferPointer<UInt32>,
    _ level: Level
  ) {
    let (x, y) = (points.x.span.extracting(range), points.y.span.extracting(range))
    var output = numbers.mutableSpan
    index.find(x: x, y: y, into: &output)
    let settled = UInt32(index.answerCount)
    for place in output.indices where output[place] == AreaIndex.unsettled {
      let ordinal = index.assign(Point(x[place], y[place])).area(at: level)
      output[place] = settled + UInt32(ordinal + 1)
    }
  }

  /// The ordinals of the areas of `level`, −1 for none.
  func ordinals(at level: Level) -> [Int32] {
    let table = (0..<UInt32(index.answerCount)).map { index.answer($0).area(at: level) }
    return numbers.map { $0 < table.count ? table[Int($0)] : Int32($0) - Int32(table.count) - 1 }
  }

  /// Points asked one after the other, each by itself.
  ///
  /// - Returns: nanoseconds for one.
  func single(_ count: Int, at level: Level) -> Double {
    var sum: Int32 = 0
    let seconds = ContinuousClock().measure {
      for place in 0..<count { sum &+= index.assign(Point(points.x[place], points.y[place])).area(at: level) }
    }.seconds
    precondition(sum != .max, "the answers are used")
    return seconds / Double(count) * 1e9
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
