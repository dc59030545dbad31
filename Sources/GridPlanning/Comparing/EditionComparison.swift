public import AreaIndex
public import CityStore
package import Diagnostics
package import Projections
public import SpatialPrimitives
import SystemFiles

/// What is different in one of two editions, and what the areas of the one became in the other.
///
/// Areas are the same by their code, then by their shape, then by the ground that they share. The ground is laid over by the
/// topology that `check` uses: areas of which nothing changed are not looked at, and of the others only the edges that
/// are not the same in both editions.
public struct EditionComparison: Sendable {
  /// By level from the top, then by kind, then by code.
  public private(set) var changes: [EditionChange] = []
  /// What the areas that ended, lost ground or bear another code became, and which were founded: shares by the ground.
  public private(set) var lineage: [LineageEdge] = []
  /// Areas whose code is there no more, and whose ground mostly went to nobody.
  private(set) var vanished: [AreaKey] = []
  /// Areas whose code is there, for other ground.
  private(set) var relocated: [AreaKey] = []
  /// How many officers have ground that changes hands; `nil` where that was not counted.
  public private(set) var officers: Int?
  /// How far a border may move, in metres, that is only drawn anew.
  public let tolerance: Double
  /// Around all ground that changes hands, in the coordinate system of the areas.
  public private(set) var extent = Box.empty
  /// The areas of both editions at each level, by the ordinals of the passages.
  private var areas: [Level: (before: [ComparedArea], after: [ComparedArea])] = [:]

  /// Compares two editions.
  ///
  /// - Parameters:
  ///   - system: the coordinate system of both.
  ///   - tolerance: in metres.
  ///   - threads: how many may work; each takes a level.
  /// - Complexity: a comparison of coordinates for every area, and O(k log k) for the k edges of those that changed.
  package init(
    of before: [ComparedArea], with after: [ComparedArea], in system: CoordinateSystem, tolerance: Double = 1,
    threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) {
    self.tolerance = tolerance
    // A parent that is there no more, or only now, is told of itself.
    let (oldCodes, newCodes) = (Set(before.map(\.code)), Set(after.map(\.code)))
    let passing = oldCodes.symmetricDifference(newCodes)
    let old = Dictionary(grouping: before, by: \.level)
    let new = Dictionary(grouping: after, by: \.level)
    let levels = Level.allCases.filter { old[$0] != nil || new[$0] != nil }
    let outcomes = Workers.map(levels.count, threads: threads) { number in
      let level = levels[number]
      listener.progress(
        ProgressReport(
          stage: Text("comparing areas", zh: "比较区域"), done: number, total: levels.count, unit: "levels"))
      return Outcome(level, old[level] ?? [], new[level] ?? [], passing, system, tolerance)
    }
    for (level, outcome) in zip(levels, outcomes) {
      let found = try outcome.result.get()
      changes += found.changes
      lineage += found.lineage
      vanished += found.vanished
      relocated += found.relocated
      extent.formUnion(found.extent)
      areas[level] = (old[level] ?? [], new[level] ?? [])
    }
  }

  /// Counts the cases on ground that changes hands: those that are open for the changes, all of them for the lineage.
  public mutating func count(_ cases: CaseTally) {
    for index in changes.indices {
      guard let areas = areas[changes[index].level] else { continue }
      let level = changes[index].level
      changes[index].openCases = changes[index].passages.reduce(0) { sum, passage in
        sum + cases.open(level, passage.from.map { areas.before[$0].id }, passage.to.map { areas.after[$0].id })
      }
    }
    lineage = cases.shares(of: lineage)
  }

  /// Counts the officers whose areas change hands.
  ///
  /// - Parameter officers: who has a duty in an area of the edition before.
  mutating func count(_ officers: (Level, String) -> Set<String>) {
    var all: Set<String> = []
    for index in changes.indices {
      let change = changes[index]
      let found = change.losers.reduce(into: Set<String>()) { $0.formUnion(officers(change.level, $1)) }
      changes[index].officers = found.count
      all.formUnion(found)
    }
    self.officers = all.count
  }

  /// Leaves only what is told of one level.
  public mutating func keep(_ level: Level) {
    changes.removeAll { $0.level != level }
    lineage.removeAll { $0.level != level }
    vanished.removeAll { $0.level != level }
    relocated.removeAll { $0.level != level }
  }

  /// How many there are of each kind that occurs.
  public var counts: [(kind: EditionChange.Kind, count: Int)] {
    EditionChange.Kind.allCases.map { kind in (kind, changes.count { $0.kind == kind }) }.filter { $0.1 > 0 }
  }
}

/// What one level gives.
private struct Outcome: Sendable {
  struct Found: Sendable {
    var changes: [EditionChange]
    var lineage: [LineageEdge]
    var vanished: [AreaKey]
    var relocated: [AreaKey]
    var extent: Box
  }

  let result: Result<Found, Fault>

  init(
    _ level: Level, _ before: [ComparedArea], _ after: [ComparedArea], _ passing: Set<String>,
    _ system: CoordinateSystem, _ tolerance: Double
  ) {
    do throws(Fault) {
      let measure = try FaceMeasure(system)
      let comparison = try LevelComparison(level, before, after, tolerance: tolerance, measure)
      let changes = (comparison.changes() + comparison.relinked(besides: passing)).sorted(by: Outcome.precedes)
      var extent = Box.empty
      for passage in changes.flatMap(\.passages) {
        if let old = passage.from { extent.formUnion(before[old].geometry.box) }
        if let new = passage.to { extent.formUnion(after[new].geometry.box) }
      }
      result = .success(
        Found(
          changes: changes, lineage: comparison.lineage(), vanished: comparison.vanished(),
          relocated: comparison.relocated(), extent: extent))
    } catch {
      result = .failure(error)
    }
  }

  private static func precedes(_ a: EditionChange, _ b: EditionChange) -> Bool {
    func rank(_ change: EditionChange) -> Int { EditionChange.Kind.allCases.firstIndex(of: change.kind) ?? 0 }
    if a.kind != b.kind { return rank(a) < rank(b) }
    let (first, second) = ((a.from + a.to).map(\.code), (b.from + b.to).map(\.code))
    if first != second { return first.lexicographicallyPrecedes(second) }
    return (a.place?.x ?? 0, a.place?.y ?? 0) < (b.place?.x ?? 0, b.place?.y ?? 0)
  }
}
