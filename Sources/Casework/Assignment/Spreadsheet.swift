import Diagnostics
import SystemFiles

/// An output that becomes a spreadsheet: the rows are written as CSV first, and `ogr2ogr` turns them into XLSX with
/// every column as text, so that codes keep their zeros and all their digits.
struct Spreadsheet: ~Copyable {
  private let folder: TemporaryDirectory
  private let path: String
  private let force: Bool
  private let program: String

  /// Whether an output of this name is one.
  static func isMeant(by path: String?) -> Bool { path.map { FileFacts.fileExtension(of: $0) } == "xlsx" }

  /// - Throws: `no-ogr2ogr` (73), `output-exists` (73).
  init(_ path: String, force: Bool) throws(Fault) {
    guard force || FileFacts.kind(of: path) == .missing else { throw OutputFile.exists(path) }
    guard let program = ChildProcess.find("ogr2ogr") else {
      throw Fault(
        .output, code: "no-ogr2ogr",
        Text("writing a spreadsheet needs ogr2ogr, which is not installed", zh: "写入电子表格需要 ogr2ogr，但未安装"),
        at: Place(path), hint: Text("apt install gdal-bin, or write CSV", zh: "请执行 apt install gdal-bin，或改写 CSV"))
    }
    folder = try TemporaryDirectory()
    self.path = path
    self.force = force
    self.program = program
  }

  /// Where the rows are written.
  var textPath: String { folder.path + "/events.csv" }

  func convert() throws(Fault) {
    let converted = folder.path + "/events.xlsx"
    let outcome = try ChildProcess.run(
      [program, "-f", "XLSX", converted, textPath, "-oo", "AUTODETECT_TYPE=NO", "-lco", "OGR_XLSX_FIELD_TYPES=STRING"])
    guard outcome.status == 0 else {
      let words = outcome.errors.prefix(200)
      throw Fault(
        .output, code: "cannot-write", Text("ogr2ogr could not write it: \(words)", zh: "ogr2ogr 写入失败：\(words)"),
        at: Place(path))
    }
    let whole = try MappedFile(path: converted)
    var file = try OutputFile(path: path, force: force)
    try unsafe file.write(whole.bytes)
    try file.commit()
  }
}
