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
      of: scheme, leavingOut: request.mode == .replace ? request.level : nil, now: now)
    report = ImportReport(editionID: draft.id, scheme: scheme, level: request.level, mode: request.mode)
    report.repairs = files.flatMap(\.repairs)
  }

  mutating func run() throws(Fault) -> ImportReport {
    if let validFrom = request.validFrom { try database.setValidFrom(validFrom, of: draft) }
    let writer = try AreaWriter(database, draft: draft, level: request.level, mode: request.mode)
    try writeAreas(writer)
    tell(files.flatMap(\.rejectNotices))
    try relinkLevelBelow(writer)
    report.files = files.map(\.file)
    for file in report.files { try database.record(source(file), in: draft) }
    report.areasInLevel = try database.areaCounts(in: draft).first { $0.level == request.level }?.count ?? 0
    report.codeFindings = try database.codeFindings(in: draft).filter { $0.level == request.level }
    tell(codeNotices)
    try writeRejects()
    if request.activate {
      try database.activate(draft, now: now)
      report.isActive = true
    }
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
    var next = 0
    for file in files.indices {
      var kept: [ImportedArea] = []
      for area in files[file].areas {
        let link = links[next]
        next += 1
        let outcome = try writer.write(
          NewArea(
            code: area.code, name: area.name, parentID: link.id, parentCode: link.code, households: area.households,
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

  /// Levels may come in any order: the next one below finds its areas above anew.
  private mutating func relinkLevelBelow(_ writer: AreaWriter) throws(Fault) {
    guard let below = try database.areaCounts(in: draft).map(\.level).first(where: { $0 > request.level }) else {
      return
    }
    let linking = try ParentLinking(database, draft: draft, above: below)
    var records: [AreaRecord] = []
    try database.forEachArea(in: draft, level: below) { (area) throws(Fault) in records.append(area) }
    let children = records.map { record in
      ParentSearch.Child(
        code: record.code, name: record.name, statedParent: record.parentCode ?? "", geometry: record.geometry)
    }
    let (links, summary) = try linking.links(of: children, level: below, trustsField: false)
    for (record, link) in zip(records, links) where record.parentID != link.id || record.parentCode != link.code {
      try writer.setParent(of: record.id, to: link.id, code: link.code)
    }
    report.parents.append(summary)
    tell(summary.notices)
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
            "\(doubled.count) codes are borne by several areas, and activation refuses them: \(shown)\(more)",
            zh: "\(doubled.count) 个编码重复，启用时会被拒绝：\(shown)\(more)")))
    }
    if let blank = report.codeFindings.first(where: \.isBlank) {
      notices.append(
        Notice(
          .warning, code: "blank-codes",
          Text(
            "\(blank.areas) areas have no code, and activation refuses them",
            zh: "\(blank.areas) 个区域没有编码，启用时会被拒绝")))
    }
    return notices
  }

  private mutating func writeRejects() throws(Fault) {
    let rejected = files.filter { !$0.rejects.isEmpty }
    guard let first = rejected.first else { return }
    let path = request.rejectsPath ?? first.file.path + ".rejects.csv"
    try RejectsFile.write(
      rejected.map { ($0.file.path, $0.fields, $0.rejects) }, to: path, force: request.force)
    report.rejectsPath = path
  }
}
