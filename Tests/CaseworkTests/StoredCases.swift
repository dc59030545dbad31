import AreaIndex
import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// Stores a case for each place, answered by an edition: `C0`, `C1` … reported one after the other from the beginning of
/// 1970, a third of them closed, of five categories but for each seventh, which has none.
///
/// - Parameter interval: milliseconds from one report to the next.
func storeCases(
  _ places: [Point], of edition: Edition, in city: CityDatabase, every interval: Int64
) throws(Fault) {
  let catalog = try city.catalog(of: edition, threads: 1)
  try city.transaction { () throws(Fault) in
    for (number, place) in places.enumerated() {
      let answer = catalog.index.assign(place)
      func code(_ level: Level) -> SQLValue {
        let ordinal = answer.area(at: level)
        return ordinal < 0 ? .null : .text(catalog.areas[Int(ordinal)].code)
      }
      try city.connection.run(
        """
        INSERT INTO cases (id, lon, lat, geometry, edition_id, community_code, grid_code, match, status, category,
          reported_at, attributes, first_saved_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, ?)
        """,
        [
          .text("C\(number)"), .real(place.x), .real(place.y), .blob(SpatiaLiteBlob.encode(place, srid: city.srid)),
          .integer(edition.id), code(.community), code(.grid),
          .text(answer.area(at: .grid) < 0 ? "outside" : answer.isBoundary(.grid) ? "boundary" : "inside"),
          .text(number % 3 == 0 ? "结案" : "处置中"), number % 7 == 0 ? .null : .text("类\(number % 5)"),
          .integer(Int64(number) * interval), .integer(Int64(number)), .integer(Int64(number) + 5),
        ])
    }
  }
}
