import AreaIndex
public import Diagnostics
import JSONWriting
import Projections
import SpatialDatabase
import SpatialFormats
import SpatialPrimitives

extension CityDatabase {
  /// Writes one level of an edition to a file, which appears when it is whole. In the database's own reference system
  /// coordinates are copied bit for bit; imported again, the file gives the same areas.
  ///
  /// - Throws: `missing-level` (64), `unknown-output-format` (64), `output-exists` (73), `unknown-crs` (65).
  public func exportAreas(_ request: ExportRequest, listener: Listener = .silent) throws(Fault) -> ExportReport {
    let edition = try edition(request.edition, listener: listener)
    let levels = try editionsByLevel(of: edition, at: request.edition.moment)
    let source = levels.first { $0.0 == request.level }?.1 ?? edition
    try requireLevel(request.level, in: source)
    let system = if let crs = request.crs { try CoordinateSystem(crs) } else { coordinateSystem }
    let transformation = try Transformation(from: coordinateSystem, to: system)
    let columns = try exportColumns(request.level, of: source)
    let layer = OutputLayer(
      name: request.level.name, geometryKind: "MultiPolygon", fields: columns.fields, crs: system.outputCRS)
    let sink = try FeatureFile.create(
      request.path, form: request.form, layer: layer, force: request.force, listener: listener)
    var report = ExportReport(editionID: source.id, areas: 0, crs: system.identifier, pointsAdded: 0)
    let total = try areaCounts(in: source).first { $0.level == request.level }?.count
    try forEachArea(in: source, level: request.level) { (area) throws(Fault) in
      let (geometry, added) = try transformation.transform(area.geometry)
      let values = columns.values(of: area, attributes: try area.attributeMembers())
      try sink.write(geometry.isEmpty ? nil : .multiPolygon(geometry), values)
      report.areas += 1
      report.pointsAdded += added
      if report.areas.isMultiple(of: 256) {
        listener.progress(
          ProgressReport(stage: Text("exporting areas", zh: "导出区域"), done: report.areas, total: total, unit: "areas"))
      }
    }
    try sink.finish()
    if let note = transformation.accuracyNote {
      listener.notice(Notice(.note, code: "crs-accuracy", note, at: Place(request.path)))
    }
    return report
  }

  private func exportColumns(_ level: Level, of edition: Edition) throws(Fault) -> ExportColumns {
    let texts = try connection.rows(
      "SELECT attributes FROM areas WHERE edition_id = ? AND level = ? ORDER BY id",
      [.integer(edition.id), .text(level.name)]
    ) { $0.text(0) ?? "{}" }
    var attributes: [[JSONValue.Member]] = []
    for text in texts { attributes.append(try JSONValue.members(of: text)) }
    return ExportColumns(attributes)
  }
}

extension AreaRecord {
  fileprivate func attributeMembers() throws(Fault) -> [JSONValue.Member] { try JSONValue.members(of: attributes) }
}

extension JSONValue {
  fileprivate static func members(of text: String) throws(Fault) -> [Member] {
    if case .object(let members) = try parse(Array(text.utf8)) { members } else { [] }
  }
}
