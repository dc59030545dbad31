import Diagnostics
import SpatialPrimitives
import SystemFiles

/// The areas in the order in which the tie rule looks at them: level by level from the top, then by code, then by
/// ordinal. The position in that order is the area's *rank*; the engine knows areas by rank only.
struct Roster: Sendable {
  struct Member: BitwiseCopyable, Sendable {
    var ordinal: Int32
    /// The parent's ordinal, −1 where there is none above this level.
    var parent: Int32
    /// `Level.rawValue`; of 16 bits, so that there is no gap, whose bytes could be any.
    var level: UInt16
    var parentLevel: UInt16
  }

  let members: Section<Member>
  /// By ordinal.
  let ranks: Section<UInt32>
  /// The ranks of each level, by `Level.rawValue`.
  let ranges: [Range<Int>]

  var count: Int { ranges[ranges.count - 1].upperBound }

  init(members: Section<Member>, ranks: Section<UInt32>, ranges: [Range<Int>]) {
    self.members = members
    self.ranks = ranks
    self.ranges = ranges
  }

  init(_ areas: [AreaShape]) {
    let keys = areas.map { area in (area.level.rawValue, Self.isBlank(area.code), Array(area.code.utf8)) }
    let order = areas.indices.sorted { a, b in
      let (x, y) = (keys[a], keys[b])
      if x.0 != y.0 { return x.0 < y.0 }
      if x.1 != y.1 { return y.1 }
      if x.2 != y.2 { return x.2.lexicographicallyPrecedes(y.2) }
      return a < b
    }
    var ranks = [UInt32](repeating: 0, count: areas.count)
    for (rank, ordinal) in order.enumerated() { ranks[ordinal] = UInt32(rank) }
    let members = order.map { ordinal in
      let area = areas[ordinal]
      let isAbove = areas.indices.contains(Int(area.parent)) && areas[Int(area.parent)].level < area.level
      return Member(
        ordinal: Int32(ordinal), parent: isAbove ? area.parent : -1, level: UInt16(area.level.rawValue),
        parentLevel: isAbove ? UInt16(areas[Int(area.parent)].level.rawValue) : 0)
    }
    var ranges: [Range<Int>] = []
    var start = 0
    for level in Level.allCases {
      let end = members[start...].firstIndex { $0.level != UInt16(level.rawValue) } ?? members.count
      ranges.append(start..<end)
      start = end
    }
    self.init(members: Section(members), ranks: Section(ranks), ranges: ranges)
  }

  func level(of ordinal: Int32) -> Level { Level.allCases[Int(min(members[Int(ranks[Int(ordinal)])].level, 5))] }

  private static func isBlank(_ code: String) -> Bool {
    code.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }
}
