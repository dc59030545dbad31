import Diagnostics
import SystemFiles

/// Writes rejected objects as CSV, as they come: `record`, `id`, `reason`, and the object as it is written.
struct ObjectRejects: ~Copyable {
  private let path: String
  private let force: Bool
  private var file: OutputFile?
  private(set) var count = 0

  /// The file is made with the first object.
  init(_ path: String, force: Bool) {
    self.path = path
    self.force = force
  }

  /// - Throws: `output-exists`, `no-folder`, `unwritable`, `cannot-write` (73).
  mutating func add(_ rejected: RejectedObject) throws(Fault) {
    if count == 0 { file = try OutputFile(path: path, force: force) }
    count += 1
    let heading = count == 1 ? "record,id,reason,object\n" : ""
    try file?.write(
      heading
        + CSVLine.text([rejected.record.map(String.init) ?? "", rejected.id ?? "", rejected.reason, rejected.text]))
  }

  /// Makes the file appear, where there is one.
  consuming func finish() throws(Fault) {
    if let file { try file.commit() }
  }
}

/// Writes rejected rows of a table as CSV, as they come: `line`, `reason`, and the row as it was.
struct TableRejects: ~Copyable {
  private let path: String
  private let force: Bool
  private let columns: [String]
  private var file: OutputFile?

  /// The file is made with the first row.
  init(_ path: String, force: Bool, columns: [String]) {
    self.path = path
    self.force = force
    self.columns = columns
  }

  /// - Throws: `output-exists`, `no-folder`, `unwritable`, `cannot-write` (73).
  mutating func add(line: Int, _ reason: String, _ cells: [String]) throws(Fault) {
    if file == nil {
      file = try OutputFile(path: path, force: force)
      try file?.write(CSVLine.text(["line", "reason"] + columns))
    }
    try file?.write(CSVLine.text([String(line), reason] + cells))
  }

  /// Makes the file appear, where there is one.
  consuming func finish() throws(Fault) {
    if let file { try file.commit() }
  }
}

/// One record after RFC 4180.
enum CSVLine {
  static func text(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
