package import Diagnostics
import SpatialDatabase
package import SpatialPrimitives

extension CityDatabase {
  /// Calls `body` with the place of each stored case that has one, in the database's reference system.
  package func forEachCasePlace(_ body: (Point) throws(Fault) -> Void) throws(Fault) {
    try connection.forEachRow("SELECT geometry FROM cases WHERE geometry IS NOT NULL ORDER BY serial", []) {
      row throws(Fault) in
      if case .point(let place)? = try row.geometry(0) { try body(place) }
    }
  }
}
