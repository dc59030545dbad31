import CityStore
import Diagnostics
import Projections
import SpatialPrimitives
import SystemFiles

/// An IFC file, turned by the helper into a sequence in a temporary file, which is read as any other is.
final class IFCSource: CityModelSource {
  let head: ModelHead
  let format = "IFC"
  private let folder: TemporaryDirectory
  private let sequence: any CityModelSource
  /// What the helper could not turn into objects; handed over first.
  private var rejects: [RejectedObject]

  var size: Int { sequence.size }
  var position: Int { sequence.position }

  /// Whether a file is IFC in the exchange structure of ISO 10303-21, or is called so, packed or not.
  static func isOne(_ path: String) -> Bool {
    if ["ifc", "ifczip"].contains(FileFacts.fileExtension(of: path)) { return true }
    guard let file = try? FileMapping(path) else { return false }
    return unsafe String(decoding: file.bytes.prefix(64), as: UTF8.self).contains("ISO-10303-21;")
  }

  /// - Parameter settings: of the database that the model goes into.
  /// - Throws: what `IFCHelper` and `IFCPlacement` throw; `missing-file`, `is-directory`, `empty-file`.
  static func open(
    _ request: ModelImportRequest, _ settings: DatabaseSettings, listener: Listener
  ) throws(Fault) -> (source: IFCSource, location: ModelLocation) {
    // The same words for a file that is missing as everywhere.
    let file = try FileMapping(request.file)
    guard unsafe !file.bytes.isEmpty else { throw CityJSONFile.empty(request.file) }
    let citySystem = try CoordinateSystem(settings.crs)
    let wish = IFCPlacement.Wish(
      origin: request.ifc.origin, height: request.ifc.height, rotation: request.ifc.rotation,
      crs: try request.crs.map { text throws(Fault) in try CoordinateSystem(text) }, citySystem: citySystem,
      modelSystem: try settings.modelCRS.map { text throws(Fault) in try CoordinateSystem(text) })
    let folder = try TemporaryDirectory()
    let output = folder.path + "/objects.city.jsonl"
    var rejects: [RejectedObject] = []
    var facts = IFCFacts()
    var placement: IFCPlacement?
    try IFCHelper(request.ifc).convert(request.file, to: output, in: folder.path, threads: request.threads) {
      message throws(Fault) in
      switch message {
      case .facts(let found):
        facts = found
        let chosen = try IFCPlacement(found, wish, file: request.file)
        listener.notice(chosen.notice)
        placement = chosen
        return chosen.reply
      case .progress(let done, let total):
        listener.progress(
          ProgressReport(
            stage: Text("measuring shapes", zh: "计算几何"), done: min(done, total), total: total, unit: "objects"))
      case .reject(let rejected): rejects.append(rejected)
      case .leftOut(let counts): tell(counts, request.file, listener)
      }
      return nil
    }
    guard let placement else { throw IFCHelper.silent(request.file) }
    let source = try IFCSource(folder, output, facts.schema, rejects, threads: request.threads)
    return (source, ModelLocation(placement.system, reference: placement.reference))
  }

  private init(
    _ folder: consuming TemporaryDirectory, _ output: String, _ schema: String, _ rejects: [RejectedObject],
    threads: Int
  ) throws(Fault) {
    sequence = try CityJSONFile.open(output, threads: threads)
    self.folder = folder
    self.rejects = rejects
    var head = sequence.head
    head.version = schema.hasPrefix("IFC") ? String(schema.dropFirst(3)) : schema
    self.head = head
  }

  private static func tell(_ counts: [(name: String, count: Int)], _ file: String, _ listener: Listener) {
    guard !counts.isEmpty else { return }
    let list = counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    listener.notice(
      Notice(
        .note, code: "not-city-objects",
        Text("left out, for they are no things: \(list)", zh: "以下不是实物，未导入：\(list)"), at: Place(file)))
  }

  func next(_ prepare: @Sendable () throws(Fault) -> ObjectPreparation) throws(Fault) -> [CityFeature]? {
    if !rejects.isEmpty {
      defer { rejects = [] }
      return [CityFeature(rejects: rejects)]
    }
    guard var features = try sequence.next(prepare) else { return nil }
    // The lines are the helper's, not the file's.
    for position in features.indices { features[position].line = nil }
    return features
  }
}
