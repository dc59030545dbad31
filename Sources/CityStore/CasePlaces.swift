public import CivilTime
public import Diagnostics
import SpatialDatabase
public import SpatialPrimitives

/// Where the cases of a period were.
public struct CasePlaces: Sendable {
  /// In the database's reference system.
  public var points: [Point]
  /// [from, to); `nil` where no case says when it was reported, and all are taken.
  public var from: Instant?
  public var to: Instant?
}

extension CityDatabase {
  /// The places of the cases of the last year: of the 365 days that end with the latest report, so that the same database
  /// gives the same answer at any time. Where no case says when it was reported all are taken.
  public func casePlacesOfLastYear() throws(Fault) -> CasePlaces {
    let latest = try connection.integer("SELECT max(reported_at) FROM cases")
    let from = latest.map { $0 - 365 * 86_400_000 + 1 }
    var points: [Point] = []
    try connection.forEachRow(
      "SELECT geometry FROM cases WHERE geometry IS NOT NULL AND (?1 IS NULL OR reported_at >= ?1) ORDER BY serial",
      [SQLValue(from)]
    ) { row throws(Fault) in
      if case .point(let point)? = try row.geometry(0) { points.append(point) }
    }
    return CasePlaces(points: points, from: from.map(Instant.init), to: latest.map { Instant(milliseconds: $0 + 1) })
  }
}
