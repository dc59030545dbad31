import AreaIndex
import CivilTime
import Diagnostics
import GEOSOperations
import Projections
import SpatialDatabase
import SystemFiles

/// Brings the areas that were read into a scheme's draft, within the caller's transaction.
struct BoundaryLoading {
  private var files: [BoundaryFile]
  private let request: ImportRequest
  private let database: CityDatabase
  private let draft: Edition
  private let listener: Listener
  private let now: Instant
  private var report: ImportReport
  /// The area whose part is replaced; `nil` for all of the level.
  private let within: AreaRecord?

  init(
    _ files: [BoundaryFile], _ request: ImportRequest, into database: CityDatabase, listener: Listener, now: Instant
  ) throws(Fault) {
    self.files = files
    self.request = request
    self.database = database
    self.listener = listener
    self.now = now
    let scheme = if let asked = request.scheme { asked } else { try database.scheme(nil, listener: listener) }
    draft = try database.openDraft(
      of: scheme, leavingOut: request.mode == .replace && request.within == nil ? request.level : nil, now: now)
    within = if let code = request.within { try database.area(code, above: request.level, in: draft) } else { nil }
    report = ImportReport(editionID: draft.id, scheme: scheme, level: request.level, mode: request.mode)
    report.repairs = files.flatMap(\.repairs)
  }

  mutating func run() throws(Fault) -> ImportReport {
    if let validFrom = request.validFrom { try database.setValidFrom(validFrom, of: draft) }
    let writer = try AreaWriter(
      database, draft: draft, level: request.level, mode: request.mode, within: within?.id)
    if request.mode == .replace, within == nil { try database.forgetLineage(of: draft, level: request.level) }
    try writeAreas(writer)
    tell(files.flatMap(\.rejectNotices))
    // Levels may come in any order.
    let relinked = try database.relinkAreas(below: request.level, in: draft, writer)
    report.parents += relinked
    tell(relinked.flatMap(\.notices))
    report.files = files.map(\.file)
    for file in report.files { try database.record(source(file), in: draft) }
    report.areasInLevel = try database.areaCounts(in: draft).first { $0.level == request.level }?.count ?? 0
    report.codeFindings = try database.codeFindings(in: draft).filter { $0.level == request.level }
    tell(codeNotices)
    try writeRejects()
    return report
  }

  private func tell(_ notices: [Notice]) { notices.forEach(listener.notice) }

  private mutating func writeAreas(_ writer: AreaWriter) throws(Fault) {
    if request.mode == .update { rejectWhatCannotBeMatched() }
    let areas = files.flatMap(\.areas)
    let linking = try ParentLinking(database, draft: draft, above: request.level)
    let children = areas.map { area in
      ParentSearch.Child(code: area.code, name: area.name, statedParent: area.statedParent, geometry: area.geometry)
    }
    let (links, summary) = try linking.links(
      of: children, level: request.level, trustsField: request.fields.parent != nil)
    if linking.hasAreas {
      report.parents.append(summary)
      tell(summary.notices)
    }
    let present = try presentAreas()
    let below = try within.map { area throws(Fault) in try database.areaIDs(within: area) }
    var next = 0
    for file in files.indices {
      var kept: [ImportedArea] = []
      let fields = files[file].file.fields
      for area in files[file].areas {
        let link = links[next]
        next += 1
        if let below, !(link.id.map(below.contains) ?? false) {
          files[file].reject(area, Rejection(code: "not-within", detail: link.code))
          continue
        }
        let outcome = try writer.write(
          NewArea(
            code: area.code, name: fields.name == nil ? present[area.code]?.name ?? "" : area.name, parentID: link.id,
            parentCode: link.code,
            households: fields.households == nil ? present[area.code]?.households : area.households,
            attributes: area.attributes, geometry: area.geometry))
        switch outcome {
        case .added: kept.append(area)
        case .updated:
          kept.append(area)
          report.updated += 1
        case .ambiguous: files[file].reject(area, Rejection(code: "ambiguous-code", detail: area.code))
        }
        if next.isMultiple(of: 256) {
          listener.progress(
            ProgressReport(stage: Text("writing areas", zh: "写入区域"), done: next, total: areas.count, unit: "areas"))
        }
      }
      files[file].areas = kept
    }
  }

  /// The areas of the level by code, for what the rows of an update do not say; empty in the other modes.
  private func presentAreas() throws(Fault) -> [String: AreaRecord] {
    var present: [String: AreaRecord] = [:]
    guard request.mode == .update else { return present }
    try database.forEachArea(in: draft, level: request.level) { (area) throws(Fault) in present[area.code] = area }
    return present
  }

  /// A row without a code matches nothing, and the second row with one code would overwrite the first.
  private mutating func rejectWhatCannotBeMatched() {
    var seen: Set<String> = []
    for file in files.indices {
      let areas = files[file].areas
      files[file].areas = []
      for area in areas {
        if area.code.isEmpty {
          files[file].reject(area, Rejection(code: "blank-code"))
        } else if !seen.insert(area.code).inserted {
          files[file].reject(area, Rejection(code: "duplicate-code", detail: area.code))
        } else {
          files[file].areas.append(area)
        }
      }
    }
  }

  private func source(_ file: ImportReport.File) -> EditionSource {
    EditionSource(
      level: request.level, mode: request.mode.rawValue, file: file.path, sha256: file.sha256, layer: file.layer,
      crs: file.crs, encoding: file.encoding, rows: file.rows, importedAt: now,
      user: Environment.value("USER") ?? Environment.value("LOGNAME"), program: request.program,
      libraries: BoundaryLoading.libraries)
  }

  private static let libraries = """
    GEOS \(GEOSContext.version), PROJ \(ProjectionLibrary.version), SQLite \(LibraryVersions.sqlite), \
    SpatiaLite \(LibraryVersions.spatiaLite)
    """

  private var codeNotices: [Notice] {
    var notices: [Notice] = []
    let doubled = report.codeFindings.filter { !$0.isBlank }
    if !doubled.isEmpty {
      let shown = doubled.prefix(10).map { "\($0.code) ×\($0.areas)" }.joined(separator: ", ")
      let more = doubled.count > 10 ? ", …" : ""
      notices.append(
        Notice(
          .warning, code: "duplicate-codes",
          Text(
            "\(Text.counted(doubled.count, "code is", "codes are")) borne by several areas, which activation refuses: \(shown)\(more)",
            zh: "\(doubled.count) 个编码重复，启用时会被拒绝：\(shown)\(more)")))
    }
    if let blank = report.codeFindings.first(where: \.isBlank) {
      notices.append(
        Notice(
          .warning, code: "blank-codes",
          Text(
            "\(Text.counted(blank.areas, "area has", "areas have")) no code, which activation refuses",
            zh: "\(blank.areas) 个区域没有编码，启用时会被拒绝")))
    }
    return notices
  }

  private mutating func writeRejects() throws(Fault) {
    let rejected = files.filter { !$0.rejects.isEmpty }
    guard let first = rejected.first else { return }
    let path =
      request.rejectsPath
      ?? FileFacts.folder(of: database.path) + "/" + FileFacts.name(of: first.file.path) + ".rejects.csv"
    try RejectsFile.write(
      rejected.map { ($0.file.path, $0.fields, $0.rejects) }, to: path, force: request.force)
    report.rejectsPath = path
  }
}
