import AreaIndex
package import Diagnostics
package import Projections
import SpatialFormats
package import SpatialPrimitives

/// A boundary file as it was drawn: nothing transformed, nothing mended, every row there.
package struct BoundaryDrawing {
  package struct Row: Sendable {
    /// The record, or the line of a text file.
    package var row: Int
    /// Blank where the file has none.
    package var code: String
    package var name: String
    /// Empty where the row gives no polygon.
    package var geometry: MultiPolygon
    /// Why the row gives no area, if it does not.
    package var problem: Text?
  }

  package var rows: [Row] = []
  package var coordinateSystem: CoordinateSystem
  package var fields: FieldMapping

  /// Reads one layer of a file as an import would, up to the point where the import begins to change things.
  ///
  /// - Parameter level: by which names the fields may be known.
  /// - Throws: what makes the whole file unusable: it cannot be read, its fields or its coordinate system are not known,
  ///   or no row has a polygon (`no-rows`, `no-geometry`).
  package init(
    reading path: String, request: ImportRequest, listener: Listener = .silent
  ) throws(Fault) {
    let source = try FeatureFile.open(
      path, layer: request.layer, encoding: request.encoding, where: request.condition, listener: listener)
    let layer = source.layer
    var features: [Feature] = []
    while let feature = try source.next() { features.append(feature) }
    guard !features.isEmpty else {
      throw Fault(.data, code: "no-rows", Text("the file has no rows", zh: "文件没有记录"), at: Place(path))
    }
    let boundaries = features.map { feature in
      Swift.Result { () throws(Rejection) in try BoundaryGeometry(feature) }
    }
    let usable = boundaries.compactMap { try? $0.get().polygons }
    guard !usable.isEmpty else {
      throw Fault(
        .data, code: "no-geometry", Text("no row of the file gives a polygon", zh: "文件中没有任何面"), at: Place(path),
        hint: Text("choose the layer of polygons with --layer", zh: "请用 --layer 选择面图层"))
    }
    let evidence = layer.fields.indices.map { position in
      FieldEvidence(name: layer.fields[position].name, values: features.map { $0.values[position].text })
    }
    let guesses: [Notice]
    (fields, guesses) = try FieldGuess(file: path, fields: evidence).mapping(
      level: request.level, asked: request.fields)
    let (system, notices) = try CoordinateChoice.settle(
      file: path, declared: layer.crs, asked: request.crs, boundaries: usable)
    coordinateSystem = system
    (notices + guesses).forEach(listener.notice)
    let columns = BoundaryRows(path: path, layer: layer, mapping: fields, level: request.level)
    var tally = BoundaryRows.Tally()
    for (feature, boundary) in zip(features, boundaries) {
      var row = Row(row: feature.row, code: "", name: "", geometry: MultiPolygon([]))
      do throws(Rejection) { row.code = try columns.code(of: feature, &tally) } catch { row.problem = error.words }
      row.name = columns.name(of: feature)
      do throws(Rejection) { row.geometry = try boundary.get().polygons } catch { row.problem = error.words }
      rows.append(row)
    }
  }
}

extension Rejection {
  fileprivate var words: Text {
    let known: [String: Text] = [
      "null-geometry": Text("the row has no geometry", zh: "该行没有几何"),
      "empty-geometry": Text("the geometry is empty", zh: "几何为空"),
      "bad-coordinate": Text("a coordinate is no number", zh: "坐标不是有效数字"),
      "wrong-geometry-type": Text("the geometry is no polygon", zh: "几何不是面"),
      "code-lost-digits": Text("the code has lost digits on its way through a spreadsheet", zh: "编码经过电子表格丢失了数字"),
    ]
    let text = known[code] ?? Text(verbatim: code)
    guard let detail else { return text }
    return Text("\(text.english) (\(detail))", zh: "\(text.chinese)（\(detail)）")
  }
}
