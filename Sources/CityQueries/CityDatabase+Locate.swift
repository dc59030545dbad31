import AreaIndex
public import CityStore
public import Diagnostics
import Projections
public import SpatialPrimitives

extension CityDatabase {
  /// The areas that a place belongs to, at every level: the same answer that `assign` gives for it.
  ///
  /// Only the areas around the place are read, by the R*Tree; `AreaIndex` then decides among them.
  ///
  /// - Parameters:
  ///   - place: in `crs`, east before north.
  ///   - crs: `nil` for the geographic base of the database's reference system.
  /// - Throws: `outside-crs` (65); `no-areas` (65); what `edition(_:listener:)` throws.
  public func locate(
    _ place: Point, crs: String? = nil, in selector: EditionSelector = EditionSelector(), listener: Listener = .silent
  ) throws(Fault) -> LocatedPlace {
    let base = try coordinateSystem.geographicBase
    let given = try crs.map { text throws(Fault) in try CoordinateSystem(text) } ?? base
    guard let stored = try Transformation(from: given, to: coordinateSystem).transform(place),
      let degrees = try Transformation(from: given, to: base).transform(place), stored.isFinite, degrees.isFinite,
      degrees.x.magnitude <= 180, degrees.y.magnitude <= 90
    else {
      throw Fault(
        .data, code: "outside-crs",
        Text("\(place.x), \(place.y) is no place in \(given.name)", zh: "\(place.x), \(place.y) 不是 \(given.name) 中的位置"),
        hint: Text("give longitude first, or name the system with --crs", zh: "经度在前，或用 --crs 指定坐标系"))
    }
    let edition = try self.edition(selector, listener: listener)
    let catalog = try catalog(
      of: edition, at: selector.asOf, around: Box(around: CollectionOfOne(stored)), threads: 1)
    let borders = try BorderMeasure(of: self, at: degrees)
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
          border: borders.metres(from: stored, toBorderOf: chosen, in: catalog.index),
          reason: catalog.reason(for: chosen, among: candidates, answer),
          candidates: (candidates.filter { $0.ordinal == chosen } + candidates.filter { $0.ordinal != chosen }).map {
            let entry = catalog.areas[Int($0.ordinal)]
            return LocatedPlace.Candidate(
              code: entry.code, name: entry.name, match: $0.location == .boundary ? .boundary : .inside)
          }))
    }
    return located
  }
}

/// Distances to borders on the ground: the metric of the place finds the nearest point, the geodesic measures it.
private struct BorderMeasure {
  private let metric: LocalMetric
  private let ground: GroundMeasure

  init(of city: CityDatabase, at degrees: Point) throws(Fault) {
    metric =
      city.coordinateSystem.kind == .geographic
      ? .geographic(latitude: degrees.y) : .planar(metresPerUnit: city.coordinateSystem.metresPerUnit)
    ground = try GroundMeasure(city.coordinateSystem)
  }

  func metres(from point: Point, toBorderOf ordinal: Int32, in index: AreaIndex) -> Double {
    guard let nearest = index.nearestBorder(from: point, of: ordinal, metric: metric) else { return .infinity }
    return ground.distance(point, nearest.point) ?? nearest.metres
  }
}
