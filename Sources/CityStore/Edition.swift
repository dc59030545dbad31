public import CivilTime
import SpatialDatabase

/// One dated, complete state of a scheme's areas.
public struct Edition: Sendable, Hashable, Identifiable {
  public enum State: String, Sendable, CaseIterable {
    /// Being worked on; in force never.
    case draft
    /// The latest state in force.
    case active
    /// In force once; it may be returned to.
    case superseded
  }

  public var id: Int64
  public var scheme: String
  public var state: State
  /// The period [from, to) in which it is in force, its latest if it was returned to. `nil` is from the beginning, and
  /// without an end. A draft's `validFrom` is what it was told to become valid from.
  public var validFrom: Instant?
  public var validTo: Instant?
  /// The edition that it began as a copy of.
  public var basedOn: Int64?
  public var createdAt: Instant
  public var createdBy: String?
  public var activatedAt: Instant?
  public var note: String?

  /// The word for the scheme of the one grid.
  public static let unifiedScheme = "unified"

  static let columns =
    "id, scheme, state, valid_from, valid_to, based_on, created_at, created_by, activated_at, note"

  init(_ row: Statement) {
    id = row.integer(0) ?? 0
    scheme = row.text(1) ?? ""
    state = row.text(2).flatMap(State.init) ?? .draft
    validFrom = row.integer(3).map(Instant.init)
    validTo = row.integer(4).map(Instant.init)
    basedOn = row.integer(5)
    createdAt = Instant(milliseconds: row.integer(6) ?? 0)
    createdBy = row.text(7)
    activatedAt = row.integer(8).map(Instant.init)
    note = row.text(9)
  }
}
