import SpatialPrimitives
import SystemFiles

extension AreaIndex {
  /// The answer of a point near an edge, from the areas around it one by one. Exact.
  @inline(never)
  func settle(_ point: Point) -> Answer {
    var rule = TieRule(roster)
    if let block = unsafe grid.completeBlock(around: point) {
      let candidates = unsafe Candidates(of: block, grid)
      offer(candidates, to: &rule, point)
    } else {
      for level in Level.allCases {
        outlines.forEachArea(at: Int(level.rawValue), around: point) { rank in offer(rank, to: &rule, point) }
      }
    }
    return rule.finish()
  }

  @inline(__always)
  private func offer(_ rank: Int, to rule: inout TieRule, _ point: Point) {
    let location = outlines.location(of: point, in: rank)
    if location != .outside { rule.offer(UInt32(truncatingIfNeeded: rank), isBoundary: location == .boundary) }
  }

  /// Offers those that hold the point. One that all answers name has no border in the cell, and therefore does.
  ///
  /// What is known of an area lies in five places, each of which says where the next one is, and none of them is in a cache:
  /// they are asked for place by place, for all areas at once, before the first area waits for its own.
  private func offer(_ candidates: Candidates, to rule: inout TieRule, _ point: Point) {
    candidates.forEach { ordinal, _ in unsafe CacheLine.prefetch(roster.ranks.base + Int(ordinal)) }
    candidates.forEach { ordinal, isAlone in
      let rank = roster.ranks[Int(ordinal)]
      unsafe CacheLine.prefetch(roster.members.base + Int(rank))
      if !isAlone { outlines.prefetchPlaces(of: Int(rank)) }
    }
    candidates.forEach { ordinal, isAlone in
      if !isAlone { outlines.prefetchBorder(of: Int(roster.ranks[Int(ordinal)])) }
    }
    candidates.forEach { ordinal, isAlone in
      let rank = roster.ranks[Int(ordinal)]
      if isAlone { rule.offer(rank, isBoundary: false) } else { offer(Int(rank), to: &rule, point) }
    }
  }
}

/// The areas that the answers of a complete block name, level by level from the top.
private struct Candidates {
  /// No table has more.
  private static let mostAtLevel = 16
  private var ordinals: [96 of Int32] = .init(repeating: -1)
  /// How many different ones each level has, that there is none among them.
  private var counts: [6 of Int] = .init(repeating: 0)

  init(of block: UnsafeRawPointer, _ grid: Grid) {
    let count = unsafe CellBlock.tableCount(block)
    for position in 0..<count {
      unsafe CacheLine.prefetch(grid.answers.base + Int(CellBlock.tableEntry(block, position)))
    }
    for position in 0..<count {
      let number = unsafe CellBlock.tableEntry(block, position)
      if number == AreaIndex.unsettled { continue }
      let answer = grid.answers[number]
      for level in 0..<6 { add(answer.areas[level], at: level) }
    }
  }

  @inline(__always)
  private mutating func add(_ ordinal: Int32, at level: Int) {
    let first = level &* Self.mostAtLevel
    let count = counts[level]
    var place = 0
    while place < count, ordinals[first &+ place] != ordinal { place &+= 1 }
    if place == count, count < Self.mostAtLevel {
      ordinals[first &+ place] = ordinal
      counts[level] = count &+ 1
    }
  }

  /// Calls `body` with each area, and whether all answers name it.
  @inline(__always)
  func forEach(_ body: (_ ordinal: Int32, _ isAlone: Bool) -> Void) {
    for level in 0..<6 {
      let first = level &* Self.mostAtLevel
      for place in first..<first &+ counts[level] where ordinals[place] >= 0 { body(ordinals[place], counts[level] == 1) }
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
