package import CivilTime
public import Diagnostics
import SpatialDatabase
public import SpatialPrimitives

extension CityDatabase {
  /// Calls `body` with the place of each stored case that has one, in the database's reference system.
  package func forEachCasePlace(_ body: (Point) throws(Fault) -> Void) throws(Fault) {
    try connection.forEachRow("SELECT geometry FROM cases WHERE geometry IS NOT NULL ORDER BY serial", []) {
      row throws(Fault) in
      if let place = try row.point(0) { try body(place) }
    }
  }

  /// Calls `body` for each stored case that has a place in `box`, borders included: with the place in the database's
  /// reference system, and the status.
  public func forEachCasePlace(
    in box: Box, _ body: (_ place: Point, _ status: String?) throws(Fault) -> Void
  ) throws(Fault) {
    let condition = Connection.inBox(table: "cases", column: "geometry", key: "serial", first: 1)
    try connection.forEachRow(
      "SELECT geometry, status FROM cases WHERE \(condition)",
      [box.minX, box.minY, box.maxX, box.maxY].map(SQLValue.real)
    ) { row throws(Fault) in
      if let place = try row.point(0), box.contains(place) { try body(place, row.text(1)) }
    }
  }

  /// Calls `body` with the place of each stored case that has one, in the database's reference system, and when it was
  /// reported.
  ///
  /// - Parameter period: only cases reported in it, the end not included; `nil`: all, those without a time too.
  package func forEachCaseReport(
    in period: Range<Instant>?, _ body: (_ place: Point, _ time: Instant?) throws(Fault) -> Void
  ) throws(Fault) {
    let condition = period == nil ? "" : " AND reported_at >= ? AND reported_at < ?"
    let bounds = period.map { [$0.lowerBound, $0.upperBound].map { SQLValue.integer($0.milliseconds) } } ?? []
    try connection.forEachRow(
      "SELECT geometry, reported_at FROM cases WHERE geometry IS NOT NULL\(condition) ORDER BY serial", bounds
    ) { row throws(Fault) in
      if let place = try row.point(0) { try body(place, row.integer(1).map(Instant.init)) }
    }
  }
}
