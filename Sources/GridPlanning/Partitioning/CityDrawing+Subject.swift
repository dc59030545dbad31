import AreaIndex
import CityStore
import CoverageTopology
import Diagnostics
import Projections
import SpatialPrimitives
import Synchronization

// What grids are drawn in, and what is there already.
extension CityDrawing {
  /// By which code what is drawn in each region is numbered: a community's own; below it the code of the area above.
  static func numberingHomes(
    _ regions: [AreaRecord], _ job: PartitionJob, _ state: Edition, _ city: CityDatabase
  ) throws(Fault) -> [NumberingHome] {
    guard job.within > .community else { return regions.map { NumberingHome(code: $0.code, name: $0.name) } }
    var names: [String: String] = [:]
    for (level, edition) in try city.editionsByLevel(of: state) where level < job.within {
      try city.forEachArea(in: edition, level: level) { names[$0.code] = $0.name }
    }
    return regions.map { region in
      guard let above = region.parentCode else { return NumberingHome(code: region.code, name: region.name) }
      return NumberingHome(code: above, name: names[above] ?? above)
    }
  }

  static func report(
    _ homes: [Int?], _ ground: CityGround, _ job: PartitionJob, told: (Point) -> Point, _ listener: Listener
  ) throws(Fault) {
    func isOutside(_ building: Int) -> Bool { homes[building] == nil && !ground.buildings[building].isComponent }
    let outside = homes.indices.count(where: isOutside)
    let measure = job.targets.measure
    let inside = homes.indices.reduce(0) { $0 + (homes[$1] == nil ? 0 : ground.countable($1, measure)) }
    guard inside > 0 else {
      let what = measure == .households ? Text("household", zh: "住户") : Text("building", zh: "建筑")
      throw Fault(
        .data, code: measure == .households ? "no-households" : "no-buildings",
        Text(
          "no \(what.english) of this file lies in an area of level \(job.within)",
          zh: "此文件中没有\(what.chinese)位于 \(job.within) 级区域内"),
        at: Place(job.buildings),
        hint: Text(
          "see with `onegrid inspect` where it lies and what its fields hold", zh: "可用 onegrid inspect 查看其位置和字段"))
    }
    if let first = homes.indices.first(where: isOutside) {
      let place = PartitionReasons.text(told(ground.buildings[first].place))
      listener.notice(
        Notice(
          .warning, code: "buildings-outside",
          Text(
            "\(Text.counted(outside, "building lies", "buildings lie")) in no area of level \(job.within) and \(outside == 1 ? "is" : "are") not counted, e.g. at \(place)",
            zh: "\(outside) 栋建筑不在任何 \(job.within) 级区域内，不计入，例如 \(place)"),
          at: Place(job.buildings)))
    }
  }

  /// The grids of an edition by the community that they belong to: by its code, else by their place.
  static func grids(
    of edition: Edition, _ level: Level, in city: CityDatabase, among regions: [AreaRecord]
  ) throws(Fault) -> [Int: [PresentGrid]] {
    var result: [Int: [PresentGrid]] = [:]
    let membership = GridMembership(regions)
    try city.forEachArea(in: edition, level: level) { record in
      guard let region = membership.region(of: record) else { return }
      result[region, default: []].append(
        PresentGrid(code: record.code, name: record.name, geometry: record.geometry, attributes: record.attributes))
    }
    return result
  }

  static func requireLocks(_ job: PartitionJob, _ today: [Int: [PresentGrid]]) throws(Fault) {
    let known = Set(today.values.lazy.flatMap(\.self).map(\.code))
    for code in job.locked where !known.contains(code) {
      throw Fault(
        .usage, code: "unknown-grid",
        Text("there is no area “\(code)” of level \(job.level) to lock", zh: "没有可锁定的 \(job.level) 级区域“\(code)”"),
        hint: Text(
          "see `onegrid area list --level \(job.level)`", zh: "可用 onegrid area list --level \(job.level) 查看"))
    }
  }
}

/// Tells places of a coordinate system in longitude and latitude; as they are where there is no way to. Threads, which
/// cannot share a transformation, take turns.
final class PlaceTelling: Sendable {
  private let measure: Mutex<FaceMeasure?>

  init(_ system: CoordinateSystem) { measure = Mutex(system.kind == .geographic ? nil : try? FaceMeasure(system)) }

  func told(_ place: Point) -> Point { measure.withLock { $0?.base(place) ?? place } }
}

/// Which community each grid belongs to.
final class GridMembership {
  private let byCode: [String: Int]
  private var locator: AreaLocator

  init(_ regions: [AreaRecord]) {
    byCode = Dictionary(regions.enumerated().map { ($1.code, $0) }) { first, _ in first }
    locator = AreaLocator(regions.map(\.geometry))
  }

  func region(of record: AreaRecord) -> Int? {
    if let code = record.parentCode, let known = byCode[code] { return known }
    return record.geometry.interiorPoint.flatMap { locator.areas(at: $0).first }
  }
}
