public import CivilTime
public import Diagnostics
import SpatialDatabase

/// When an edition was in force, and from when to when that was believed.
public struct EditionPeriod: Sendable, Hashable {
  public var editionID: Int64
  /// [from, to); `nil` is from the beginning, and without an end.
  public var validFrom: Instant?
  public var validTo: Instant?
  public var knownFrom: Instant
  /// `nil`: it is believed still.
  public var knownTo: Instant?
}

extension CityDatabase {
  /// The edition of `scheme` that was in force at a moment, `nil` where none was.
  public func edition(of scheme: String, at moment: Moment) throws(Fault) -> Edition? {
    if moment == .now { return try activeEdition(of: scheme) }
    // Without a time asked for it is the edition that was active: its period alone has no end.
    let holds =
      moment.asOf == nil
      ? "valid_to IS NULL" : "(valid_from IS NULL OR valid_from <= ?2) AND (valid_to IS NULL OR valid_to > ?2)"
    return try firstEdition(
      """
      scheme = ?1 AND id IN (
        SELECT edition_id FROM periods
        WHERE \(holds) AND ifnull(known_from <= ?3, 1) AND (known_to IS NULL OR known_to > ?3))
      """,
      [.text(scheme), SQLValue(moment.asOf?.milliseconds), SQLValue(moment.knownAt?.milliseconds)])
  }

  /// The edition of `scheme` that was in force at `instant`, as it is known now; `nil` where none was.
  public func edition(of scheme: String, at instant: Instant) throws(Fault) -> Edition? {
    try edition(of: scheme, at: Moment(asOf: instant))
  }

  /// When an edition was in force, by the time at which that was learnt.
  public func periods(of edition: Edition) throws(Fault) -> [EditionPeriod] {
    try periods(where: "edition_id = ?", .integer(edition.id))
  }

  /// When each edition of a scheme is in force, as was known at a time; `nil`: as it is known now.
  package func periods(of scheme: String, knownAt: Instant?) throws(Fault) -> [EditionPeriod] {
    try periods(where: "edition_id IN (SELECT id FROM editions WHERE scheme = ?)", .text(scheme)).filter { period in
      guard let knownAt else { return period.knownTo == nil }
      return period.knownFrom <= knownAt && period.knownTo.map { $0 > knownAt } ?? true
    }
  }

  private func periods(where condition: String, _ value: SQLValue) throws(Fault) -> [EditionPeriod] {
    try connection.rows(
      """
      SELECT edition_id, valid_from, valid_to, known_from, known_to FROM periods
      WHERE \(condition) ORDER BY known_from, valid_from, edition_id
      """, [value]
    ) { row in
      EditionPeriod(
        editionID: row.integer(0) ?? 0, validFrom: row.integer(1).map(Instant.init),
        validTo: row.integer(2).map(Instant.init), knownFrom: Instant(milliseconds: row.integer(3) ?? 0),
        knownTo: row.integer(4).map(Instant.init))
    }
  }

  /// Remembers in which period an edition is in force, as is known from `now` on.
  func addPeriod(of edition: Edition, from start: Instant?, to end: Instant? = nil, known now: Instant) throws(Fault) {
    try connection.run(
      "INSERT INTO periods (edition_id, valid_from, valid_to, known_from) VALUES (?, ?, ?, ?)",
      [.integer(edition.id), SQLValue(start?.milliseconds), SQLValue(end?.milliseconds), .integer(now.milliseconds)])
  }

  /// Remembers that an edition's period without an end has one, as is known from `now` on.
  func endPeriod(of edition: Edition, at end: Instant?, known now: Instant) throws(Fault) {
    try connection.run(
      "UPDATE periods SET known_to = max(?, known_from) WHERE edition_id = ? AND valid_to IS NULL AND known_to IS NULL",
      [.integer(now.milliseconds), .integer(edition.id)])
    try addPeriod(of: edition, from: edition.validFrom, to: end, known: now)
  }
}
