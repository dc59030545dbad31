import CityStore
import Diagnostics
import SpatialDatabase
import SpatialFormats
import SystemFiles

/// A table of things that belong to city objects, with the rows that cannot be taken.
public struct LinkImportRequest: Sendable {
  public var file: String
  /// Where rejected rows go; else the file's name and `.rejects.csv`, beside the database.
  public var rejectsPath: String?
  /// Replaces a rejects file that is there.
  public var force = false

  public init(file: String) { self.file = file }
}

/// What an import of links or readings did: rows = stored + older + rejected.
public struct LinkImportReport: Sendable, Hashable {
  public var rows = 0
  public var stored = 0
  /// Readings that are older than what is known.
  public var older = 0
  public var rejected = 0
  public var rejectsPath: String?
}

/// Reads the rows of a table (CSV, or anything else with fields) and keeps account of them.
final class LinkFile {
  private let source: any FeatureSource
  private let request: LinkImportRequest
  private let city: CityDatabase
  private let objects: Statement

  init(_ request: LinkImportRequest, _ city: CityDatabase, listener: Listener) throws(Fault) {
    self.request = request
    self.city = city
    source = try FeatureFile.open(request.file, listener: listener)
    objects = try city.connection.prepare(
      """
      SELECT city_models.name FROM city_models
      JOIN city_objects ON city_objects.model_id = city_models.id AND city_objects.id = ?1
      WHERE ?2 IS NULL OR city_models.name = ?2 LIMIT 2
      """)
  }

  /// The column of the first of these names that there is, in whatever letters.
  func column(_ names: [String]) -> Int? {
    let own = source.layer.fields.map { $0.name.lowercased() }
    return names.lazy.compactMap { own.firstIndex(of: $0) }.first
  }

  /// - Throws: `missing-column` (65) with the columns that there are.
  func requiredColumn(_ names: [String]) throws(Fault) -> Int {
    if let column = column(names) { return column }
    let own = source.layer.fields.map(\.name).joined(separator: ", ")
    throw Fault(
      .data, code: "missing-column", Text("there is no column “\(names[0])”", zh: "缺少“\(names[0])”列"),
      at: Place(request.file), hint: Text("there are: \(own)", zh: "现有：\(own)"))
  }

  /// Hands over each row's cells, blank ones as `nil`; one that throws goes to the rejects.
  ///
  /// - Parameter take: whether the row was stored; `false` for what is older than what is known.
  func run(_ take: (_ cells: [String?]) throws(LinkFault) -> Bool) throws(Fault) -> LinkImportReport {
    var report = LinkImportReport()
    let path =
      request.rejectsPath ?? FileFacts.folder(of: city.path) + "/" + FileFacts.name(of: request.file) + ".rejects.csv"
    var rejects = TableRejects(path, force: request.force, columns: source.layer.fields.map(\.name))
    while let feature = try source.next() {
      report.rows += 1
      let cells = feature.values.map { $0.text.flatMap { $0.isEmpty ? nil : $0 } }
      do throws(LinkFault) {
        if try take(cells) { report.stored += 1 } else { report.older += 1 }
      } catch {
        switch error {
        case .row(let reason):
          report.rejected += 1
          try rejects.add(line: feature.row, reason, feature.values.map { $0.text ?? "" })
        case .whole(let fault): throw fault
        }
      }
    }
    try rejects.finish()
    report.rejectsPath = report.rejected > 0 ? path : nil
    return report
  }

  /// The model of the only object of this id.
  func model(ofObject id: String?, in model: String?) throws(LinkFault) -> (model: String, id: String) {
    guard let id else { throw .row("missing-object") }
    var found: [String] = []
    try LinkFault.passing { () throws(Fault) in
      try objects.bind([.text(id), SQLValue(model)])
      while try objects.step() { if let name = objects.text(0) { found.append(name) } }
    }
    guard let name = found.first else { throw .row("unknown-object") }
    guard found.count == 1 else { throw .row("ambiguous-object") }
    return (name, id)
  }
}

/// What ends a row, or the whole run.
enum LinkFault: Error {
  /// By a stable name, as it stands in the rejects file.
  case row(String)
  case whole(Fault)

  static func passing<Result>(_ body: () throws(Fault) -> Result) throws(LinkFault) -> Result {
    do throws(Fault) { return try body() } catch { throw .whole(error) }
  }
}
