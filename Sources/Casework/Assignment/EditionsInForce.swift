import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import SpatialPrimitives

/// The areas that events are assigned to: those of one edition, or those in force at each event's own time.
struct EditionsInForce: Sendable {
  /// Each state of the areas once, however often it was in force.
  private(set) var catalogs: [AreaCatalog] = []
  /// From when on which catalog holds, ascending; `nil` where none does.
  private var periods: [(from: Int64, catalog: Int?)] = []

  /// Areas that are in force always.
  init(_ catalog: AreaCatalog) {
    catalogs = [catalog]
    periods = [(.min, 0)]
  }

  /// The areas of one edition for all events.
  init(
    _ selector: EditionSelector, in city: CityDatabase, forFew: Bool, threads: Int, listener: Listener
  ) throws(Fault) {
    let edition = try city.edition(selector, listener: listener)
    self.init(
      try city.catalog(of: edition, at: selector.moment, forFew: forFew, threads: threads, listener: listener))
  }

  /// The areas of every edition of a scheme, each for its own time.
  ///
  /// - Parameter knownAt: the times are those that were known then; `nil` for what is known now.
  init(
    allOf scheme: String, knownAt: Instant?, in city: CityDatabase, threads: Int, listener: Listener
  ) throws(Fault) {
    var numbers: [[Int64]: Int] = [:]
    for start in try EditionsInForce.changes(of: [scheme, Edition.unifiedScheme], knownAt, in: city) {
      let moment = Moment(asOf: Instant(milliseconds: start), knownAt: knownAt)
      guard let edition = try city.edition(of: scheme, at: moment) else {
        periods.append((start, nil))
        continue
      }
      // A department's levels are completed by those of the one grid at that time.
      let upper = try city.edition(of: Edition.unifiedScheme, at: moment)
      let key = [edition.id, upper?.id ?? -1]
      if numbers[key] == nil {
        numbers[key] = catalogs.count
        catalogs.append(try city.catalog(of: edition, at: moment, threads: threads, listener: listener))
      }
      periods.append((start, numbers[key]))
    }
    guard !catalogs.isEmpty else {
      // Says what there is.
      _ = try city.edition(EditionSelector(scheme: scheme, knownAt: knownAt))
      return
    }
  }

  /// The beginning of time, and every instant at which an edition of one of the schemes came into or went out of force.
  private static func changes(
    of schemes: [String], _ knownAt: Instant?, in city: CityDatabase
  ) throws(Fault) -> [Int64] {
    var changes: Set<Int64> = [.min]
    for scheme in Set(schemes) {
      for period in try city.periods(of: scheme, knownAt: knownAt) {
        changes.formUnion([period.validFrom, period.validTo].compactMap { $0?.milliseconds })
      }
    }
    return changes.sorted()
  }

  /// The catalog in force at `instant`, `nil` where none was.
  func catalog(at instant: Instant) -> Int? {
    var low = 0
    var high = periods.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if periods[middle].from <= instant.milliseconds { low = middle } else { high = middle }
    }
    return periods[low].catalog
  }

  /// The area that was found at a level, `nil` for none.
  func area(of finding: Finding, at level: Level) -> AreaCatalog.Entry? {
    let ordinal = finding.area(at: level)
    return finding.catalog < 0 || ordinal < 0 ? nil : catalogs[Int(finding.catalog)].areas[Int(ordinal)]
  }

  /// Every level that any of them has, from the top.
  var levels: [Level] { Level.allCases.filter { level in catalogs.contains { $0.levels.contains(level) } } }

  /// Around all areas.
  var extent: Box {
    var box = Box.empty
    for catalog in catalogs { box.formUnion(catalog.index.extent) }
    return box
  }
}
