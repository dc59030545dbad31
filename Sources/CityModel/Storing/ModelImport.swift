public import CityStore
public import CivilTime
public import Diagnostics
import SystemFiles

/// A file of city objects to be imported.
public struct ModelImportRequest: Sendable {
  public var file: String
  /// What the model is called; else the file's name without its endings.
  public var name: String?
  /// The coordinate system; else what the file says.
  public var crs: String?
  /// Of IFC alone.
  public var ifc = IFCOptions()
  /// Where rejected objects go; else the file's name and `.rejects.csv`, beside the database.
  public var rejectsPath: String?
  /// Replaces a rejects file that is there.
  public var force = false
  public var threads = 1
  /// This program and its version.
  public var program = "onegrid"

  public init(file: String) { self.file = file }
}

/// What an import did: every object of the file is stored or rejected.
public struct ModelImportReport: Sendable {
  public var model: CityModelRecord
  /// How many objects there are of each type, the most first.
  public var types: [(type: String, count: Int)]
  /// Whether a model of that name was replaced.
  public var isReplacement: Bool
  public var rejectsPath: String?
}

extension CityDatabase {
  /// Imports a city model, in the place of one of the same name, all in one transaction: after a failure, or a kill at
  /// any moment, the database is as it was. Where there is no database it is made in the same transaction.
  ///
  /// Reads CityJSON 1.0, 1.1 and 2.0 with extensions and geometry templates, CityJSON sequences and CityGML 1.0, 2.0 and 3.0
  /// of any size in bounded memory, and IFC2x3, IFC4 and IFC4x3 through IfcOpenShell. Objects that cannot be read are
  /// rejected with their id and the reason; the others are stored.
  ///
  /// - Parameter settings: for a database that has to be made.
  /// - Throws: `not-cityjson`, `not-citygml`, `unsupported-version`, `cut-json`, `bad-json`, `bad-vertices`, `bad-templates`,
  ///   `cut-xml`, `bad-xml`, `xml-doctype`, `compressed-file`, `unknown-crs` (65), `origin-needs-ifc` (64), what `IFCSource`
  ///   throws, and what opening the file and the database throws.
  public static func importModel(
    _ request: ModelImportRequest, at path: String, creating settings: DatabaseSettings = DatabaseSettings(),
    listener: Listener = .silent, now: Instant = .now()
  ) throws(Fault) -> ModelImportReport {
    let (source, location) = try opened(request, at: path, settings, listener)
    let digest = try FileFacts.sha256(of: request.file)
    return try write(at: path, creating: settings) { (city, _) throws(Fault) in
      try ModelLoading(source, location, request, digest, into: city, listener: listener).run(now)
    }
  }

  private static func opened(
    _ request: ModelImportRequest, at path: String, _ settings: DatabaseSettings, _ listener: Listener
  ) throws(Fault) -> (any CityModelSource, ModelLocation) {
    if IFCSource.isOne(request.file) {
      let present = try? CityDatabase.open(at: path, for: .reading).settings
      return try IFCSource.open(request, present ?? settings, listener: listener)
    }
    guard request.ifc.origin == nil, request.ifc.rotation == nil else {
      throw Fault(
        .usage, code: "origin-needs-ifc",
        Text("only IFC is put in its place by --origin and --rotation", zh: "只有 IFC 可用 --origin 和 --rotation 定位"),
        at: Place(request.file), hint: Text("name its coordinate system with --crs", zh: "请用 --crs 指定其坐标系"))
    }
    let source = try CityModelFile.open(request.file, threads: request.threads, listener: listener)
    return (source, try ModelLocation(source.head, request, listener: listener))
  }
}
