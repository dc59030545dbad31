/// The areas of one point: at most one at each level, as ordinals, and how clear the case was.
@frozen public struct Answer: Sendable, Hashable {
  @usableFromInline var areas: [6 of Int32]
  /// A bit for each level. Of 16 bits, so that there is no gap, whose bytes could be any.
  @usableFromInline var boundary: UInt16
  @usableFromInline var overlap: UInt16

  /// The answer of a point that lies in no area.
  public static let outside = Answer()

  @usableFromInline init() {
    areas = [-1, -1, -1, -1, -1, -1]
    boundary = 0
    overlap = 0
  }

  /// The ordinal of the area chosen at `level`, −1 if none there holds the point.
  @inlinable public func area(at level: Level) -> Int32 { areas[Int(level.rawValue)] }

  /// Whether the point is on the border of any area of `level`, be it the chosen one or another.
  @inlinable public func isBoundary(_ level: Level) -> Bool { boundary >> level.rawValue & 1 != 0 }

  /// Whether the interiors of two areas of `level` overlap there: several hold the point, and one of them strictly.
  @inlinable public func isOverlap(_ level: Level) -> Bool { overlap >> level.rawValue & 1 != 0 }

  @inlinable public static func == (a: Answer, b: Answer) -> Bool {
    for slot in a.areas.indices where a.areas[slot] != b.areas[slot] { return false }
    return a.boundary == b.boundary && a.overlap == b.overlap
  }

  @inlinable public func hash(into hasher: inout Hasher) {
    for slot in areas.indices { hasher.combine(areas[slot]) }
    hasher.combine(boundary)
    hasher.combine(overlap)
  }
}
