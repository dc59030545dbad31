public import CivilTime
public import Diagnostics
import Projections
import SpatialDatabase
import SystemFiles

extension CityDatabase {
  /// Imports boundaries into a scheme's draft, all in one transaction: after a failure, or a kill at any moment, the
  /// database is as it was. Where there is no database it is made in the same transaction.
  ///
  /// Every row of the files becomes an area or stands in the rejects file. Duplicate and blank codes are loaded and
  /// reported; areas above are found by field, by code and by place, and where these disagree that is reported.
  ///
  /// ```swift
  /// var request = ImportRequest(files: ["streets.shp"], level: .street)
  /// request.activate = true
  /// let report = try CityDatabase.importAreas(request, at: "city.db")
  /// print(report.rows, report.areas, report.rejected)
  /// ```
  ///
  /// - Parameters:
  ///   - settings: for a database that has to be made.
  ///   - activating: puts the draft into force, where the request asks for that.
  public static func importAreas(
    _ request: ImportRequest, at path: String, creating settings: DatabaseSettings = DatabaseSettings(),
    listener: Listener = .silent, now: Instant = .now(),
    activating: (_ draft: Edition, _ city: CityDatabase, _ now: Instant) throws(Fault) -> Void = {
      (draft, city, now) throws(Fault) in try city.activate(draft, now: now)
    }
  ) throws(Fault) -> ImportReport {
    try request.check()
    let log = NoticeLog()
    let listener = log.recording(for: listener)
    let (told, profileToSave) = try request.withProfile()
    let reader = BoundaryReader(request: told, target: try target(at: path, creating: settings), listener: listener)
    var files: [BoundaryFile] = []
    for file in told.files { files.append(try reader.read(file)) }
    var report = try write(at: path, creating: settings) { (database, _) throws(Fault) in
      var loading = try BoundaryLoading(files, told, into: database, listener: listener, now: now)
      var report = try loading.run()
      if told.activate {
        try activating(try database.edition(report.editionID), database, now)
        report.isActive = true
      }
      return report
    }
    if let profileToSave, let first = files.first {
      try ImportProfile(request: told, fields: first.file.fields).save(to: profileToSave)
    }
    report.notices = log.notices
    return report
  }

  /// The coordinate system of the database, or of the one to be made.
  private static func target(at path: String, creating settings: DatabaseSettings) throws(Fault) -> CoordinateSystem {
    do { return try open(at: path, for: .reading).coordinateSystem } catch {
      guard error.code == "missing-database" else { throw error }
      return try settings.referenceSystem().system
    }
  }
}

extension ImportRequest {
  fileprivate func check() throws(Fault) {
    guard !files.isEmpty else {
      throw Fault(.usage, code: "no-files", Text("no file to import", zh: "没有要导入的文件"))
    }
    if within != nil, mode != .replace {
      throw Fault(
        .usage, code: "conflicting-options",
        Text("only --mode replace replaces what lies within an area", zh: "只有 --mode replace 可以替换某区域内的部分"),
        hint: Text("leave --within out: add and update keep all other areas", zh: "去掉 --within：add 和 update 会保留其他区域"))
    }
    var seen: Set<String> = []
    for file in files where !seen.insert(file).inserted {
      throw Fault(
        .usage, code: "file-twice", Text("“\(file)” is named twice", zh: "“\(file)”重复出现"), at: Place(file))
    }
    if let scheme, scheme.isEmpty || scheme.contains(where: { $0 == ":" || $0 == "/" || $0.isWhitespace }) {
      throw Fault(
        .usage, code: "bad-scheme-name",
        Text("“\(scheme)” cannot name a scheme", zh: "“\(scheme)”不能作为网格体系名称"),
        hint: Text("use letters, digits and hyphens", zh: "请使用字母、数字和连字符"))
    }
  }

  /// The request with its profile applied, and where to save one that is not there yet.
  fileprivate func withProfile() throws(Fault) -> (request: ImportRequest, saveTo: String?) {
    guard let profilePath else { return (self, nil) }
    if FileFacts.kind(of: profilePath) == .missing { return (self, profilePath) }
    return (try ImportProfile(path: profilePath).applied(to: self), nil)
  }
}
