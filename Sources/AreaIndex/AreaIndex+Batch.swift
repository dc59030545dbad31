import SpatialPrimitives
import SystemFiles

extension AreaIndex {
  /// What `find` says of a point on a border, or so near to one that only `assign(_:)` can tell.
  public static var unsettled: UInt32 { .max }

  /// How many different answers there are away from all borders. They are numbered from 0, which is
  /// `Answer.outside`, so that what a caller makes of an answer can be made once for each.
  public var answerCount: Int { grid.answers.count }

  /// The answer with a number below `answerCount`. It tells of no border.
  public func answer(_ number: UInt32) -> Answer {
    precondition(number < answerCount, "a number of an answer")
    return grid.answers[number]
  }

  /// The numbers of the answers of many points, or `unsettled`: the fastest way to ask. `numbers[i]` is that of
  /// `(x[i], y[i])`. All three must be equally long.
  ///
  /// ```swift
  /// index.find(x: x.span, y: y.span, into: &numbers.mutableSpan)
  /// for i in numbers.indices {
  ///   let answer = numbers[i] == AreaIndex.unsettled ? index.assign(Point(x[i], y[i])) : index.answer(numbers[i])
  /// }
  /// ```
  public func find(x: Span<Double>, y: Span<Double>, into numbers: inout MutableSpan<UInt32>) {
    precondition(x.count == y.count && y.count == numbers.count, "as many numbers as points")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe numbers.withUnsafeMutableBufferPointer { output in
          guard let x = x.baseAddress, let y = y.baseAddress, let first = output.baseAddress else { return }
          unsafe grid.find(x, y, count: output.count, into: first)
        }
      }
    }
  }

  /// The areas of many points: `answers[i]` is that of `(x[i], y[i])`. All three must be equally long.
  public func assign(x: Span<Double>, y: Span<Double>, into answers: inout MutableSpan<Answer>) {
    precondition(x.count == y.count && y.count == answers.count, "as many answers as points")
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.portion) { space in
      unsafe space.initialize(repeating: 0)
      var start = 0
      while start < answers.count {
        let end = min(start + Self.portion, answers.count)
        var numbers = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: space[..<(end - start)]))
        find(x: x.extracting(start..<end), y: y.extracting(start..<end), into: &numbers)
        for index in start..<end {
          let number = numbers[index - start]
          answers[index] = number == Self.unsettled ? assign(Point(x[index], y[index])) : answer(number)
        }
        start = end
      }
    }
  }

  private static var portion: Int { 1024 }
}
