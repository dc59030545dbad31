import AreaIndex
import Diagnostics
import JSONWriting
import Projections
import SpatialFormats
import SpatialPrimitives
import SystemFiles

/// An area as a row of a file gives it, in the database's coordinate system.
struct ImportedArea {
  var place: Place
  var code: String
  var name: String
  /// What the parent field says; blank where there is none.
  var statedParent: String
  var households: Double?
  /// The file's other fields, a JSON object.
  var attributes: String
  var geometry: MultiPolygon
  /// The row as it was, for the rejects.
  var feature: Feature
}

/// What a boundary file gave: every row is an area or a reject.
struct BoundaryFile {
  var file: ImportReport.File
  var fields: [String]
  var areas: [ImportedArea] = [] { didSet { file.areas = areas.count } }
  var rejects: [RejectedRow] = [] { didSet { file.rejected = rejects.count } }
  var repairs: [ImportReport.Repair] = [] { didSet { file.repaired = repairs.count } }
}

/// Reads one file of boundaries: fields found, codes kept, coordinates taken into the database's system, geometry valid.
struct BoundaryReader {
  let request: ImportRequest
  let target: CoordinateSystem
  let listener: Listener

  /// - Throws: what makes the whole file unusable: it cannot be read, its fields or its coordinate system are not
  ///   known, it holds no polygons, or no row of it can be used.
  func read(_ path: String) throws(Fault) -> BoundaryFile {
    let survey = try BoundarySurvey(path, request, listener: listener)
    let (layer, features, mapping, system) = (survey.layer, survey.features, survey.mapping, survey.system)
    let shaping = try AreaShaping(from: system, to: target, isStrict: request.strict)
    survey.notices.forEach(listener.notice)
    if let note = shaping.accuracyNote { listener.notice(Notice(.note, code: "crs-accuracy", note, at: Place(path))) }
    let rows = BoundaryRows(path: path, layer: layer, mapping: mapping, level: request.level)
    var result = BoundaryFile(
      file: ImportReport.File(
        path: path, sha256: try FileFacts.sha256(of: path), layer: layer.name, crs: system.identifier,
        encoding: layer.encoding?.name, fields: mapping, rows: features.count),
      fields: layer.fields.map(\.name))
    var tally = BoundaryRows.Tally()
    for (feature, boundary) in zip(features, survey.boundaries) {
      do throws(Rejection) {
        let code = try rows.code(of: feature, &tally)
        let shape = try shaping.shape(try boundary.get())
        result.areas.append(rows.area(feature, code: code, shape.geometry, &tally))
        result.file.pointsAdded += shape.pointsAdded
        if let repair = shape.repair {
          result.repairs.append(ImportReport.Repair(repair, code: code, at: Place(path, row: feature.row)))
        }
      } catch {
        result.rejects.append(RejectedRow(feature, error))
      }
      if result.areas.count.isMultiple(of: 256) {
        BoundarySurvey.report(path, result.areas.count, of: features.count, listener)
      }
    }
    (result.repairs.map(\.notice) + tally.notices(path) + result.densifyingNotices).forEach(listener.notice)
    try result.rejects.requireAreas(path, rows: features.count, areas: result.areas.count)
    return result
  }
}

extension BoundaryFile {
  /// Counts as a reject what was read as an area.
  mutating func reject(_ area: ImportedArea, _ rejection: Rejection) {
    rejects.append(RejectedRow(area.feature, rejection))
  }

  fileprivate var densifyingNotices: [Notice] {
    guard file.pointsAdded > 0 else { return [] }
    let text = Text(
      "\(Text.counted(file.pointsAdded, "point")) put into long edges, so that these stay where they were in \(file.crs)",
      zh: "为使长边保持在 \(file.crs) 中的原位，加密了 \(file.pointsAdded) 个点")
    return [Notice(.note, code: "edges-densified", text, at: Place(file.path))]
  }

  var rejectNotices: [Notice] { rejects.notices(file.path) }
}

extension [RejectedRow] {
  /// One clear error where nothing is left.
  func requireAreas(_ path: String, rows: Int, areas: Int) throws(Fault) {
    guard areas == 0 else { return }
    let reasons = Dictionary(grouping: self, by: \.rejection.code).mapValues(\.count)
    let commonest = reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let first = first { $0.rejection.code == commonest?.key }
    guard let commonest, let first else { return }
    throw Fault(
      .data, code: commonest.key,
      Text(
        "no row gives an area: \(commonest.value) of \(rows) \(first.rejection.reason)",
        zh: "没有一条记录可用：\(rows) 条中有 \(commonest.value) 条 \(first.rejection.reason)"),
      at: Place(path, row: first.line))
  }

  /// A word for each reason, with the first rows.
  func notices(_ path: String) -> [Notice] {
    let reasons = Dictionary(grouping: self, by: \.rejection.code).sorted { $0.key < $1.key }
    return reasons.map { reason, rows in
      let lines = rows.prefix(5).map { String($0.line) }.joined(separator: ", ") + (rows.count > 5 ? ", …" : "")
      let text = Text(
        "\(Text.counted(rows.count, "row")) rejected, \(reason): \(lines)", zh: "拒收 \(rows.count) 条，\(reason)：\(lines)")
      return Notice(.warning, code: "rows-rejected", text, at: Place(path))
    }
  }
}
