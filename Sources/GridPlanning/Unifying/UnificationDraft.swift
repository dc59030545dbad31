import AreaIndex
package import CityStore
package import CivilTime
package import Diagnostics
import GEOSOperations
import JSONWriting
import Projections
import SpatialPrimitives
import SystemFiles

extension Unification {
  /// Writes the grids into the draft of `unified`, all in one transaction: they take the place of its level of grids, and
  /// the lineage says what became of those in force. Where `unified` has no communities it gets the levels of the scheme
  /// that has them.
  ///
  /// - Parameters:
  ///   - command: how the draft was asked for, for its list of sources.
  ///   - program: this program and its version.
  /// - Returns: the draft.
  package func writeDraft(
    of subject: UnificationSubject, to city: CityDatabase, command: String, program: String, now: Instant = .now(),
    listener: Listener = .silent
  ) throws(Fault) -> Edition {
    try city.transaction { () throws(Fault) in
      let source = try UnificationSubject.communitySource(subject.schemes.map(\.name), in: city)
      let draft = try city.openDraft(of: Edition.unifiedScheme, leavingOut: .grid, now: now)
      let communities = try self.communities(of: draft, from: source, in: city)
      let writer = try AreaWriter(city, draft: draft, level: .grid, mode: .replace)
      for (number, grid) in grids.enumerated() {
        let community = subject.communities[grid.community].code
        _ = try writer.write(
          NewArea(
            code: grid.code, name: grid.name, parentID: communities[community], parentCode: community,
            households: householdSource == .none ? nil : (grid.households * 1000).rounded() / 1000,
            attributes: JSONValue.object([
              .init(key: "elements", value: JSONValue(grid.elements.count)),
              .init(key: "area_m2", value: .number(Rounding.measure(grid.squareMetres))),
            ]).text, geometry: grid.geometry))
        if number.isMultiple(of: 256) {
          listener.progress(
            ProgressReport(stage: Text("writing areas", zh: "写入区域"), done: number, total: grids.count, unit: "areas"))
        }
      }
      try city.relinkAreas(below: .grid, in: draft, writer)
      try city.record(
        EditionSource(
          level: .grid, mode: "unify", file: command, sha256: "", layer: nil, crs: nil, encoding: nil,
          rows: subject.schemes.reduce(0) { $0 + $1.grids.count }, importedAt: now,
          user: Environment.value("USER") ?? Environment.value("LOGNAME"), program: program,
          libraries: "GEOS \(GEOSContext.version), PROJ \(ProjectionLibrary.version)"), in: draft)
      try city.forgetLineage(of: draft, level: .grid)
      if draft.basedOn != nil { try city.writeLineage(lineageEdges(subject), of: draft) }
      return draft
    }
  }

  /// The ids of the communities in the draft by code; the draft gets the levels above the grids where it has none.
  private func communities(
    of draft: Edition, from source: Edition, in city: CityDatabase
  ) throws(Fault) -> [String: Int64] {
    var ids: [String: Int64] = [:]
    if source.id == draft.id || source.scheme == Edition.unifiedScheme {
      try city.forEachArea(in: draft, level: .community) { (area) throws(Fault) in ids[area.code] = area.id }
      return ids
    }
    var copied: [Int64: Int64] = [:]
    for level in Level.allCases where level < .grid {
      let writer = try AreaWriter(city, draft: draft, level: level, mode: .replace)
      var records: [AreaRecord] = []
      try city.forEachArea(in: source, level: level) { (area) throws(Fault) in records.append(area) }
      for area in records {
        let outcome = try writer.write(
          NewArea(
            code: area.code, name: area.name, parentID: area.parentID.flatMap { copied[$0] },
            parentCode: area.parentCode,
            households: area.households, attributes: area.attributes, geometry: area.geometry))
        copied[area.id] = outcome.id
        if level == .community { ids[area.code] = outcome.id }
      }
    }
    return ids
  }

  /// What became of today's grids. Where they are among the schemes the crosswalk knows their households and cases too.
  private func lineageEdges(_ subject: UnificationSubject) -> [LineageEdge] {
    let reached = Set(lineage.compactMap(\.grid))
    let founded = grids.indices.filter { !reached.contains($0) }.map { grid in
      LineageEdge(level: .grid, from: nil, to: grids[grid].code, areaShare: 0)
    }
    struct Key: Hashable {
      var from: String
      var grid: Int?
    }
    var counted: [Key: (households: Double, cases: Double)] = [:]
    if let scheme = subject.schemes.firstIndex(where: { $0.name == Edition.unifiedScheme }) {
      for row in crosswalk where row.scheme == scheme {
        guard let old = row.oldGrid else { continue }
        let key = Key(from: subject.schemes[scheme].grids[old].code, grid: row.newGrid)
        let held = counted[key] ?? (0, 0)
        counted[key] = (held.households + row.shares.households, held.cases + row.shares.cases)
      }
    }
    return founded
      + lineage.map { descent in
        let counts = counted[Key(from: descent.from, grid: descent.grid)]
        return LineageEdge(
          level: .grid, from: descent.from, to: descent.grid.map { grids[$0].code }, areaShare: min(descent.share, 1),
          householdShare: householdSource == .none ? nil : counts.map { min($0.households, 1) },
          caseShare: cases > 0 ? counts.map { min($0.cases, 1) } : nil)
      }
  }
}

extension UnificationSubject {
  /// The unified grids in force, whose codes go on where a new grid carries one of them on.
  package static func today(in city: CityDatabase) throws(Fault) -> [Grid] {
    let draft = try city.draft(of: Edition.unifiedScheme)
    let base: Edition?
    if let draft {
      base = try draft.basedOn.map { id throws(Fault) in try city.edition(id) }
    } else {
      base = try city.activeEdition(of: Edition.unifiedScheme)
    }
    guard let base else { return [] }
    var grids: [Grid] = []
    var numbers: [String: Int] = [:]
    try city.forEachArea(in: base, level: .grid) { (area) throws(Fault) in
      guard !area.code.isEmpty else { return }
      if let number = numbers[area.code] {
        grids[number].shapes.append(area.geometry)
      } else {
        numbers[area.code] = grids.count
        grids.append(Grid(code: area.code, households: area.households, shapes: [area.geometry]))
      }
    }
    return grids
  }
}
