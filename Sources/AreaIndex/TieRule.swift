import SystemFiles

/// Chooses one area per level, top down: an area whose parent is among those chosen above comes first, then the
/// first in rank. Candidates are offered level by level from the top, each once, inside or on the border.
struct TieRule {
  private let members: Section<Roster.Member>
  private var answer = Answer()
  private var level = 0
  /// Ranks; `none` where there is none yet.
  private var first = Self.none
  private var child = Self.none
  private var inside = 0
  private var onBoundary = 0

  private static let none = UInt32.max

  init(_ roster: Roster) { members = roster.members }

  @inline(__always)
  mutating func offer(_ rank: UInt32, isBoundary: Bool) {
    let member = members[rank]
    if Int(member.level) != level {
      closeLevel()
      level = Int(member.level)
    }
    first = min(first, rank)
    if member.parent >= 0, answer.areas[Int(min(member.parentLevel, 5))] == member.parent { child = min(child, rank) }
    if isBoundary { onBoundary += 1 } else { inside += 1 }
  }

  consuming func finish() -> Answer {
    closeLevel()
    return answer
  }

  private mutating func closeLevel() {
    guard first != Self.none, level < 6 else { return }
    answer.areas[level] = members[child != Self.none ? child : first].ordinal
    if onBoundary > 0 { answer.boundary |= 1 << level }
    if inside > 0, inside + onBoundary > 1 { answer.overlap |= 1 << level }
    first = Self.none
    child = Self.none
    inside = 0
    onBoundary = 0
  }
}
