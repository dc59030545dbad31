import AreaIndex
public import CityStore
public import CivilTime
public import Diagnostics
import Projections
import SpatialDatabase
public import SpatialPrimitives

extension CityDatabase {
  /// Puts a case elsewhere and assigns it anew, to the active edition of the scheme that answered before.
  ///
  /// - Parameters:
  ///   - place: degrees in the geographic base of the database's reference system.
  ///   - now: when it was moved.
  /// - Returns: the case before and after.
  /// - Throws: `unknown-case` (64); `outside-crs` (65).
  public func moveCase(
    id: String, to place: Point, now: Instant = .now()
  ) throws(Fault) -> (before: CaseRecord, after: CaseRecord) {
    try transaction { () throws(Fault) in
      let before = try caseRecord(id: id)
      let base = try coordinateSystem.geographicBase
      guard place.x.magnitude <= 180, place.y.magnitude <= 90,
        let stored = try Transformation(from: base, to: coordinateSystem).transform(place)
      else {
        throw Fault(
          .data, code: "outside-crs",
          Text("\(place.x), \(place.y) is no longitude and latitude here", zh: "\(place.x), \(place.y) 不是此处可用的经纬度"),
          hint: Text("give longitude first, then latitude", zh: "先经度，后纬度"))
      }
      let scheme = try before.editionID.map { id throws(Fault) in try self.edition(id).scheme }
      let edition = try self.edition(EditionSelector(scheme: scheme))
      let catalog = try self.catalog(of: edition, around: Box(around: CollectionOfOne(stored)))
      let answer = catalog.index.assign(stored)
      var assignments: [String] = []
      var values: [SQLValue] = [
        .real(place.x), .real(place.y), .blob(SpatiaLiteBlob.encode(stored, srid: srid)), .integer(edition.id),
        .text(answer.match(levels: catalog.levels)), .integer(now.milliseconds),
      ]
      for level in Level.allCases {
        let ordinal = answer.area(at: level)
        assignments.append("\(level.name)_code = ?")
        values.append(ordinal < 0 ? .null : .text(catalog.areas[Int(ordinal)].code))
      }
      try connection.run(
        """
        UPDATE cases SET lon = ?, lat = ?, geometry = ?, edition_id = ?, match = ?, updated_at = ?,
          \(assignments.joined(separator: ", ")) WHERE id = ?
        """, values + [.text(id)])
      return (before, try caseRecord(id: id))
    }
  }
}

extension Answer {
  /// What the lowest of `levels` says: `outside` where no area of it holds the point.
  func match(levels: [Level]) -> String {
    guard let lowest = levels.last, area(at: lowest) >= 0 else { return "outside" }
    return isBoundary(lowest) ? "boundary" : "inside"
  }
}
