import AreaIndex
public import CityStore
import CivilTime
public import Diagnostics
import GEOSOperations
import JSONWriting
import Projections
import SystemFiles

extension CityDrawing {
  /// Writes the grids into the scheme's draft, in one transaction: those of each area that was drawn in place of the
  /// ones that it had, with the lineage from the areas in force. Unit grids of grids that are no more go with them.
  @discardableResult
  public func writeDraft(in city: CityDatabase, listener: Listener = .silent) throws(Fault) -> Edition {
    try city.transaction { () throws(Fault) in
      let draft = try city.openDraft(of: scheme)
      var regions: [AreaRecord] = []
      var own: [String: Int64] = [:]
      for (level, edition) in try city.editionsByLevel(of: draft) where level == job.within {
        try city.forEachArea(in: edition, level: level) { record in
          regions.append(record)
          if edition.id == draft.id { own[record.code] = record.id }
        }
      }
      let drawn = Set(communities.map(\.code))
      let membership = GridMembership(regions)
      func isDrawn(_ record: AreaRecord) -> Bool {
        membership.region(of: record).map { drawn.contains(regions[$0].code) } ?? false
      }
      var gone: [Int64] = []
      // Of each area whether it loses its ground; of those drawn anew what is locked keeps it.
      var isLeaving: [Int64: Bool] = [:]
      let locked = Set(job.locked)
      try city.forEachArea(in: draft, level: job.level) { record in
        let isDrawn = isDrawn(record)
        if isDrawn { gone.append(record.id) }
        isLeaving[record.id] = isDrawn && !locked.contains(record.code)
      }
      var units: [AreaRecord] = []
      if job.level < .unit {
        try city.forEachArea(in: draft, level: .unit) { unit in
          if unit.parentID.flatMap({ isLeaving[$0] }) ?? isDrawn(unit) { units.append(unit) }
        }
      }
      let writer = try AreaWriter(city, draft: draft, level: job.level, mode: .add)
      for id in gone { try writer.remove(id) }
      if !units.isEmpty {
        let unitWriter = try AreaWriter(city, draft: draft, level: .unit, mode: .add)
        for unit in units { try unitWriter.remove(unit.id) }
      }
      for community in communities {
        for grid in community.grids {
          _ = try writer.write(
            NewArea(
              code: grid.code, name: grid.name, parentID: own[community.code], parentCode: community.code,
              households: grid.households, attributes: grid.fullAttributes(job.level), geometry: grid.geometry))
        }
      }
      _ = try city.relinkAreas(below: job.level, in: draft, writer)
      try writeLineage(of: draft, in: city)
      try abolish(units, in: draft, city, listener)
      try recordSources(of: draft, in: city)
      return draft
    }
  }

  private func writeLineage(of draft: Edition, in city: CityDatabase) throws(Fault) {
    let edges = successions.flatMap(\.edges).filter { $0.from != $0.to || $0.areaShare < 1 }
    let redrawn = Set(successions.flatMap { $0.households.keys })
    let kept = try city.lineage(of: draft).filter { edge in
      edge.level == job.level && !(edge.from.map(redrawn.contains) ?? false)
    }
    try city.forgetLineage(of: draft, level: job.level)
    try city.writeLineage(kept + edges, of: draft)
  }

  /// Says that unit grids went with their grids.
  private func abolish(
    _ units: [AreaRecord], in draft: Edition, _ city: CityDatabase, _ listener: Listener
  ) throws(Fault) {
    guard !units.isEmpty else { return }
    listener.notice(
      Notice(
        .warning, code: "units-gone",
        Text(
          "\(Text.counted(units.count, "unit grid")) lay in grids that were drawn anew, and nothing of that is left in the draft; draw them again with --level unit",
          zh: "\(units.count) 个单元网格所在的网格已重新划分，已从草稿中移除；请用 --level unit 重新划分")))
    guard let base = draft.basedOn else { return }
    var known: Set<String> = []
    try city.forEachArea(in: try city.edition(base), level: .unit) { known.insert($0.code) }
    try city.writeLineage(
      units.filter { known.contains($0.code) }.map {
        LineageEdge(level: .unit, from: $0.code, to: nil, areaShare: 1)
      }, of: draft)
  }

  private func recordSources(of draft: Edition, in city: CityDatabase) throws(Fault) {
    for name in job.files {
      let (file, layer) = MapLayer.parts(of: name)
      try city.record(
        EditionSource(
          level: job.level, mode: job.command, file: file, sha256: try FileFacts.sha256(of: file), layer: layer,
          crs: nil,
          encoding: nil, rows: communities.reduce(0) { $0 + $1.grids.count }, importedAt: .now(),
          user: Environment.value("USER") ?? Environment.value("LOGNAME"), program: job.program,
          libraries: "GEOS \(GEOSContext.version), PROJ \(ProjectionLibrary.version)"),
        in: draft)
    }
  }
}

extension DrawnGrid {
  /// The attributes of the grid that it carries on, with its kind and, above unit grids, its officers.
  fileprivate func fullAttributes(_ level: Level) -> String {
    let own =
      level == .unit
      ? "\"grid_kind\":\(JSONValue.quoted(kind.rawValue))"
      : "\"grid_kind\":\(JSONValue.quoted(kind.rawValue)),\"officers\":\(officers)"
    guard carriesOn != nil, attributes.hasPrefix("{"), !attributes.contains("\"grid_kind\"") else {
      return carriesOn == nil ? "{\(own)}" : attributes
    }
    return attributes == "{}" ? "{\(own)}" : "{\(own),\(attributes.dropFirst())"
  }
}
