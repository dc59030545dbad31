import SpatialPrimitives
import SystemFiles

extension AreaIndex {
  /// The answer of a point near an edge, from the areas around it one by one. Exact.
  @inline(never)
  func settle(_ point: Point) -> Answer {
    var rule = TieRule(roster)
    let block = unsafe grid.completeBlock(around: point)
    for level in Level.allCases {
      if let block = unsafe block {
        unsafe offerAreas(of: block, at: Int(level.rawValue), to: &rule, point)
      } else {
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

  /// Offers the areas of a level that the answers of a complete block name. One that all of them name has no border in
  /// the cell, and therefore holds the point.
  private func offerAreas(of block: UnsafeRawPointer, at level: Int, to rule: inout TieRule, _ point: Point) {
    var ordinals: [16 of Int32] = .init(repeating: -1)
    var found = 0
    for position in unsafe 0..<CellBlock.tableCount(block) {
      let number = unsafe CellBlock.tableEntry(block, position)
      if number == Self.unsettled { continue }
      let ordinal = grid.answers[number].areas[level]
      var place = 0
      while place < found, ordinals[place] != ordinal { place += 1 }
      if place == found, found < ordinals.count {
        ordinals[found] = ordinal
        found += 1
      }
    }
    for place in 0..<found where ordinals[place] >= 0 {
      let rank = roster.ranks[Int(ordinals[place])]
      if found == 1 { rule.offer(rank, isBoundary: false) } else { offer(Int(rank), to: &rule, point) }
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
