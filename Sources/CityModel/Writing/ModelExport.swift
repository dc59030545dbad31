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
  /// Only objects for which it holds, with all that they are parts of and all that is a part of them.
  public var condition: ObjectCondition?

  public init(path: String) { self.path = path }
}

public struct ModelExportReport: Sendable {
  public var model: CityModelRecord
  /// `CityJSON`, `CityJSONSeq`, `GeoPackage`, `glTF` or `3D Tiles`.
  public var format: String
  /// Those that the file holds: of footprints only objects that have one, for viewers only what can be seen.
  public var objects: Int
}

/// One model on its way out: what every form of it is written with.
struct ModelExport {
  let city: CityDatabase
  let model: CityModelRecord
  let request: ModelExportRequest
  let listener: Listener

  /// - Parameter done: objects.
  func progress(_ done: Int) {
    listener.progress(
      ProgressReport(
        stage: Text("exporting city objects", zh: "导出城市对象"), done: done, total: model.objects, unit: "objects"))
  }
}

extension CityDatabase {
  /// Writes a model in the form that the output's name ends in.
  ///
  /// - `.json`, and standard output: CityJSON 2.0; `.jsonl`: a CityJSON sequence. What was imported comes out again: types,
  ///   attributes, semantics, appearance, what extensions add, and the numbers of the vertices with their transform.
  /// - `.gpkg`: footprints and outlines of storeys, in the system of the database.
  /// - `.glb`, `.gltf`: glTF 2.0 in metres around a local origin. `tileset.json`, or a folder: 3D Tiles 1.1. Both show the
  ///   finest geometry of every object, its id and attributes; heights of tiles are taken as those above the ellipsoid.
  ///
  /// The file appears when it is whole; of tiles `tileset.json` appears last.
  ///
  /// - Throws: `no-model`, `unknown-model`, `ambiguous-model`, `unknown-output-format` (64); `no-place`, `nothing-to-show`,
  ///   `too-large` (65); `output-exists` (73).
  public func exportModel(_ request: ModelExportRequest, listener: Listener = .silent) throws(Fault)
    -> ModelExportReport
  {
    let form = try ModelForm(request.path)
    return try connection.snapshot { () throws(Fault) in
      let model = try cityModel(named: request.model)
      let export = ModelExport(city: self, model: model, request: request, listener: listener)
      let objects = try seeing(request.condition, ofModel: model.id, listener: listener) { () throws(Fault) -> Int in
        switch form {
        case .cityJSON: return try CityJSONWriting(export).writeWhole()
        case .cityJSONSequence:
          return try CityJSONWriting(export).writeSequence()
        case .geoPackage: return try FootprintWriting(export: export).write()
        case .binaryGLTF, .textualGLTF:
          return try SceneWriting(export).writeFile(isBinary: form == .binaryGLTF)
        case .tiles(let folder):
          return try SceneWriting(export).writeTiles(in: folder)
        }
      }
      return ModelExportReport(model: model, format: form.name, objects: objects)
    }
  }
}

/// What a model is written as.
private enum ModelForm: Equatable {
  case cityJSON, cityJSONSequence, geoPackage, binaryGLTF, textualGLTF
  case tiles(folder: String)

  /// - Throws: `unknown-output-format` (64).
  init(_ path: String) throws(Fault) {
    if path == "-" {
      self = .cityJSON
      return
    }
    if FileFacts.name(of: path) == "tileset.json" {
      self = .tiles(folder: FileFacts.folder(of: path))
      return
    }
    if path.hasSuffix("/") || FileFacts.kind(of: path) == .directory {
      self = .tiles(folder: path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path)
      return
    }
    switch FileFacts.fileExtension(of: path) {
    case "json": self = .cityJSON
    case "jsonl": self = .cityJSONSequence
    case "gpkg": self = .geoPackage
    case "glb": self = .binaryGLTF
    case "gltf": self = .textualGLTF
    default:
      throw Fault(
        .usage, code: "unknown-output-format",
        Text("“\(path)” names no format", zh: "无法从“\(path)”得知格式"),
        hint: Text(
          "use .city.json, .city.jsonl, .gpkg, .glb, .gltf, or FOLDER/tileset.json",
          zh: "请用 .city.json、.city.jsonl、.gpkg、.glb、.gltf 或 文件夹/tileset.json"))
    }
  }

  var name: String {
    switch self {
    case .cityJSON: "CityJSON"
    case .cityJSONSequence: "CityJSONSeq"
    case .geoPackage: "GeoPackage"
    case .binaryGLTF, .textualGLTF: "glTF"
    case .tiles: "3D Tiles"
    }
  }
}
