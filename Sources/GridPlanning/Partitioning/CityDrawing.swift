import AreaIndex
public import CityStore
import CoverageTopology
public import Diagnostics
import JSONWriting
import Projections
import SpatialPrimitives
import SystemFiles

/// The grids of all communities of a city.
public struct CityDrawing: Sendable {
  public let job: PartitionJob
  public let scheme: String
  /// In the order of the database.
  public private(set) var communities: [DrawnCommunity] = []
  /// Communities that hold no household of the buildings file: their grids stay as they are.
  public private(set) var untouched: [String] = []
  /// Compared with the edition that was started from; `nil` without one.
  public private(set) var change: GridChange?
  /// Metres to a unit of the coordinates, in the middle of the city.
  private let metric: LocalMetric
  private let system: CoordinateSystem
  /// To what the areas in force became, for the lineage.
  private(set) var successions: [GridSuccession] = []

  /// Reads the layers and draws the grids of every community; nothing is written.
  ///
  /// The answer is the same whatever the number of threads.
  ///
  /// - Throws: what makes a file unusable; `no-households` (65); `unknown-grid` (64) for a lock on no grid.
  public init(_ job: PartitionJob, in city: CityDatabase, listener: Listener = .silent) throws(Fault) {
    self.job = job
    scheme = if let asked = job.scheme { asked } else { try city.scheme(nil, listener: listener) }
    let state =
      if let draft = try city.draft(of: scheme) { draft } else { try city.edition(EditionSelector(scheme: scheme)) }
    var regions: [AreaRecord] = []
    for (level, edition) in try city.editionsByLevel(of: state) where level == job.within {
      try city.forEachArea(in: edition, level: level) { regions.append($0) }
    }
    if regions.isEmpty { try city.requireLevel(job.within, in: state) }
    let center = Box(around: regions.lazy.map(\.geometry.box.center)).center
    system = city.coordinateSystem
    metric =
      system.kind == .geographic
      ? .geographic(latitude: center.y) : .planar(metresPerUnit: system.metresPerUnit)

    let ground = try CityGround(job, in: city, metric, listener: listener)
    let homes = try ground.homes(in: regions.map(\.geometry))
    try CityDrawing.report(homes, ground, job, listener)
    let today = try CityDrawing.grids(
      of: job.fromEdition.map { id throws(Fault) in try city.edition(id) } ?? state, in: city, among: regions)
    try CityDrawing.requireLocks(job, today)
    let base: Edition? =
      if let id = state.state == .draft ? state.basedOn : state.id { try city.edition(id) } else { nil }
    let before =
      if let base { try CityDrawing.grids(of: base, in: city, among: regions) } else { [Int: [PresentGrid]]() }
    let used = Dictionary(grouping: try city.codesEverUsed(in: scheme, at: .grid)) { String($0.dropLast(3)) }
    try draw(regions, ground, homes, today: today, before: before, used: used, job.threads, listener)
  }

  private mutating func draw(
    _ regions: [AreaRecord], _ ground: CityGround, _ homes: [Int?], today: [Int: [PresentGrid]],
    before: [Int: [PresentGrid]], used: [String: [String]], _ threads: Int, _ listener: Listener
  ) throws(Fault) {
    var counts = [Double](repeating: 0, count: regions.count)
    for (building, home) in homes.enumerated() {
      if let home { counts[home] += ground.buildings[building].households }
    }
    let peopled = regions.indices.filter { counts[$0] > 0 }
    untouched = regions.indices.filter { counts[$0] == 0 }.map { regions[$0].code }
    let pieces = GroundPieces(ground, homes, isGeographic: system.kind == .geographic)
    let (job, metric) = (job, metric)
    let locked = Set(job.locked)
    let clock = ContinuousClock()
    let share = job.seconds.map { $0 * Double(min(threads, peopled.count)) / Double(max(1, peopled.count)) }
    let outcomes = Workers.map(peopled.count, threads: threads) { position in
      let number = peopled[position]
      let region = regions[number]
      listener.progress(
        ProgressReport(
          stage: Text("drawing grids", zh: "划分网格"), done: position, total: peopled.count, unit: "communities"))
      return attempt { () throws(Fault) in
        var task = CommunityTask(
          code: region.code, name: region.name, ground: pieces.ground(of: region.geometry, number: number, metric))
        task.specials = pieces.specials(in: region.geometry)
        task.present = (today[number] ?? []).compactMap { grid in
          var grid = grid
          grid.isLocked = locked.contains(grid.code)
          return grid.isLocked || job.fromEdition != nil ? grid : nil
        }
        task.usedCodes = Set(used[region.code] ?? [])
        let end = share.map { clock.now + .seconds($0) }
        let drawn = try task.drawn(job.targets, continuing: { end.map { clock.now < $0 } ?? true })
        let buildings = task.ground.buildings
        let succession = try GridSuccession(
          from: before[number] ?? [], to: drawn.grids, buildings: buildings, level: .grid)
        let moves =
          job.fromEdition == nil
          ? GridChange()
          : try GridSuccession(from: today[number] ?? [], to: drawn.grids, buildings: buildings, level: .grid).change
        return (drawn, succession, moves)
      }
    }
    var total = GridChange()
    let measure = try FaceMeasure(system)
    for outcome in outcomes {
      let (result, succession, moves) = try outcome.get()
      var drawn = result
      for reason in drawn.reasons.indices {
        drawn.reasons[reason].place = measure.base(drawn.reasons[reason].place) ?? drawn.reasons[reason].place
      }
      communities.append(drawn)
      successions.append(succession)
      total.grids += moves.grids
      total.households += moves.households
      total.officers += moves.officers
    }
    change = job.fromEdition == nil ? nil : total
    if !untouched.isEmpty {
      listener.notice(
        Notice(
          .note, code: "communities-untouched",
          Text(
            "\(untouched.count) areas of level \(job.within) hold no household of the buildings file and stay as they are",
            zh: "\(untouched.count) 个 \(job.within) 级区域内没有建筑文件中的住户，保持不变")))
    }
    let ends = communities.flatMap(\.looseEnds)
    if let first = ends.first {
      listener.notice(
        Notice(
          .note, code: "streets-ending",
          Text(
            "\(ends.count) streets end without meeting another within \(JSONValue.numberText(job.targets.joining)) m and divide nothing, e.g. at \(PartitionReasons.text(first))",
            zh:
              "\(ends.count) 条道路在 \(JSONValue.numberText(job.targets.joining)) 米内未与其他道路相接，不起分割作用，例如 \(PartitionReasons.text(first))"
          )))
    }
  }

  private static func report(
    _ homes: [Int?], _ ground: CityGround, _ job: PartitionJob, _ listener: Listener
  ) throws(Fault) {
    let outside = homes.count { $0 == nil }
    let inside = homes.indices.reduce(0) { $0 + (homes[$1] == nil ? 0 : ground.buildings[$1].households) }
    guard inside > 0 else {
      throw Fault(
        .data, code: "no-households",
        Text("no household of this file lies in an area of level \(job.within)", zh: "此文件中没有住户位于 \(job.within) 级区域内"),
        at: Place(job.buildings),
        hint: Text(
          "see with `onegrid inspect` where it lies and what its fields hold", zh: "可用 onegrid inspect 查看其位置和字段"))
    }
    if outside > 0 {
      listener.notice(
        Notice(
          .warning, code: "buildings-outside",
          Text("\(outside) buildings lie outside and are not counted", zh: "\(outside) 栋建筑在范围之外，不计入"),
          at: Place(job.buildings)))
    }
  }

  /// The grids of an edition by the community that they belong to: by its code, else by their place.
  private static func grids(
    of edition: Edition, in city: CityDatabase, among regions: [AreaRecord]
  ) throws(Fault) -> [Int: [PresentGrid]] {
    var result: [Int: [PresentGrid]] = [:]
    let membership = GridMembership(regions)
    try city.forEachArea(in: edition, level: .grid) { record in
      guard let region = membership.region(of: record) else { return }
      result[region, default: []].append(
        PresentGrid(code: record.code, name: record.name, geometry: record.geometry, attributes: record.attributes))
    }
    return result
  }

  private static func requireLocks(_ job: PartitionJob, _ today: [Int: [PresentGrid]]) throws(Fault) {
    let known = Set(today.values.lazy.flatMap(\.self).map(\.code))
    for code in job.locked where !known.contains(code) {
      throw Fault(
        .usage, code: "unknown-grid", Text("there is no grid “\(code)” to lock", zh: "没有可锁定的网格“\(code)”"),
        hint: Text("see `onegrid area list --level grid`", zh: "可用 onegrid area list --level grid 查看"))
    }
  }
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
