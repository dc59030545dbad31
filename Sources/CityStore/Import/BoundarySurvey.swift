import AreaIndex
import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives
import SystemFiles

/// A boundary file as it was read, and what was found out about it: which field is what, and the coordinate system.
struct BoundarySurvey {
  let layer: LayerDescription
  let features: [Feature]
  /// The polygons of each feature, in the file's coordinate system.
  let boundaries: [Swift.Result<BoundaryGeometry, Rejection>]
  let mapping: FieldMapping
  /// Of the areas: that of the request, or what the names of the fields say.
  let level: Level
  let system: CoordinateSystem
  /// Why fields and system are taken to be what they are.
  let notices: [Notice]

  /// - Parameters:
  ///   - knowsLevel: whether the areas are of the request's level; if not, it stands in where the fields do not tell.
  ///   - needsCodes: whether a file without codes is of no use.
  /// - Throws: what makes the whole file unusable: it cannot be read, its fields or its coordinate system are not
  ///   known, or it holds no polygons.
  init(
    _ path: String, _ request: ImportRequest, knowsLevel: Bool = true, needsCodes: Bool = true, listener: Listener
  ) throws(Fault) {
    let source = try FeatureFile.open(
      path, layer: request.layer, encoding: request.encoding, where: request.condition, threads: request.threads,
      listener: listener)
    layer = source.layer
    features = try BoundarySurvey.features(of: source, path, listener)
    try BoundarySurvey.requireGeometry(features, path)
    let guess = FieldGuess(file: path, fields: BoundarySurvey.evidence(layer, features))
    level = knowsLevel ? request.level : guess.level(otherwise: request.level)
    let (mapping, guesses) = try guess.mapping(level: level, asked: request.fields, needsCode: needsCodes)
    self.mapping = mapping
    boundaries = features.map { feature in
      Swift.Result { () throws(Rejection) in try BoundaryGeometry(feature) }
    }
    try BoundarySurvey.requirePolygons(boundaries, path)
    let usable = boundaries.compactMap { try? $0.get().polygons }
    let (system, evidence) = try CoordinateChoice.settle(
      file: path, declared: layer.crs, asked: request.crs, boundaries: usable)
    self.system = system
    notices = evidence + guesses
  }

  private static func features(
    of source: any FeatureSource, _ path: String, _ listener: Listener
  ) throws(Fault) -> [Feature] {
    var features: [Feature] = []
    while let feature = try source.next() {
      features.append(feature)
      if features.count.isMultiple(of: 256) {
        report(path, features.count, of: source.layer.count, listener)
      }
    }
    return features
  }

  static func report(_ path: String, _ done: Int, of total: Int?, _ listener: Listener) {
    let name = FileFacts.name(of: path)
    listener.progress(
      ProgressReport(stage: Text("reading \(name)", zh: "读取 \(name)"), done: done, total: total, unit: "rows"))
  }

  private static func evidence(_ layer: LayerDescription, _ features: [Feature]) -> [FieldEvidence] {
    layer.fields.indices.map { position in
      FieldEvidence(name: layer.fields[position].name, values: features.map { $0.values[position].text })
    }
  }

  /// One clear error for a table, rather than a reject for each row.
  private static func requireGeometry(_ features: [Feature], _ path: String) throws(Fault) {
    guard !features.isEmpty else {
      throw Fault(.data, code: "no-rows", Text("the file has no rows", zh: "文件没有记录"), at: Place(path))
    }
    guard features.allSatisfy({ $0.geometry == nil && $0.geometryProblem == nil }) else { return }
    throw Fault(
      .data, code: "no-geometry", Text("no row of the file has a geometry", zh: "文件中没有任何几何"), at: Place(path),
      hint: Text("a CSV needs a column of WKT, named e.g. wkt or geometry", zh: "CSV 需要 WKT 列，例如 wkt 或 geometry"))
  }

  /// One clear error for a layer of lines or points, rather than a reject for each row.
  private static func requirePolygons(
    _ boundaries: [Swift.Result<BoundaryGeometry, Rejection>], _ path: String
  ) throws(Fault) {
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
}
