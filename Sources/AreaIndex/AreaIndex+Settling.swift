import SpatialPrimitives
import SystemFiles

extension AreaIndex {
  /// The answer of a point near an edge, from the areas around it one by one. Exact.
  @inline(never)
  func settle(_ point: Point) -> Answer {
    var rule = TieRule(roster)
    if let block = unsafe grid.completeBlock(around: point) {
      var neighbourhood = unsafe Neighbourhood(of: block, grid)
      for level in (0..<Neighbourhood.levels).reversed() { settle(level, of: &neighbourhood, point) }
      neighbourhood.forEachHolder { rank, isBoundary in rule.offer(rank, isBoundary: isBoundary) }
    } else {
      for level in Level.allCases {
        outlines.forEachArea(at: Int(level.rawValue), around: point) { rank in
          let location = outlines.location(of: point, in: rank)
          if location != .outside { rule.offer(UInt32(truncatingIfNeeded: rank), isBoundary: location == .boundary) }
        }
      }
    }
    return rule.finish()
  }

  /// Which areas of a level hold the point. One that all answers around it name has no border there, and therefore does.
  ///
  /// What is known of an area lies in five places, each of which says where the next one is, and none of them is in a cache:
  /// they are asked for place by place, for all areas at once, before the first area waits for its own.
  private func settle(_ level: Int, of neighbourhood: inout Neighbourhood, _ point: Point) {
    let candidates = neighbourhood.candidates(at: level)
    if candidates.count == 1 {
      if candidates.ordinals[0] >= 0 {
        neighbourhood.hold(roster.ranks[Int(candidates.ordinals[0])], level, isBoundary: false)
      }
      return
    }
    for place in 0..<candidates.count { unsafe CacheLine.prefetch(roster.ranks.base + Int(candidates.ordinals[place])) }
    for place in 0..<candidates.count where candidates.ordinals[place] >= 0 {
      let rank = Int(roster.ranks[Int(candidates.ordinals[place])])
      unsafe CacheLine.prefetch(roster.members.base + rank)
      outlines.prefetchPlaces(of: rank)
    }
    for place in 0..<candidates.count where candidates.ordinals[place] >= 0 {
      outlines.prefetchBorder(of: Int(roster.ranks[Int(candidates.ordinals[place])]))
    }
    var isInside = false
    for place in 0..<candidates.count where candidates.ordinals[place] >= 0 {
      let rank = roster.ranks[Int(candidates.ordinals[place])]
      let location = outlines.location(of: point, in: Int(rank))
      if location == .outside {
        neighbourhood.leaveOut(candidates.ordinals[place], at: level)
      } else {
        neighbourhood.hold(rank, level, isBoundary: location == .boundary)
        isInside = isInside || location == .inside
      }
    }
    if isInside { neighbourhood.leaveOut(-1, at: level) }
  }
}

/// The answers in the cell of a complete block that may be right beside a point, and what is known of the areas that hold it.
///
/// Whatever lies right beside a point lies in areas that hold the point, on their borders too; and where an area has it in its
/// interior, in that area. So an answer that names an area that does not hold it, or none where there is one around it, is
/// from elsewhere in the cell, and at the other levels nothing need be asked for its sake.
private struct Neighbourhood {
  static let levels = 6
  static let mostAnswers = 1 << CellBlock.mostRank
  private var answers: [16 of Answer] = .init(repeating: .outside)
  private var count = 0
  /// By level; the highest bit says that the point is on the border.
  private var holders: [96 of UInt32] = .init(repeating: 0)
  private var counts: [6 of Int] = .init(repeating: 0)
  private static let borderBit: UInt32 = 1 << 31

  init(of block: UnsafeRawPointer, _ grid: Grid) {
    let size = unsafe CellBlock.tableCount(block)
    for position in 0..<size {
      unsafe CacheLine.prefetch(grid.answers.base + Int(CellBlock.tableEntry(block, position)))
    }
    for position in 0..<size {
      let number = unsafe CellBlock.tableEntry(block, position)
      if number == AreaIndex.unsettled { continue }
      answers[count] = grid.answers[number]
      count += 1
    }
  }

  /// Ordinals, each once; −1 for none.
  @inline(__always)
  func candidates(at level: Int) -> (ordinals: [16 of Int32], count: Int) {
    var (ordinals, found): ([16 of Int32], Int) = (.init(repeating: -1), 0)
    for number in 0..<count {
      let ordinal = answers[number].areas[level]
      var place = 0
      while place < found, ordinals[place] != ordinal { place &+= 1 }
      ordinals[place] = ordinal
      if place == found { found &+= 1 }
    }
    return (ordinals, found)
  }

  @inline(__always)
  mutating func hold(_ rank: UInt32, _ level: Int, isBoundary: Bool) {
    holders[level &* Self.mostAnswers &+ counts[level]] = isBoundary ? rank | Self.borderBit : rank
    counts[level] &+= 1
  }

  /// Leaves out the answers that name an area.
  @inline(__always)
  mutating func leaveOut(_ ordinal: Int32, at level: Int) {
    var left = 0
    for number in 0..<count where answers[number].areas[level] != ordinal {
      answers[left] = answers[number]
      left &+= 1
    }
    count = left
  }

  /// Calls `body` with the areas that hold the point, level by level from the top.
  @inline(__always)
  func forEachHolder(_ body: (_ rank: UInt32, _ isBoundary: Bool) -> Void) {
    for level in 0..<Self.levels {
      let first = level &* Self.mostAnswers
      for place in first..<first &+ counts[level] {
        body(holders[place] & ~Self.borderBit, holders[place] & Self.borderBit != 0)
      }
    }
  }
}

extension Grid {
  /// The block of the cell that a point lies in, if the answers in it name all areas that hold a point of the cell, on
  /// their borders too.
  fileprivate func completeBlock(around point: Point) -> UnsafeRawPointer? {
    let fineX = frame.fineX(point.x)
    let fineY = frame.fineY(point.y)
    guard frame.holds(fineX, fineY) else { return nil }
    let entry = descend(Place(x: GridFrame.truncated(fineX), y: GridFrame.truncated(fineY))).entry
    guard entry.isBlock else { return nil }
    let block = unsafe block(entry.blockUnit)
    return unsafe CellBlock.isComplete(block) ? block : nil
  }
}
