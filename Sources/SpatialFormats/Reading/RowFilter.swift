import Diagnostics
import SpatialDatabase

/// Decides by an SQL expression which rows of a layer are read. SQLite itself evaluates it, row by row, so that
/// `--where` means the same for every format.
struct RowFilter {
  private let statement: Statement
  /// The fields that the expression may name, in the order of the parameters.
  private let ordinals: [Int]
  private let place: Place

  /// - Throws: `bad-where` (64) for what is no SQL expression over the layer's fields.
  init(_ expression: String, fields: [FieldDescription], file: String) throws(Fault) {
    let folded = expression.lowercased()
    // Fields that the expression does not name are left out: SQLite has a limit of 2000 columns.
    ordinals = fields.indices.filter { folded.contains(fields[$0].name.lowercased()) }
    let columns = ordinals.enumerated().map { position, ordinal in
      // A cast gives the column a type, so that 'name = 5' compares as it would in a table.
      let type = RowFilter.isNumeric(fields[ordinal].type) ? "NUMERIC" : "TEXT"
      return "CAST(?\(position + 1) AS \(type)) AS \(RowFilter.quoted(fields[ordinal].name))"
    }
    let source = columns.isEmpty ? "SELECT 1 AS \"1\"" : "SELECT \(columns.joined(separator: ", "))"
    place = Place(file)
    do throws(Fault) {
      let connection = try Connection.open(":memory:", mode: .create, spatial: false)
      statement = try connection.prepare("SELECT 1 FROM (\(source)) WHERE (\(expression)\n)")
    } catch {
      throw RowFilter.bad(expression, error, fields: fields, file: file)
    }
  }

  private static func isNumeric(_ type: FieldDescription.FieldType) -> Bool {
    switch type {
    case .integer, .real, .boolean: true
    case .text, .date, .binary, .json: false
    }
  }

  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  static func bad(_ expression: String, _ cause: Fault, fields: [FieldDescription], file: String) -> Fault {
    let names = fields.map(\.name).joined(separator: ", ")
    return Fault(
      .usage, code: "bad-where",
      Text("--where \(expression): \(cause.what.english)", zh: "--where \(expression)：\(cause.what.chinese)"),
      at: Place(file),
      hint: Text(
        "an SQL expression over the fields \(names), e.g. \"name\" = 'A'",
        zh: "应为关于字段 \(names) 的 SQL 表达式，例如 \"name\" = 'A'"))
  }

  func accepts(_ feature: Feature) throws(Fault) -> Bool {
    for (position, ordinal) in ordinals.enumerated() {
      switch feature.values[ordinal] {
      case .null: try statement.bindNull(position + 1)
      case .text(let value): try statement.bind(position + 1, value)
      case .integer(let value): try statement.bind(position + 1, value)
      case .real(let value): try statement.bind(position + 1, value)
      case .boolean(let value): try statement.bind(position + 1, value ? 1 as Int64 : 0)
      }
    }
    guard try statement.step() else { return false }
    while try statement.step() {}  // to its end, so that it can be bound anew
    return true
  }
}

/// The features of another source that a filter accepts.
final class FilteredSource: FeatureSource {
  private let source: any FeatureSource
  private let filter: RowFilter
  let layer: LayerDescription

  init(_ source: any FeatureSource, filter: RowFilter) {
    self.source = source
    self.filter = filter
    var layer = source.layer
    layer.count = nil
    layer.extent = nil
    self.layer = layer
  }

  func next() throws(Fault) -> Feature? {
    while let feature = try source.next() {
      if try filter.accepts(feature) { return feature }
    }
    return nil
  }
}
