import AreaIndex
public import CityStore
public import Diagnostics
import Projections
public import SpatialPrimitives

/// Answers what areas a place belongs to, at every level: the same answer that `assign` gives for it.
///
/// The index file of the edition is asked where there is a current one; else only the areas around the place are read, by
/// the R*Tree, and `AreaIndex` decides among them. For many places ask the whole `AreaCatalog` instead. One for each thread.
///
/// ```swift
/// let city = try CityDatabase.open(at: "city.db", for: .reading)
/// let place = try PlaceLocator(city).locate(Point(112.89, 22.63))
/// for area in place.areas { print(area.level, area.code, area.match) }
/// ```
public final class PlaceLocator {
  private let city: CityDatabase
  private let edition: Edition
  /// All areas, where a current index file is there.
  private let indexed: AreaCatalog?
  private let selector: EditionSelector
  private let given: CoordinateSystem
  private let toStored: Transformation
  private let toDegrees: Transformation
  private let ground: GroundMeasure

  /// - Parameters:
  ///   - crs: in which places are given, east before north; `nil` for the geographic base of the database's system.
  ///   - selector: which edition is asked.
  /// - Throws: `unknown-crs` (65); what `CityDatabase.edition(_:listener:)` throws.
  public init(
    _ city: CityDatabase, crs: String? = nil, in selector: EditionSelector = EditionSelector(),
    listener: Listener = .silent
  ) throws(Fault) {
    self.city = city
    self.selector = selector
    let base = try city.coordinateSystem.geographicBase
    if let crs { given = try CoordinateSystem(crs) } else { given = base }
    toStored = try Transformation(from: given, to: city.coordinateSystem)
    toDegrees = try Transformation(from: given, to: base)
    ground = try GroundMeasure(city.coordinateSystem)
    edition = try city.edition(selector, listener: listener)
    indexed = try city.indexedCatalog(of: edition, at: selector.moment)
  }

  /// - Throws: `outside-crs` (65) for what is no place; `no-areas` (65).
  public func locate(_ place: Point) throws(Fault) -> LocatedPlace {
    guard let stored = toStored.transform(place), let degrees = toDegrees.transform(place), stored.isFinite,
      degrees.isFinite, degrees.x.magnitude <= 180, degrees.y.magnitude <= 90
    else {
      throw Fault(
        .data, code: "outside-crs",
        Text("\(place.x), \(place.y) is no place in \(given.name)", zh: "\(place.x), \(place.y) 不是 \(given.name) 中的位置"),
        hint: Text("give longitude first, or name the system with --crs", zh: "经度在前，或用 --crs 指定坐标系"))
    }
    let catalog = try catalog(around: stored)
    let metric: LocalMetric =
      city.coordinateSystem.kind == .geographic
      ? .geographic(latitude: degrees.y) : .planar(metresPerUnit: city.coordinateSystem.metresPerUnit)
    let answer = catalog.index.assign(stored)
    var located = LocatedPlace(lon: degrees.x, lat: degrees.y, edition: edition, areas: [], missing: [])
    for level in catalog.levels {
      let chosen = answer.area(at: level)
      guard chosen >= 0 else {
        located.missing.append(level)
        continue
      }
      let candidates = catalog.index.candidates(stored, at: level)
      let entry = catalog.areas[Int(chosen)]
      located.areas.append(
        LocatedPlace.Area(
          level: level, code: entry.code, name: entry.name, match: answer.isBoundary(level) ? .boundary : .inside,
          border: border(of: chosen, from: stored, in: catalog.index, metric),
          reason: catalog.reason(for: chosen, among: candidates, answer),
          candidates: (candidates.filter { $0.ordinal == chosen } + candidates.filter { $0.ordinal != chosen }).map {
            let entry = catalog.areas[Int($0.ordinal)]
            return LocatedPlace.Candidate(
              code: entry.code, name: entry.name, match: $0.location == .boundary ? .boundary : .inside)
          }))
    }
    return located
  }

  /// All areas, where what their index file says of the place is whole; else those around it.
  private func catalog(around place: Point) throws(Fault) -> AreaCatalog {
    if let indexed, (try? indexed.index.confirm(place, withBorders: true)) != nil { return indexed }
    return try city.catalog(of: edition, at: selector.moment, around: Box(around: CollectionOfOne(place)))
  }

  /// Metres on the ground: the metric of the place finds the nearest point, the geodesic measures it.
  private func border(of ordinal: Int32, from point: Point, in index: AreaIndex, _ metric: LocalMetric) -> Double {
    guard let nearest = index.nearestBorder(from: point, of: ordinal, metric: metric) else { return .infinity }
    return ground.distance(point, nearest.point) ?? nearest.metres
  }
}
