import AreaIndex
package import CityStore
package import CivilTime
package import Diagnostics
import Projections
package import SpatialPrimitives
import SystemFiles

/// New shapes for the areas of an edition, and the draft that they go into: the scheme's open one, else one begun as a copy
/// of the edition.
package struct EditionShapes {
  /// By the ordinals of `CheckSubject(edition:in:)`.
  package var geometries: [Int: MultiPolygon]
  /// The command that made them, with its options, as `edition show` tells it.
  package var maker: String
  /// How the levels are said to have come about, e.g. `repair`.
  package var mode: String
  /// This program and its version.
  package var program: String

  package init(_ geometries: [Int: MultiPolygon], maker: String, mode: String, program: String) {
    self.geometries = geometries
    self.maker = maker
    self.mode = mode
    self.program = program
  }

  /// Writes them in one transaction.
  ///
  /// - Parameter edition: that the shapes are of.
  /// - Returns: the draft.
  /// - Throws: `draft-open` (65) where another draft is open than the one that they are of.
  package func write(of edition: Edition, to city: CityDatabase, now: Instant = .now()) throws(Fault) -> Edition {
    try city.transaction { () throws(Fault) in
      let draft = edition.state == .draft ? edition : try begun(as: edition, in: city, now)
      var ids: [(level: Level, id: Int64)] = []
      for (level, source) in try city.editionsByLevel(of: draft) {
        try city.forEachArea(in: source, level: level) { (area) throws(Fault) in ids.append((level, area.id)) }
      }
      let levels = Dictionary(grouping: geometries.keys.sorted()) { ids[$0].level }
      for (level, ordinals) in levels.sorted(by: { $0.key < $1.key }) {
        let writer = try AreaWriter(city, draft: draft, level: level, mode: .add)
        for ordinal in ordinals {
          guard let geometry = geometries[ordinal] else { continue }
          try writer.setGeometry(of: ids[ordinal].id, to: geometry)
        }
        try city.record(
          EditionSource(
            level: level, mode: mode, file: maker, sha256: "", layer: nil, crs: city.coordinateSystem.identifier,
            encoding: nil, rows: ordinals.count, importedAt: now,
            user: Environment.value("USER") ?? Environment.value("LOGNAME"), program: program, libraries: ""),
          in: draft)
      }
      return draft
    }
  }

  private func begun(as edition: Edition, in city: CityDatabase, _ now: Instant) throws(Fault) -> Edition {
    if let open = try city.draft(of: edition.scheme) {
      throw Fault(
        .data, code: "draft-open",
        Text("\(edition.scheme) has an open draft, edition \(open.id)", zh: "\(edition.scheme) 已有草稿，版本 \(open.id)"),
        at: Place(city.path), hint: Text("activate or discard it first", zh: "请先启用或丢弃该草稿"))
    }
    guard edition.state == .active else {
      throw Fault(
        .data, code: "not-active",
        Text("edition \(edition.id) is not active", zh: "版本 \(edition.id) 未启用"), at: Place(city.path),
        hint: Text("a draft begins as a copy of the active edition", zh: "草稿总是从启用的版本开始"))
    }
    return try city.openDraft(of: edition.scheme, note: maker, now: now)
  }
}

extension CityDatabase {
  /// What a maker of drafts works on: the scheme's open draft, else its active edition.
  package func editionToChange(scheme: String?, listener: Listener) throws(Fault) -> Edition {
    if let open = try? existingDraft(of: scheme) { return open }
    return try edition(EditionSelector(scheme: scheme), listener: listener)
  }
}
