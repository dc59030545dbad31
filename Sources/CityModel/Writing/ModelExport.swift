public import CityStore
public import Diagnostics
import SpatialDatabase
import SystemFiles

/// A city model to be written to a file.
public struct ModelExportRequest: Sendable {
  public var path: String
  /// The model's name; `nil` takes the only one.
  public var model: String?
  /// Replaces a file that is there.
  public var force = false

  public init(path: String) { self.path = path }
}

public struct ModelExportReport: Sendable {
  public var model: CityModelRecord
  /// `CityJSON` or `CityJSONSeq`.
  public var format: String
  public var objects: Int
}

extension CityDatabase {
  /// Writes a model as CityJSON 2.0, or as a CityJSON sequence where the name ends in `.jsonl`; standard output gets the
  /// former. What was imported comes out again: types, attributes, semantics, appearance, what extensions add, and the
  /// numbers of the vertices with their transform. The file appears when it is whole.
  ///
  /// - Throws: `no-model`, `unknown-model`, `ambiguous-model`, `unknown-output-format` (64); `output-exists` (73).
  public func exportModel(_ request: ModelExportRequest, listener: Listener = .silent) throws(Fault)
    -> ModelExportReport
  {
    let isSequence = FileFacts.fileExtension(of: request.path) == "jsonl"
    guard isSequence || request.path == "-" || FileFacts.fileExtension(of: request.path) == "json" else {
      throw Fault(
        .usage, code: "unknown-output-format",
        Text("“\(request.path)” names no format", zh: "无法从“\(request.path)”得知格式"),
        hint: Text("use .city.json or .city.jsonl", zh: "请用 .city.json 或 .city.jsonl"))
    }
    return try connection.snapshot { () throws(Fault) in
      let model = try cityModel(named: request.model)
      let writing = try CityJSONWriting(model, connection, request, listener: listener)
      let objects = try isSequence ? writing.writeSequence() : writing.writeWhole()
      return ModelExportReport(model: model, format: isSequence ? "CityJSONSeq" : "CityJSON", objects: objects)
    }
  }
}
