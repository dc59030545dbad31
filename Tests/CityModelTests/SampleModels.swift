import CityModel
import CityStore
import Diagnostics
import Foundation
import JSONWriting
import SpatialFormats
import SystemFiles
import TestSupport

/// A folder with a city database in it, for models to be imported into.
final class ModelFolder {
  let folder: TemporaryDirectory
  var database: String { folder.path + "/city.db" }

  init() throws { folder = try TemporaryDirectory() }

  func file(_ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    var output = try OutputFile(path: path, force: true)
    try output.write(text)
    try output.commit()
    return path
  }

  @discardableResult
  func importModel(_ path: String, name: String? = nil, crs: String? = nil) throws -> ModelImportReport {
    var request = ModelImportRequest(file: path)
    request.name = name
    request.crs = crs
    request.force = true
    request.threads = 2
    return try CityDatabase.importModel(request, at: database)
  }

  func city() throws -> CityDatabase { try CityDatabase.open(at: database, for: .reading) }

  /// What a model is written as.
  func exported(_ model: String, _ name: String) throws -> String {
    var request = ModelExportRequest(path: folder.path + "/" + name)
    request.model = model
    request.force = true
    _ = try city().exportModel(request)
    return String(decoding: try FileFacts.contents(of: request.path), as: UTF8.self)
  }
}

/// The codes of notices, as they came.
final class NoticeCodes: @unchecked Sendable {
  private let lock = NSLock()
  private var codes: [String] = []
  var list: [String] { lock.withLock { codes } }
  func add(_ notice: Notice) { lock.withLock { codes.append(notice.code) } }
}

enum SampleModels {
  /// A cube of 10 m at 100, 200, 5 with a door, its vertices doubled by the transform.
  static func cube(id: String = "cube", extra: String = "") -> String {
    """
    "\(id)":{"type":"Building","attributes":{"name":"方楼","storeys":3,"big":9007199254740993,"ratio":0.10}\(extra),\
    "geometry":[{"type":"Solid","lod":"2","boundaries":[[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],\
    [[3,0,4,7]]]],"semantics":{"surfaces":[{"type":"GroundSurface"},{"type":"RoofSurface","slope":0}],\
    "values":[[0,1,null,null,null,null]]}}]}
    """
  }

  static let vertices = "[[0,0,0],[20,0,0],[20,20,0],[0,20,0],[0,0,20],[20,0,20],[20,20,20],[0,20,20]]"
  static let transform = "\"transform\":{\"scale\":[0.5,0.5,0.5],\"translate\":[400000,2500000,5]}"

  static func whole(_ objects: String, head: String = "", version: String = "2.0") -> String {
    "{\"type\":\"CityJSON\",\"version\":\"\(version)\",\(transform)\(head),\"CityObjects\":{\(objects)},\"vertices\":\(vertices)}"
  }

  static let metadata =
    ",\"metadata\":{\"referenceSystem\":\"https://www.opengis.net/def/crs/EPSG/0/4547\",\"title\":\"方\"}"

  static func sequence(_ features: [String]) -> String {
    "{\"type\":\"CityJSON\",\"version\":\"2.0\",\(transform)\(metadata),\"CityObjects\":{},\"vertices\":[]}\n"
      + features.map { $0 + "\n" }.joined()
  }

  static func feature(_ id: String, _ objects: String) -> String {
    "{\"type\":\"CityJSONFeature\",\"id\":\"\(id)\",\"CityObjects\":{\(objects)},\"vertices\":\(vertices)}"
  }
}

extension JSONValue {
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  static func of(_ text: String) throws -> JSONValue { try parse(Array(text.utf8)) }
}
