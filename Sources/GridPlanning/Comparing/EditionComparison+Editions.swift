import AreaIndex
public import CityStore
public import CivilTime
public import Diagnostics
import SpatialPrimitives

extension EditionComparison {
  /// Compares two editions of a database at all their levels.
  ///
  /// - Parameters:
  ///   - base: the edition before.
  ///   - tolerance: how far a border may move, in metres, that is only drawn anew.
  public init(
    of base: Edition, with edition: Edition, in city: CityDatabase, tolerance: Double = 1, threads: Int = 1,
    listener: Listener = .silent
  ) throws(Fault) {
    try self.init(
      of: ComparedArea.all(in: base, of: city, listener), with: ComparedArea.all(in: edition, of: city, listener),
      in: city.coordinateSystem, tolerance: tolerance, threads: threads, listener: listener)
  }

  /// Counts the stored cases on ground that changes hands. Indexes of both editions are made where they are not there.
  public mutating func countCases(
    of base: Edition, with edition: Edition, in city: CityDatabase, threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) {
    var tally = CaseTally()
    defer { count(tally) }
    // No place lies in an edition without areas.
    guard !extent.isEmpty, try !city.levels(in: base).isEmpty, try !city.levels(in: edition).isEmpty else { return }
    // Indexes are built only where there is a case to ask them for.
    var catalogs: (before: AreaCatalog, after: AreaCatalog)?
    try city.forEachCasePlace(in: extent) { (place, status) throws(Fault) in
      let asked =
        if let catalogs { catalogs } else {
          (
            before: try city.catalog(of: base, threads: threads, listener: listener),
            after: try city.catalog(of: edition, threads: threads, listener: listener)
          )
        }
      catalogs = asked
      tally.add(place, isOpen: !CaseStatus.isClosed(status), before: asked.before, after: asked.after)
    }
  }
}

extension EditionComparison {
  /// Counts the officers on duty at a time whose ground goes to others, or whose area bears another code. Where no duties
  /// are known, nothing is counted.
  public mutating func countOfficers(of base: Edition, in city: CityDatabase, at time: Instant = .now()) throws(Fault) {
    guard try !city.duties().isEmpty else { return }
    var byLevel: [Level: [String: Set<String>]] = [:]
    for level in Set(changes.map(\.level)) {
      byLevel[level] = try city.officers(at: level, of: base.scheme, on: time)
    }
    count { byLevel[$0]?[$1] ?? [] }
  }
}

extension ComparedArea {
  fileprivate static func all(
    in edition: Edition, of city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> [ComparedArea] {
    var areas: [ComparedArea] = []
    try city.forEachArea(in: edition) { (area) throws(Fault) in
      areas.append(
        ComparedArea(
          id: area.id, level: area.level, code: area.code, name: area.name, parentCode: area.parentCode,
          households: area.households, geometry: area.geometry))
      if areas.count.isMultiple(of: 1024) {
        listener.progress(
          ProgressReport(stage: Text("reading areas", zh: "读取区域"), done: areas.count, total: nil, unit: "areas"))
      }
    }
    return areas
  }
}
