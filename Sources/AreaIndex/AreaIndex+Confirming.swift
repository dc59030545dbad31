package import Diagnostics
package import SpatialPrimitives
import SystemFiles

extension AreaIndex {
  /// Verifies what is said of a point by a file that is verified as it is touched; before anything is asked about that point.
  /// Of some megabytes a question needs some pages, so that who has few questions does not wait for the rest.
  ///
  /// - Parameter withBorders: whether `candidates` and `nearestBorder` of areas that hold the point will be asked too, and
  ///   not only `assign` and `find`.
  /// - Throws: `index-damaged` (66).
  /// - Complexity: a checksum of each page that is new; a point on a border, or `withBorders`, needs whole outlines.
  package func confirm(_ point: Point, withBorders: Bool = false) throws(Fault) {
    let block = try unsafe grid.confirm(point)
    guard withBorders || grid.find(point.x, point.y) == Self.unsettled else { return }
    try outlines.areas.boxes.confirm(0..<outlines.areas.boxes.count)
    var ranks: [Int] = []
    for level in Level.allCases {
      outlines.forEachArea(at: Int(level.rawValue), around: point) { ranks.append($0) }
    }
    // The areas that a block names are asked too, though their boxes may not hold the point.
    if let block = unsafe block {
      for position in unsafe 0..<CellBlock.tableCount(block) {
        let number = unsafe CellBlock.tableEntry(block, position)
        guard number != Self.unsettled else { continue }
        let areas = grid.answers[number].areas
        for level in areas.indices where areas[level] >= 0 { ranks.append(Int(roster.ranks[Int(areas[level])])) }
      }
    }
    for rank in Set(ranks) { try outlines.confirm(rank) }
  }
}

extension Grid {
  /// Verifies the way down to the cell that holds a point, and its block, which it returns.
  fileprivate func confirm(_ point: Point) throws(Fault) -> UnsafeRawPointer? {
    let (fineX, fineY) = (frame.fineX(point.x), frame.fineY(point.y))
    guard frame.holds(fineX, fineY) else { return nil }
    let place = Place(x: GridFrame.truncated(fineX), y: GridFrame.truncated(fineY))
    let whole = place.y >> GridFrame.depthBits * frame.columns + place.x >> GridFrame.depthBits
    try directory.confirm(whole..<whole + 1)
    var entry = wholeEntry(place)
    var shift = GridFrame.depthBits
    while entry.isSplit, shift > 0 {
      try splits.confirm(entry.splitOffset..<entry.splitOffset + 1 << (2 * Int(entry.splitBits)))
      entry = step(entry, place, &shift)
    }
    guard entry.isBlock else { return nil }
    let first = Int(entry.blockUnit)
    let block = unsafe block(entry.blockUnit)
    // What says how long it is comes first.
    try blocks.confirm(first..<first + CellBlock.unitsOfHead)
    try unsafe blocks.confirm(first..<first + CellBlock.units(block))
    return unsafe block
  }
}

extension CellBlock {
  /// How many units hold the subdivision, the number of groups and the rank.
  fileprivate static let unitsOfHead = (2 * tableHalf + unit - 1) / unit

  /// How many units there are in all, by what the head says.
  fileprivate static func units(_ block: UnsafeRawPointer) -> Int {
    let head = unsafe block.load(fromByteOffset: 2 * groupsHalf, as: UInt16.self)
    return (2 * halves(groups: Int(head & 0xFF), rank: Int(head >> 8 & 7)) + unit - 1) / unit
  }
}

extension Outlines {
  /// Verifies the outline of an area, and the tree over it.
  fileprivate func confirm(_ rank: Int) throws(Fault) {
    try borders.boxes.confirm(borders.nodes(of: rank))
    let own = Int(starts[rank])..<Int(starts[rank + 1])
    try stretches.confirm(own)
    for index in own {
      let first = Int(truncatingIfNeeded: stretches[index] >> 8)
      try vertices.confirm(first..<first + Int(stretches[index] & 0xFF) + 1)
    }
  }
}
