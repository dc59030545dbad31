package import Diagnostics
package import JSONWriting

/// A result of rows: one declaration that prints as aligned columns, CSV or JSON.
package struct Table: Sendable {
  package struct Column: Sendable {
    /// The key in JSON and the heading in CSV: snake_case.
    package var key: String
    package var title: Text

    package init(_ key: String, _ title: Text) {
      self.key = key
      self.title = title
    }
  }

  /// The key of the rows in JSON, e.g. `areas`.
  package var name: String
  package var columns: [Column]
  /// One value a column.
  package var rows: [[JSONValue]]
  /// JSON members that stand before the rows, e.g. `total`.
  package var members: [JSONValue.Member] = []

  package init(_ name: String, columns: [Column], rows: [[JSONValue]] = []) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  package var json: JSONValue {
    .object(members + [JSONValue.Member(key: name, value: .array(objects))])
  }

  /// A JSON object for each row.
  package var objects: [JSONValue] {
    rows.map { row in .object(zip(columns, row).map { JSONValue.Member(key: $0.key, value: $1) }) }
  }

  /// The table without some of its columns: what is for machines only.
  package func leavingOut(_ keys: Set<String>) -> Table {
    let kept = columns.indices.filter { !keys.contains(columns[$0].key) }
    var table = self
    table.columns = kept.map { columns[$0] }
    table.rows = rows.map { row in kept.map { row[$0] } }
    return table
  }

  /// RFC 4180 with a line feed after each record.
  package var csv: String {
    ([columns.map(\.key)] + rows.map { $0.map(Table.plain) })
      .map { $0.map(Table.quotedField).joined(separator: ",") + "\n" }.joined()
  }

  /// A heading and a line a row: numbers to the right, Chinese two columns a character.
  package func text(_ language: Language) -> String {
    let numeric = columns.indices.filter { column in
      rows.contains { $0[column] != .null } && rows.allSatisfy { $0[column].isNumberOrNull }
    }
    return TextColumns.lines(
      [columns.map { $0.title(language) }] + rows.map { $0.map { Table.plain($0).onOneLine } },
      rightAligned: Set(numeric))
  }

  /// A value as it stands in a cell: text without quotes, nothing for null.
  package static func plain(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.text
    }
  }

  /// A field with quotes where RFC 4180 asks for them.
  package static func quotedField(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return field }
    return "\"" + field.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}

extension JSONValue {
  fileprivate var isNumberOrNull: Bool {
    switch self {
    case .integer, .number, .null: true
    default: false
    }
  }
}
