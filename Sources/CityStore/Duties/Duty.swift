public import AreaIndex
public import CivilTime
import Diagnostics
import SpatialDatabase

/// That an officer covers an area, in a role and a period.
public struct Duty: Sendable, Hashable {
  public enum Role: String, Sendable, CaseIterable {
    /// Answers for the area, and for those below it where nobody is on duty.
    case head
    case member
  }

  public var officerID: String
  public var name: String
  public var role: Role
  public var scheme: String
  public var level: Level
  /// The area's.
  public var code: String
  /// `nil`: from the beginning.
  public var from: Instant?
  /// The first moment after; `nil`: open.
  public var to: Instant?
  /// The only category of cases that it is for; `nil`: every one.
  public var category: String?
  /// `nil`: at every hour.
  public var hours: WorkingHours?
  /// How many open cases the area may have before its stand-in is called.
  public var loadLimit: Int?
  /// The number of the officer who answers outside the hours and above the load limit.
  public var standIn: String?

  public init(officerID: String, name: String, role: Role, scheme: String, level: Level, code: String) {
    self.officerID = officerID
    self.name = name
    self.role = role
    self.scheme = scheme
    self.level = level
    self.code = code
  }

  /// - Parameter row: of `DutyTable.columns`, in their order.
  init(_ row: Statement) {
    self.init(
      officerID: row.text(0) ?? "", name: row.text(1) ?? "",
      role: row.text(2).flatMap(Role.init) ?? .member, scheme: row.text(3) ?? "",
      level: row.text(4).flatMap { Level(name: $0) } ?? .grid, code: row.text(5) ?? "")
    from = row.integer(6).map(Instant.init)
    to = row.integer(7).map(Instant.init)
    category = row.text(8).flatMap { $0.isEmpty ? nil : $0 }
    hours = row.text(9).flatMap { WorkingHours($0) }
    loadLimit = row.integer(10).map(Int.init)
    standIn = row.text(11)
  }

  /// Whether its period holds a moment: [from, to).
  public func isInForce(at time: Instant) -> Bool {
    (from.map { $0 <= time } ?? true) && (to.map { time < $0 } ?? true)
  }
}
