/// Chooses one area per level, top down: an area whose parent is among those chosen above comes first, then the
/// first in rank. Candidates are offered in ascending rank, each once, inside or on the border.
struct TieRule {
  private let members: [Roster.Member]
  private var answer = Answer()
  private var level: UInt8 = 0
  private var first: Int32 = -1
  private var child: Int32 = -1
  private var inside = 0
  private var onBoundary = 0

  init(_ roster: Roster) { members = roster.members }

  @inline(__always)
  mutating func offer(_ rank: UInt32, isBoundary: Bool) {
    let member = members[Int(rank)]
    if member.level != level {
      closeLevel()
      level = member.level
    }
    if first < 0 { first = member.ordinal }
    if child < 0, member.parent >= 0, answer.areas[Int(member.parentLevel)] == member.parent { child = member.ordinal }
    if isBoundary { onBoundary += 1 } else { inside += 1 }
  }

  consuming func finish() -> Answer {
    closeLevel()
    return answer
  }

  private mutating func closeLevel() {
    guard first >= 0 else { return }
    answer.areas[Int(level)] = child >= 0 ? child : first
    if onBoundary > 0 { answer.boundary |= 1 << level }
    if inside > 0, inside + onBoundary > 1 { answer.overlap |= 1 << level }
    first = -1
    child = -1
    inside = 0
    onBoundary = 0
  }
}
