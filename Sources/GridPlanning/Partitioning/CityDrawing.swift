import AreaIndex
public import CityStore
import CoverageTopology
public import Diagnostics
import JSONWriting
import Projections
import SpatialPrimitives
import SystemFiles

/// The grids of all communities of a city, or the unit grids of all its grids.
public struct CityDrawing: Sendable {
  public let job: PartitionJob
  public let scheme: String
  /// In the order of the database.
  public private(set) var communities: [DrawnCommunity] = []
  /// Communities that hold no household (for unit grids: grids that hold no building) of the buildings file: what is in
  /// them stays as it is.
  public private(set) var untouched: [String] = []
  /// Communities whose numbers do not suffice for what was drawn: what is in them stays as it is.
  public private(set) var unnumbered: [PartitionReason] = []
  /// Compared with the edition that was started from; `nil` without one.
  public private(set) var change: GridChange?
  /// Metres to a unit of the coordinates, in the middle of the city.
  private let metric: LocalMetric
  private let system: CoordinateSystem
  private let places: PlaceTelling
  /// To what the areas in force became, for the lineage.
  private(set) var successions: [GridSuccession] = []

  /// Reads the layers and draws the grids of every community; nothing is written.
  ///
  /// The answer is the same whatever the number of threads.
  ///
  /// - Throws: what makes a file unusable; `no-households`, `no-buildings` (65); `unknown-grid` (64) for a lock on no grid;
  ///   `wrong-level` (64) where grids are to be drawn in areas below them.
  public init(_ job: PartitionJob, in city: CityDatabase, listener: Listener = .silent) throws(Fault) {
    guard job.within < job.level else {
      throw Fault(
        .usage, code: "wrong-level",
        Text(
          "areas of level \(job.level) are not drawn inside those of level \(job.within)",
          zh: "\(job.level) 级区域不能在 \(job.within) 级区域内划分"),
        hint: Text("give --within a level above --level", zh: "--within 应为 --level 之上的层级"))
    }
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
    places = PlaceTelling(system)
    metric =
      system.kind == .geographic
      ? .geographic(latitude: center.y) : .planar(metresPerUnit: system.metresPerUnit)

    let ground = try CityGround(job, in: city, metric, listener: listener)
    let homes = try ground.homes(in: regions.map(\.geometry))
    try CityDrawing.report(homes, ground, job, told: places.told, listener)
    let today = try CityDrawing.grids(
      of: job.fromEdition.map { id throws(Fault) in try city.edition(id) } ?? state, job.level, in: city, among: regions
    )
    try CityDrawing.requireLocks(job, today)
    let base: Edition? =
      if let id = state.state == .draft ? state.basedOn : state.id { try city.edition(id) } else { nil }
    let before =
      if let base { try CityDrawing.grids(of: base, job.level, in: city, among: regions) } else {
        [Int: [PresentGrid]]()
      }
    let used = try city.codesEverUsed(in: scheme, at: job.level)
    try draw(
      regions, try CityDrawing.numberingHomes(regions, job, state, city), ground, homes, today: today, before: before,
      used: used, listener)
  }

  /// One region drawn, and what its succession is told from.
  private struct Outcome: Sendable {
    var region: Int
    var drawn: DrawnCommunity
    var buildings: [BlockGround.Building]
  }

  private mutating func draw(
    _ regions: [AreaRecord], _ numberingHomes: [NumberingHome], _ ground: CityGround, _ homes: [Int?],
    today: [Int: [PresentGrid]], before: [Int: [PresentGrid]], used: Set<String>, _ listener: Listener
  ) throws(Fault) {
    var counts = [Double](repeating: 0, count: regions.count)
    for (building, home) in homes.enumerated() {
      if let home { counts[home] += ground.countable(building, job.targets.measure) }
    }
    let peopled = regions.indices.filter { counts[$0] > 0 }
    untouched = regions.indices.filter { counts[$0] == 0 }.map { regions[$0].code }
    let pieces = GroundPieces(ground, homes, isGeographic: system.kind == .geographic)
    let (job, metric, threads, places) = (job, metric, job.threads, places)
    let locked = Set(job.locked)
    let clock = ContinuousClock()
    let share = job.seconds.map { $0 * Double(min(threads, peopled.count)) / Double(max(1, peopled.count)) }
    let outcomes = Workers.map(peopled.count, threads: threads) { position in
      let number = peopled[position]
      let region = regions[number]
      listener.progress(
        ProgressReport(
          stage: Text("drawing grids", zh: "划分网格"), done: position, total: peopled.count, unit: "areas"))
      return attempt { () throws(Fault) in
        var task = CommunityTask(
          code: region.code, name: region.name, ground: pieces.ground(of: region.geometry, number: number, metric))
        task.specials = pieces.specials(in: region.geometry)
        task.told = places.told
        task.present = (today[number] ?? []).compactMap { grid in
          var grid = grid
          grid.isLocked = locked.contains(grid.code)
          return grid.isLocked || job.fromEdition != nil ? grid : nil
        }
        let end = share.map { clock.now + .seconds($0) }
        let drawn = try task.drawn(job.targets, continuing: { end.map { clock.now < $0 } ?? true })
        let hasPast = before[number] != nil || today[number] != nil
        return Outcome(region: number, drawn: drawn, buildings: hasPast ? task.ground.buildings : [])
      }
    }
    var numbers: [Int] = []
    var buildings: [[BlockGround.Building]] = []
    for result in outcomes {
      let outcome = try result.get()
      communities.append(outcome.drawn)
      numbers.append(outcome.region)
      buildings.append(outcome.buildings)
    }
    let carried = communities.lazy.flatMap(\.grids).compactMap(\.carriesOn)
    var numbering = GridNumbering(used: used.union(carried))
    let failed = try numbering.number(&communities, homes: numbers.map { numberingHomes[$0] }, level: job.level)
    unnumbered = failed.map { home, positions, wanted in
      let box = positions.reduce(into: Box.empty) { $0.formUnion(regions[numbers[$1]].geometry.box) }
      return PartitionReasons.numbersUsedUp(
        community: home.code, place: places.told(box.center), wanted: wanted, left: numbering.numbersLeft(in: home.code)
      )
    }
    let gone = Set(failed.flatMap(\.positions))
    communities = communities.indices.filter { !gone.contains($0) }.map { communities[$0] }
    buildings = buildings.indices.filter { !gone.contains($0) }.map { buildings[$0] }
    numbers = numbers.indices.filter { !gone.contains($0) }.map { numbers[$0] }
    try follow(numbers, buildings, today: today, before: before)
    tell(listener)
  }

  /// What the grids in force became, and what changes for today's.
  private mutating func follow(
    _ numbers: [Int], _ buildings: [[BlockGround.Building]], today: [Int: [PresentGrid]],
    before: [Int: [PresentGrid]]
  ) throws(Fault) {
    let (drawn, level, isFrom) = (communities, job.level, job.fromEdition != nil)
    let results = Workers.map(drawn.count, threads: job.threads) { position in
      attempt { () throws(Fault) in
        func succession(from old: [PresentGrid]?) throws(Fault) -> GridSuccession {
          try GridSuccession(from: old ?? [], to: drawn[position].grids, buildings: buildings[position], level: level)
        }
        let number = numbers[position]
        return (
          try succession(from: before[number]), isFrom ? try succession(from: today[number]).change : GridChange()
        )
      }
    }
    var total = GridChange()
    for result in results {
      let (succession, moves) = try result.get()
      successions.append(succession)
      total.grids += moves.grids
      total.households += moves.households
      total.officers += moves.officers
    }
    change = isFrom ? total : nil
  }

  private func tell(_ listener: Listener) {
    if !untouched.isEmpty {
      let what =
        job.targets.measure == .households
        ? Text("household", zh: "住户") : Text("building", zh: "建筑")
      listener.notice(
        Notice(
          .note, code: "communities-untouched",
          Text(
            "\(Text.counted(untouched.count, "area")) of level \(job.within) \(untouched.count == 1 ? "holds" : "hold") no \(what.english) of the buildings file: nothing is changed there",
            zh: "\(untouched.count) 个 \(job.within) 级区域内没有建筑文件中的\(what.chinese)，保持不变")))
    }
    let ends = communities.flatMap(\.looseEnds)
    if let first = ends.first.map({ PartitionReasons.text(places.told($0)) }) {
      listener.notice(
        Notice(
          .note, code: "streets-ending",
          Text(
            "\(Text.counted(ends.count, "street ends", "streets end")) without meeting another within \(JSONValue.numberText(job.targets.joining)) m, dividing nothing, e.g. at \(first)",
            zh:
              "\(ends.count) 条道路在 \(JSONValue.numberText(job.targets.joining)) 米内未与其他道路相接，不起分割作用，例如 \(first)"
          )))
    }
  }
}
