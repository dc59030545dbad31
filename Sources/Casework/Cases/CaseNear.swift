public import CityStore
public import Diagnostics
import Projections
import SpatialDatabase
public import SpatialPrimitives

/// The cases around a place, nearest first.
public struct NearbyCases: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public var record: CaseRecord
    /// Metres along the geodesic.
    public var distance: Double
  }

  /// How many cases lie within the radius.
  public var total: Int
  /// What to ask the next page with; `nil` on the last.
  public var next: String?
  public var cases: [Item]
}

extension CityDatabase {
  /// The cases within `radius` of a place, nearest first; of two as near, the one saved first.
  ///
  /// - Parameters:
  ///   - place: degrees in the geographic base of the database's reference system.
  ///   - radius: metres along the geodesic, the border included.
  ///   - filter: what must hold of them besides.
  ///   - cursor: `next` of the page before.
  /// - Throws: `outside-crs` (65) for a place where the database's reference system has no coordinates; `bad-cursor` (64).
  public func cases(
    near place: Point, radius: Double, matching filter: CaseFilter = CaseFilter(), limit: Int,
    after cursor: String? = nil
  ) throws(Fault) -> NearbyCases {
    let start = try cursor.map { text throws(Fault) in try position(ofCursor: text) }
    let ellipsoid = try Ellipsoid(of: try coordinateSystem.geographicBase)
    var condition = CaseCondition(filter)
    for box in try boxes(around: place, radius: radius) { condition.add(indexedBox: box) }

    var found: [(distance: Double, serial: Int64)] = []
    try connection.forEachRow("SELECT serial, lon, lat, geometry FROM cases \(condition.sql)", condition.values) {
      row throws(Fault) in
      guard let serial = row.integer(0), let lon = row.real(1), let lat = row.real(2) else { return }
      guard filter.admits(try row.point(3)) else { return }
      let distance = ellipsoid.distance(place, Point(lon, lat))
      if distance <= radius { found.append((distance, serial)) }
    }
    found.sort { ($0.distance, $0.serial) < ($1.distance, $1.serial) }
    let rest = start.map { start in found.filter { ($0.distance, $0.serial) > start } } ?? found
    let shown = rest.prefix(limit)
    var items: [NearbyCases.Item] = []
    for entry in shown {
      let record = try connection.firstRow(
        "SELECT \(CaseRecord.columns) FROM cases WHERE serial = ?", [.integer(entry.serial)]
      ) { CaseRecord(reading: $0) }
      if let record { items.append(NearbyCases.Item(record: record, distance: entry.distance)) }
    }
    let next = rest.count > limit ? shown.last.map { "\($0.distance):\($0.serial)" } : nil
    return NearbyCases(total: found.count, next: next, cases: items)
  }

  /// The box, in the database's reference system, that holds every place within `radius`; none where that is the whole
  /// world. It may hold more.
  private func boxes(around place: Point, radius: Double) throws(Fault) -> [Box] {
    guard coordinateSystem.kind == .projected else {
      // No meridian degree is shorter than 110.5 km; a parallel's degree is shortest at the latitude nearest a pole.
      let rise = radius / 110_500
      let highest = place.y.magnitude + rise
      guard highest < 89.9 else { return [] }
      let reach = radius / LocalMetric.geographic(latitude: highest).metresPerX * 1.001
      let box = Box(minX: place.x - reach, minY: place.y - rise, maxX: place.x + reach, maxY: place.y + rise)
      return box.minX < -180 || box.maxX > 180 ? [] : [box]
    }
    let toDatabase = try Transformation(from: try coordinateSystem.geographicBase, to: coordinateSystem)
    guard let center = toDatabase.transform(place) else {
      throw Fault(
        .data, code: "outside-crs",
        Text(
          "\(place.x), \(place.y) lies outside the reference system of the database",
          zh: "\(place.x), \(place.y) 超出数据库坐标系的范围"))
    }
    // A city's own projection is true to scale within a few per mille; far away it is not, and then all are looked at.
    let reach = radius / coordinateSystem.metresPerUnit * 1.05
    return radius < 100_000 ? [Box(around: CollectionOfOne(center)).expanded(by: reach)] : []
  }

  private func position(ofCursor text: String) throws(Fault) -> (distance: Double, serial: Int64) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let distance = Double(parts[0]), let serial = Int64(parts[1]) else {
      throw CityDatabase.badCursor(text)
    }
    return (distance, serial)
  }
}
