package import AreaIndex
package import Diagnostics
import SpatialDatabase
package import SpatialPrimitives

extension CityDatabase {
  /// The areas of an edition, of every level, whose boxes meet `box`, by id: found by the R*Tree.
  package func areas(in edition: Edition, meeting box: Box) throws(Fault) -> [AreaRecord] {
    let nearby = Connection.inBox(table: "areas", column: "geometry", key: "id", first: 2)
    let found = try connection.rows(
      "SELECT \(AreaRecord.columns) FROM areas WHERE edition_id = ?1 AND \(nearby)",
      [.integer(edition.id)] + [box.minX, box.minY, box.maxX, box.maxY].map(SQLValue.real)
    ) { row throws(Fault) in try AreaRecord(row) }
    return found.sorted { $0.id < $1.id }
  }

  /// The areas right below one, by id.
  package func children(of area: AreaRecord) throws(Fault) -> [AreaRecord] {
    try connection.rows(
      "SELECT \(AreaRecord.columns) FROM areas WHERE parent_id = ? ORDER BY id", [.integer(area.id)]
    ) { row throws(Fault) in try AreaRecord(row) }
  }

  /// The codes of a level of an edition.
  package func codes(in edition: Edition, at level: Level) throws(Fault) -> [String] {
    try connection.rows(
      "SELECT code FROM areas WHERE edition_id = ? AND level = ? ORDER BY code",
      [.integer(edition.id), .text(level.name)]
    ) { $0.text(0) ?? "" }
  }

  /// Where stored cases lie, in the database's reference system, of those in `box`; a few more may come along.
  package func casePlaces(in box: Box) throws(Fault) -> [Point] {
    let nearby = Connection.inBox(table: "cases", column: "geometry", key: "serial", first: 1)
    let places = try connection.rows(
      "SELECT geometry FROM cases WHERE \(nearby)", [box.minX, box.minY, box.maxX, box.maxY].map(SQLValue.real)
    ) { row throws(Fault) -> Point? in
      let geometry = try unsafe row.withBytes(0) { bytes throws(Fault) in try unsafe SpatiaLiteBlob.decode(bytes) }
      guard case .point(let point) = geometry else { return nil }
      return point
    }
    return places.compactMap { $0 }
  }
}
