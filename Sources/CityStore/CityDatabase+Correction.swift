public import CivilTime
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Says that an edition was in force in a period that is over, as is learnt now: what was believed of that period is
  /// believed no more, and remembered. The active edition stays active.
  ///
  /// A draft becomes superseded by it. An edition that was in force already has the period besides its others; periods of
  /// it that meet become one.
  ///
  /// - Parameters:
  ///   - start: `nil` is from the beginning.
  ///   - acceptFindings: lets duplicate and blank codes pass.
  /// - Returns: the edition as it is now.
  /// - Throws: `valid-to-too-late` (65) for a period that is not over, `empty-period` (65), `nothing-to-correct` (65)
  ///   where nothing is active; `duplicate-code` or `blank-code` (65).
  @discardableResult
  public func correct(
    _ edition: Edition, from start: Instant?, to end: Instant, acceptFindings: Bool = false, now: Instant = .now()
  ) throws(Fault) -> Edition {
    try transaction { () throws(Fault) in
      let edition = try self.edition(edition.id)
      try requirePast(start, end, of: edition.scheme, now)
      if !acceptFindings { try requireSoundCodes(in: edition) }
      let believed = try periods(of: edition.scheme, knownAt: nil)
      var merged = EditionPeriod(editionID: edition.id, validFrom: start, validTo: end, knownFrom: now)
      for period in believed where period.editionID == edition.id && period.meets(start, end) {
        merged.validFrom = merged.validFrom.flatMap { own in period.validFrom.map { min(own, $0) } }
        merged.validTo = merged.validTo.flatMap { own in period.validTo.map { max(own, $0) } }
      }
      var touched: Set<Int64> = [edition.id]
      for period in believed {
        let isOwn = period.editionID == edition.id
        guard isOwn ? period.meets(start, end) : period.overlaps(start, end) else { continue }
        touched.insert(period.editionID)
        try forget(period, now)
        guard !isOwn else { continue }
        let other = try self.edition(period.editionID)
        if let start, period.validFrom.map({ $0 < start }) ?? true {
          try addPeriod(of: other, from: period.validFrom, to: start, known: now)
        }
        if period.validTo.map({ $0 > end }) ?? true {
          try addPeriod(of: other, from: end, to: period.validTo, known: now)
        }
      }
      try addPeriod(of: edition, from: merged.validFrom, to: merged.validTo, known: now)
      try connection.run(
        "UPDATE editions SET state = 'superseded', valid_from = ?2, activated_at = ?3 WHERE id = ?1 AND state = 'draft'",
        [.integer(edition.id), SQLValue(start?.milliseconds), .integer(now.milliseconds)])
      for id in touched.sorted() { try agree(id) }
      return try self.edition(edition.id)
    }
  }

  private func requirePast(_ start: Instant?, _ end: Instant, of scheme: String, _ now: Instant) throws(Fault) {
    guard try activeEdition(of: scheme) != nil else {
      throw Fault(
        .data, code: "nothing-to-correct",
        Text("\(scheme) has no active edition", zh: "\(scheme) 没有启用的版本"), at: Place(path),
        hint: Text("activate one first, without --valid-to", zh: "请先启用一个版本，不加 --valid-to"))
    }
    let offset = settings.utcOffset
    if let start, start >= end {
      throw Fault(
        .data, code: "empty-period",
        Text(
          "the period ends at \(end.iso8601(offset: offset)), before it begins at \(start.iso8601(offset: offset))",
          zh: "时期于 \(end.iso8601(offset: offset)) 结束，早于其开始 \(start.iso8601(offset: offset))"), at: Place(path))
    }
    guard end > now else { return }
    throw Fault(
      .data, code: "valid-to-too-late",
      Text("the period is not over: \(end.iso8601(offset: offset))", zh: "该时期尚未结束：\(end.iso8601(offset: offset))"),
      at: Place(path),
      hint: Text("--valid-to corrects the past; leave it out for what goes on", zh: "--valid-to 用于更正过去；仍在持续的请不要给出"))
  }

  /// Ends the belief in a period.
  private func forget(_ period: EditionPeriod, _ now: Instant) throws(Fault) {
    try connection.run(
      """
      UPDATE periods SET known_to = max(?1, known_from)
      WHERE edition_id = ?2 AND valid_from IS ?3 AND valid_to IS ?4 AND known_to IS NULL
      """,
      [
        .integer(now.milliseconds), .integer(period.editionID), SQLValue(period.validFrom?.milliseconds),
        SQLValue(period.validTo?.milliseconds),
      ])
  }

  /// Takes an edition's latest period over into its row; where none is left, it ends as it begins.
  private func agree(_ edition: Int64) throws(Fault) {
    try connection.run(
      """
      UPDATE editions SET (valid_from, valid_to) = (
        SELECT valid_from, valid_to FROM periods WHERE edition_id = ?1 AND known_to IS NULL
        ORDER BY valid_to IS NULL DESC, valid_to DESC LIMIT 1)
      WHERE id = ?1 AND EXISTS (SELECT 1 FROM periods WHERE edition_id = ?1 AND known_to IS NULL)
      """, [.integer(edition)])
    try connection.run(
      """
      UPDATE editions SET valid_from = coalesce(valid_from, valid_to), valid_to = coalesce(valid_from, valid_to)
      WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM periods WHERE edition_id = ?1 AND known_to IS NULL)
      """, [.integer(edition)])
  }
}

extension EditionPeriod {
  /// Whether some time is in both.
  fileprivate func overlaps(_ start: Instant?, _ end: Instant) -> Bool {
    guard validFrom.map({ $0 < end }) ?? true, validFrom == nil || validTo != validFrom else { return false }
    return validTo.flatMap { to in start.map { to > $0 } } ?? true
  }

  /// Whether they overlap, or one begins where the other ends.
  fileprivate func meets(_ start: Instant?, _ end: Instant) -> Bool {
    guard validFrom.map({ $0 <= end }) ?? true else { return false }
    return validTo.flatMap { to in start.map { to >= $0 } } ?? true
  }
}
