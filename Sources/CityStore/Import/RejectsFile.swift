import Diagnostics
import SpatialFormats
import SpatialPrimitives
import SystemFiles

/// A row of a boundary file that did not become an area, kept as it was.
struct RejectedRow {
  /// The record, or the line of a text file.
  var line: Int
  var rejection: Rejection
  /// In the order of the file's fields.
  var values: [Value]
  var geometry: Geometry?

  init(_ feature: Feature, _ rejection: Rejection) {
    line = feature.row
    self.rejection = rejection
    values = feature.values
    geometry = feature.geometry
  }
}

/// Writes rejected rows as CSV: `line`, `reason`, `file` where there are several, the fields, and the geometry as WKT.
enum RejectsFile {
  /// - Parameter groups: for each file its fields and its rejected rows.
  static func write(
    _ groups: [(file: String, fields: [String], rows: [RejectedRow])], to path: String, force: Bool
  ) throws(Fault) {
    var columns: [String] = []
    for field in groups.flatMap(\.fields) where !columns.contains(field) { columns.append(field) }
    let hasSeveral = groups.count > 1
    var file = try OutputFile(path: path, force: force)
    try file.write(line(["line", "reason"] + (hasSeveral ? ["file"] : []) + columns + ["wkt"]))
    for group in groups {
      for row in group.rows {
        var cells = [String(row.line), row.rejection.reason] + (hasSeveral ? [group.file] : [])
        for column in columns {
          let position = group.fields.firstIndex(of: column)
          cells.append(position.flatMap { row.values[$0].text } ?? "")
        }
        cells.append(row.geometry.map { WKT.text(of: $0) } ?? "")
        try file.write(line(cells))
      }
    }
    try file.commit()
  }

  /// One record after RFC 4180.
  private static func line(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
