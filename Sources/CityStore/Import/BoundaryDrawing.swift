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

  /// Reads one layer of a file as an import would, up to the point where the import begins to change things.
  ///
  /// - Parameters:
  ///   - request: its level says by which names the fields may be known.
  ///   - knowsLevel: whether that is the level of the areas; if not, the names of the fields tell it.
  /// - Throws: what makes the whole file unusable: it cannot be read, its coordinate system is not known, or it holds no
  ///   polygons.
  package init(
    reading path: String, request: ImportRequest, knowsLevel: Bool = true, listener: Listener = .silent
  ) throws(Fault) {
    let survey = try BoundarySurvey(path, request, knowsLevel: knowsLevel, needsCodes: false, listener: listener)
    survey.notices.forEach(listener.notice)
    coordinateSystem = survey.system
    let columns = BoundaryRows(path: path, layer: survey.layer, mapping: survey.mapping, level: survey.level)
    var tally = BoundaryRows.Tally()
    for (feature, boundary) in zip(survey.features, survey.boundaries) {
      var row = Row(row: feature.row, code: "", name: columns.name(of: feature), geometry: MultiPolygon([]))
      do throws(Rejection) { row.code = try columns.code(of: feature, &tally) } catch { row.problem = error.words }
      do throws(Rejection) { row.geometry = try boundary.get().polygons } catch { row.problem = error.words }
      rows.append(row)
    }
    tally.notices(path).forEach(listener.notice)
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
