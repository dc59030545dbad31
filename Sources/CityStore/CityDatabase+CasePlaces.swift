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
}
