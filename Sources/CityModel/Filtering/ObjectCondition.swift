public import CivilTime
public import Diagnostics

/// A condition on city objects, in a subset of CQL2 text (OGC 21-065r2).
///
/// ```
/// class = 'BuildingRoom' AND cim_level >= 5 AND NOT (usage IN ('store', 'lift') OR name LIKE '%廊')
/// ```
///
/// There are comparisons (`=`, `<>`, `<`, `<=`, `>`, `>=`), `LIKE`, `BETWEEN`, `IN`, `IS NULL`, each with `NOT`; `AND`, `OR`,
/// `NOT` and parentheses; texts, numbers, `TRUE`, `FALSE`, `DATE('…')`, `TIMESTAMP('…')`, `INTERVAL('…', '…')`; `CASEI(…)`;
/// and `T_INTERSECTS(valid, …)`. What can be asked: `ObjectProperty`.
public struct ObjectCondition: Sendable, Hashable {
  let term: ConditionTerm
  /// In which times without an offset are.
  let offset: UTCOffset

  /// - Throws: `bad-filter` (64) with the place of what is wrong.
  public init(_ text: String, assuming offset: UTCOffset) throws(Fault) {
    var reader = ConditionReader(try FilterText.tokens(text), offset)
    term = try reader.condition()
    self.offset = offset
  }

  /// Objects that there are at a time: their period holds it.
  public init(validAt time: Instant) {
    term = .meets(.property(.valid), .value(.time(time)))
    offset = .utc
  }

  /// Both must hold.
  public func and(_ other: ObjectCondition) -> ObjectCondition {
    ObjectCondition(term: .all([term, other.term]), offset: offset)
  }

  private init(term: ConditionTerm, offset: UTCOffset) {
    self.term = term
    self.offset = offset
  }
}
