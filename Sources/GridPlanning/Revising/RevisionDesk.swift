import AreaIndex
import CityStore
import CivilTime
import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialPrimitives
import SystemFiles

/// A draft with what is needed to change areas of it. Used within one transaction.
final class RevisionDesk {
  let city: CityDatabase
  let draft: Edition
  let measure: FaceMeasure
  let geos: GEOSContext
  let listener: Listener
  private let word: String
  private let command: String
  private let program: String

  init(
    _ city: CityDatabase, revision: Revision, scheme: String?, command: String, program: String, listener: Listener
  ) throws(Fault) {
    self.city = city
    self.listener = listener
    self.command = command
    self.program = program
    word = revision.word
    let named = AreaReference(revision.firstArea, schemes: try city.schemes()).scheme ?? scheme
    draft = try RevisionDesk.draft(of: named, in: city, listener)
    measure = try FaceMeasure(city.coordinateSystem)
    geos = try GEOSContext()
  }

  /// The open draft, else a new one.
  private static func draft(
    of scheme: String?, in city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> Edition {
    if let draft = try? city.existingDraft(of: scheme) { return draft }
    let active = try city.edition(EditionSelector(scheme: scheme), listener: listener)
    let draft = try city.openDraft(of: active.scheme)
    listener.notice(
      Notice(
        .note, code: "draft-opened",
        Text(
          "draft \(draft.id) of \(draft.scheme) is begun as a copy of edition \(active.id)",
          zh: "已从版本 \(active.id) 复制出 \(draft.scheme) 的草稿 \(draft.id)")))
    return draft
  }

  /// The area of the draft that a text names.
  ///
  /// - Throws: `unknown-area`, `ambiguous-area` (64); `area-not-in-draft` (65) for one of a level that the draft lacks.
  func area(_ text: String) throws(Fault) -> AreaRecord {
    let reference = AreaReference(text, schemes: try city.schemes())
    if let scheme = reference.scheme, scheme != draft.scheme {
      throw Fault(
        .usage, code: "schemes-differ",
        Text("“\(text)” is not of \(draft.scheme)", zh: "“\(text)”不属于 \(draft.scheme)"),
        hint: Text("areas of one scheme are changed together", zh: "一次只能修改同一体系的区域"))
    }
    let plain = reference.level.map { "\($0.name)/\(reference.code)" } ?? reference.code
    let record = try city.area(plain, in: EditionSelector(editionID: draft.id))
    guard record.editionID == draft.id else {
      throw Fault(
        .data, code: "area-not-in-draft",
        Text(
          "\(record.level) \(record.code) is not in draft \(draft.id) of \(draft.scheme)",
          zh: "\(record.level) \(record.code) 不在 \(draft.scheme) 的草稿 \(draft.id) 中"),
        at: Place(city.path), hint: Text("name its scheme with --scheme", zh: "请用 --scheme 指定其体系"))
    }
    guard !record.code.isEmpty, !record.geometry.isEmpty else {
      throw Fault(
        .data, code: "area-not-whole",
        Text("\(record.level) \(record.code) lacks a code or a geometry", zh: "\(record.level) \(record.code) 缺少编码或几何"),
        hint: Text("mend it and import again", zh: "请改正后重新导入"))
    }
    return record
  }

  func writer(_ level: Level) throws(Fault) -> AreaWriter {
    try AreaWriter(city, draft: draft, level: level, mode: .add)
  }

  func squareMetres(_ geometry: MultiPolygon) -> Double {
    geometry.polygons.reduce(0) { $0 + measure.squareMetres(of: $1) }
  }

  func item(_ code: String, _ name: String, _ geometry: MultiPolygon, _ households: Double?) -> RevisionReport.Item {
    RevisionReport.Item(code: code, name: name, squareMetres: squareMetres(geometry), households: households)
  }

  func item(_ area: AreaRecord) -> RevisionReport.Item {
    item(area.code, area.name, area.geometry, area.households)
  }

  // MARK: Neighbours

  /// Puts the vertices that changed areas have come to have into every other area of the draft with an edge there.
  ///
  /// - Returns: how many areas were changed.
  func fitNeighbours(
    of before: [MultiPolygon], after: [MultiPolygon], besides changed: Set<Int64>
  ) throws(Fault) -> Int {
    let known = Set(before.flatMap(\.paths).joined())
    let fresh = Set(after.flatMap(\.paths).joined()).subtracting(known).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard !fresh.isEmpty else { return 0 }
    var count = 0
    for area in try city.areas(in: draft, meeting: Box(around: fresh)) where !changed.contains(area.id) {
      guard let fitted = area.geometry.insertingVertices(fresh) else { continue }
      try writer(area.level).update(area.id, NewArea(area, geometry: fitted))
      count += 1
    }
    return count
  }

  // MARK: Cases, lineage, sources

  /// What part of the cases in `area` lies in each of the parts; `nil` where there are no cases.
  func caseShares(of area: AreaRecord, in parts: [MultiPolygon]) throws(Fault) -> [Double]? {
    var counts = parts.map { _ in 0.0 }
    for place in try city.casePlaces(in: area.geometry.box) {
      if let part = parts.firstIndex(where: { $0.box.contains(place) && $0.location(of: place) != .outside }) {
        counts[part] += 1
      }
    }
    let total = counts.reduce(0, +)
    return total > 0 ? counts.map { $0 / total } : nil
  }

  /// Writes what became of the areas changed.
  ///
  /// - Returns: the edges that lead to them.
  func write(_ steps: LineageSteps) throws(Fault) -> [LineageEdge] {
    let edges = try city.lineage(of: draft).filter { $0.level == steps.level }
    var base: Set<String> = []
    if let id = draft.basedOn {
      for area in try city.codes(in: city.edition(id), at: steps.level) { base.insert(area) }
    }
    let applied = steps.applied(to: edges, base: base)
    try city.forgetLineage(of: draft, level: steps.level)
    try city.writeLineage(applied, of: draft)
    let made = Set(steps.steps.map(\.to))
    return applied.filter { $0.to.map(made.contains) ?? false }
  }

  /// Notes with the draft how it was changed.
  func recordSource(_ level: Level, areas: Int) throws(Fault) {
    try city.record(
      EditionSource(
        level: level, mode: word, file: command, sha256: "", layer: nil, crs: nil, encoding: nil, rows: areas,
        importedAt: .now(), user: Environment.value("USER") ?? Environment.value("LOGNAME"), program: program,
        libraries: "GEOS \(GEOSContext.version)"), in: draft)
  }

  func warn(_ code: String, _ text: Text) { listener.notice(Notice(.warning, code: code, text)) }
}

extension Revision {
  fileprivate var firstArea: String {
    switch self {
    case .split(let area, _, _, _, _), .move(let area, _, _, _), .rename(let area, _), .recode(let area, _, _): area
    case .merge(let areas, _, _, _): areas.first ?? ""
    }
  }
}

extension NewArea {
  /// The area as it is, but for what is given.
  init(
    _ area: AreaRecord, code: String? = nil, name: String? = nil, households: Double?? = nil,
    geometry: MultiPolygon? = nil
  ) {
    self.init(
      code: code ?? area.code, name: name ?? area.name, parentID: area.parentID, parentCode: area.parentCode,
      households: households ?? area.households, attributes: area.attributes, geometry: geometry ?? area.geometry)
  }
}
