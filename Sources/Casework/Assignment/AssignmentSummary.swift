/// What an assignment run did. `rows` is always `assigned + outside + rejected`.
public struct AssignmentSummary: Sendable, Hashable {
  public var rows = 0
  /// Events with an area at the lowest level asked; those on borders and the snapped ones are among them.
  public var assigned = 0
  public var boundary = 0
  public var snapped = 0
  public var outside = 0
  public var rejected = 0
  /// How many were rejected for each reason.
  public var reasons: [RejectReason: Int] = [:]
  /// Cases added and changed in the database.
  public var added = 0
  public var updated = 0
  public var seconds = 0.0
  /// Where the rejected rows are; `nil` where there are none.
  public var rejectsPath: String?

  public init() {}

  /// - Parameter number: −1 takes back an event that was rejected after all.
  mutating func count(_ match: Match, _ number: Int = 1) {
    if match == .outside { outside += number } else { assigned += number }
    if match == .boundary { boundary += number }
    if match == .snapped { snapped += number }
  }

  mutating func reject(_ reason: RejectReason) {
    rejected += 1
    reasons[reason, default: 0] += 1
  }

  /// Adds the counts of a part of the rows.
  mutating func add(_ part: AssignmentSummary) {
    assigned += part.assigned
    boundary += part.boundary
    snapped += part.snapped
    outside += part.outside
    rejected += part.rejected
    reasons.merge(part.reasons, uniquingKeysWith: +)
    rows = assigned + outside + rejected
  }
}
