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
    let source = try FeatureFile.open(
      path, layer: request.layer, encoding: request.encoding, where: request.condition, listener: listener)
    let features = try features(of: source, path)
    try requireGeometry(features, path)
    let layer = source.layer
    let guess = FieldGuess(file: path, fields: evidence(layer, features))
    let (mapping, guesses) = try guess.mapping(level: request.level, asked: request.fields)
    let boundaries = features.map { feature in
      Swift.Result { () throws(Rejection) in try BoundaryGeometry(feature) }
    }
    try requirePolygons(boundaries, path)
    let usable = boundaries.compactMap { try? $0.get().polygons }
    let (system, evidence) = try CoordinateChoice.settle(
      file: path, declared: layer.crs, asked: request.crs, boundaries: usable)
    let shaping = try AreaShaping(from: system, to: target, isStrict: request.strict)
    (evidence + guesses).forEach(listener.notice)
    if let note = shaping.accuracyNote { listener.notice(Notice(.note, code: "crs-accuracy", note, at: Place(path))) }
    let rows = BoundaryRows(path: path, layer: layer, mapping: mapping, level: request.level)
    var result = BoundaryFile(
      file: ImportReport.File(
        path: path, sha256: try FileFacts.sha256(of: path), layer: layer.name, crs: system.identifier,
        encoding: layer.encoding?.name, fields: mapping, rows: features.count),
      fields: layer.fields.map(\.name))
    var tally = BoundaryRows.Tally()
    for (feature, boundary) in zip(features, boundaries) {
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
      if result.areas.count.isMultiple(of: 256) { report(path, result.areas.count, of: features.count) }
    }
    (result.repairs.map(\.notice) + tally.notices(path) + result.densifyingNotices).forEach(listener.notice)
    try requireAreas(result)
    return result
  }

  private func features(of source: any FeatureSource, _ path: String) throws(Fault) -> [Feature] {
    var features: [Feature] = []
    while let feature = try source.next() {
      features.append(feature)
      if features.count.isMultiple(of: 256) { report(path, features.count, of: source.layer.count) }
    }
    return features
  }

  private func report(_ path: String, _ done: Int, of total: Int?) {
    let name = FileFacts.name(of: path)
    listener.progress(
      ProgressReport(stage: Text("reading \(name)", zh: "读取 \(name)"), done: done, total: total, unit: "rows"))
  }

  private func evidence(_ layer: LayerDescription, _ features: [Feature]) -> [FieldEvidence] {
    layer.fields.indices.map { position in
      FieldEvidence(name: layer.fields[position].name, values: features.map { $0.values[position].text })
    }
  }

  /// One clear error for a table, rather than a reject for each row.
  private func requireGeometry(_ features: [Feature], _ path: String) throws(Fault) {
    guard !features.isEmpty else {
      throw Fault(.data, code: "no-rows", Text("the file has no rows", zh: "文件没有记录"), at: Place(path))
    }
    guard features.allSatisfy({ $0.geometry == nil && $0.geometryProblem == nil }) else { return }
    throw Fault(
      .data, code: "no-geometry", Text("no row of the file has a geometry", zh: "文件中没有任何几何"), at: Place(path),
      hint: Text("a CSV needs a column of WKT, named e.g. wkt or geometry", zh: "CSV 需要 WKT 列，例如 wkt 或 geometry"))
  }

  /// One clear error for a layer of lines or points, rather than a reject for each row.
  private func requirePolygons(_ boundaries: [Swift.Result<BoundaryGeometry, Rejection>], _ path: String) throws(Fault)
  {
    var wrong: Rejection?
    for case .failure(let rejection) in boundaries where rejection.code == "wrong-geometry-type" { wrong = rejection }
    let hasPolygons = boundaries.contains { if case .success = $0 { true } else { false } }
    guard let wrong, !hasPolygons else { return }
    let kind = wrong.detail ?? ""
    throw Fault(
      .data, code: "wrong-geometry-type",
      Text("areas are polygons, but the file holds \(kind)s", zh: "区域应为面，而文件中是 \(kind)"), at: Place(path),
      hint: Text("choose the layer of polygons with --layer", zh: "请用 --layer 选择面图层"))
  }

  private func requireAreas(_ result: BoundaryFile) throws(Fault) {
    guard result.areas.isEmpty else { return }
    let reasons = Dictionary(grouping: result.rejects, by: \.rejection.code).mapValues(\.count)
    let commonest = reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let first = result.rejects.first { $0.rejection.code == commonest?.key }
    guard let commonest, let first else { return }
    throw Fault(
      .data, code: commonest.key,
      Text(
        "no row gives an area: \(commonest.value) of \(result.file.rows) \(first.rejection.reason)",
        zh: "没有一条记录可用：\(result.file.rows) 条中有 \(commonest.value) 条 \(first.rejection.reason)"),
      at: Place(result.file.path, row: first.line))
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
      "\(file.pointsAdded) points put into long edges, so that they stay where they were in \(file.crs)",
      zh: "为使长边保持在 \(file.crs) 中的原位，加密了 \(file.pointsAdded) 个点")
    return [Notice(.note, code: "edges-densified", text, at: Place(file.path))]
  }

  /// A word for each reason, with the first rows.
  var rejectNotices: [Notice] {
    let reasons = Dictionary(grouping: rejects, by: \.rejection.code).sorted { $0.key < $1.key }
    return reasons.map { reason, rows in
      let lines = rows.prefix(5).map { String($0.line) }.joined(separator: ", ") + (rows.count > 5 ? ", …" : "")
      let text = Text("\(rows.count) rows rejected, \(reason): \(lines)", zh: "拒收 \(rows.count) 条，\(reason)：\(lines)")
      return Notice(.warning, code: "rows-rejected", text, at: Place(file.path))
    }
  }
}
