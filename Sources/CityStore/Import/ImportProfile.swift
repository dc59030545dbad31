import Diagnostics
import JSONWriting
import SpatialFormats
import SystemFiles

/// How the files of one source are to be read, kept in a JSON file so that next month's delivery needs no options.
struct ImportProfile: Equatable {
  var fields = FieldMapping()
  var layer: String?
  var crs: String?
  var encoding: String?
  var condition: String?

  /// - Throws: `bad-profile` (65) for what is no profile: an unknown key, a value that is no text.
  init(path: String) throws(Fault) {
    let contents = try FileFacts.contents(of: path)
    guard case .object(let members)? = try? JSONValue.parse(contents) else {
      throw ImportProfile.fault(path, "it is no JSON object", "不是 JSON 对象")
    }
    for member in members {
      guard case .string(let value) = member.value else {
        if case .null = member.value { continue }
        throw ImportProfile.fault(path, "“\(member.key)” is no text", "“\(member.key)”不是文本")
      }
      switch member.key {
      case "layer": layer = value
      case "crs": crs = value
      case "encoding": encoding = value
      case "where": condition = value
      default:
        guard let role = FieldRole(rawValue: member.key) else {
          throw ImportProfile.fault(path, "it has an unknown key “\(member.key)”", "有未知的键“\(member.key)”")
        }
        fields[role] = value
      }
    }
  }

  /// What an import was told, and the fields that it used.
  init(request: ImportRequest, fields: FieldMapping) {
    self.fields = fields
    layer = request.layer
    crs = request.crs
    encoding = request.encoding
    condition = request.condition
  }

  /// The profile's JSON; parts without a value are left out.
  var json: JSONValue {
    var members: [JSONValue.Member] = []
    for role in FieldRole.allCases {
      if let field = fields[role] { members.append(JSONValue.Member(key: role.rawValue, value: .string(field))) }
    }
    for (key, value) in [("layer", layer), ("crs", crs), ("encoding", encoding), ("where", condition)] {
      if let value { members.append(JSONValue.Member(key: key, value: .string(value))) }
    }
    return .object(members)
  }

  func save(to path: String) throws(Fault) {
    var file = try OutputFile(path: path, force: false)
    try file.write(json.prettyText + "\n")
    try file.commit()
  }

  /// `request` with what it leaves open taken from the profile.
  func applied(to request: ImportRequest) -> ImportRequest {
    var request = request
    request.fields = request.fields.filled(from: fields)
    request.layer = request.layer ?? layer
    request.crs = request.crs ?? crs
    request.encoding = request.encoding ?? encoding
    request.condition = request.condition ?? condition
    return request
  }

  private static func fault(_ path: String, _ english: String, _ chinese: String) -> Fault {
    Fault(
      .data, code: "bad-profile",
      Text("“\(path)” is no import profile: \(english)", zh: "“\(path)”不是导入配置：\(chinese)"), at: Place(path),
      hint: Text(
        "its keys are code, name, parent, households, layer, crs, encoding, where",
        zh: "可用的键：code、name、parent、households、layer、crs、encoding、where"))
  }
}
