package import CityStore
package import Diagnostics
import Projections
import SpatialFormats
package import SpatialPrimitives
import SystemFiles

/// A boundary file written again with other shapes: the same rows in the same order, with the same fields and values.
package struct RedrawnFile {
  private let layer: LayerDescription
  private let features: [Feature]

  /// - Parameter request: as the subject was read with.
  package init(reading path: String, request: ImportRequest) throws(Fault) {
    let source = try FeatureFile.open(
      path, layer: request.layer, encoding: request.encoding, where: request.condition, threads: request.threads)
    var features: [Feature] = []
    while let feature = try source.next() { features.append(feature) }
    layer = source.layer
    self.features = features
  }

  /// The rank of each row from a field.
  ///
  /// - Throws: `unknown-field` (64), listing the fields.
  package func ranks(field: String) throws(Fault) -> [AreaRank] {
    guard let position = layer.fields.firstIndex(where: { $0.name == field }) else {
      throw AreaRanks.unknown(field, among: layer.fields.map(\.name))
    }
    return features.map { AreaRank($0.values[position].text) }
  }

  /// - Parameters:
  ///   - geometries: by the position of the row.
  ///   - subject: that was read from the file; its coordinate system is declared.
  package func write(
    _ geometries: [Int: MultiPolygon], of subject: CheckSubject, to path: String, force: Bool, listener: Listener
  ) throws(Fault) {
    // Where a layer may hold one kind only, single parts are written as multiparts.
    let isFree = ["geojson", "json", "csv"].contains(FileFacts.fileExtension(of: path))
    let output = OutputLayer(
      name: layer.name, geometryKind: isFree ? "Geometry" : "MultiPolygon", fields: layer.fields,
      crs: subject.coordinateSystem.outputCRS)
    // In UTF-8 the ten bytes of a field's name are three Chinese characters, in GBK five.
    let given = layer.encoding.flatMap { TextEncoding(label: $0.name) } ?? .utf8
    let encoding = [.gbk, .gb18030].contains(given) ? given : .utf8
    let sink = try FeatureFile.create(path, layer: output, force: force, encoding: encoding, listener: listener)
    for (position, feature) in features.enumerated() {
      var geometry = feature.geometry
      if let new = geometries[position] {
        geometry = new.polygons.count == 1 ? .polygon(new.polygons[0]) : .multiPolygon(new)
      }
      if let given = geometry, !given.isFinite {
        // No format holds it; what was wrong with it is told as left.
        geometry = nil
        listener.notice(
          Notice(
            .warning, code: "geometry-left-out",
            Text(
              "a coordinate is no number, so that the row is written without its geometry",
              zh: "坐标不是有效数字，该行不写几何"), at: Place(path, row: feature.row)))
      }
      try sink.write(geometry, feature.values)
    }
    try sink.finish()
  }
}
