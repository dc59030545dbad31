import Diagnostics
import JSONWriting
import SpatialFormats
import SpatialPrimitives

/// What a CityJSON text says of all its objects together.
struct ModelHead: Sendable {
  /// `1.0`, `1.1` or `2.0`.
  var version: String
  /// `nil` where coordinates are written as they are.
  var transform: VertexTransform?
  /// The reference system in the text's own words.
  var referenceSystem: String?
  /// Everything else, as it is written: `"metadata":{…},"appearance":{…},…`.
  var members: String?
  var templates = GeometryTemplates()

  /// A head of nothing, for what comes in other formats.
  init(version: String) { self.version = version }

  /// Reads the members of a `CityJSON` object beside its objects and vertices.
  ///
  /// - Parameter members: keys and values as they are written.
  /// - Throws: `not-cityjson`, `unsupported-version`, `bad-transform`, `bad-templates`, `bad-json` (65).
  init(_ members: [(key: String, value: String)], file: String) throws(Fault) {
    var type: JSONValue?
    var version: JSONValue?
    var rest: [String] = []
    for (key, value) in members {
      let parse = { () throws(Fault) in try ModelHead.parse(value, key, file) }
      switch key {
      case "type": type = try parse()
      case "version": version = try parse()
      case "transform": transform = try ModelHead.transform(try parse(), file)
      default:
        // Whatever it is must be JSON, for it is written again as it is.
        let parsed = try parse()
        if key == "metadata", case .string(let text)? = parsed["referenceSystem"] { referenceSystem = text }
        if key == "geometry-templates" { templates = try GeometryTemplates(value, file: file) }
        rest.append(JSONWalk.member(key, value))
      }
    }
    guard type == .string("CityJSON") else { throw ModelHead.notCityJSON(file) }
    self.version = try ModelHead.known(version, file)
    self.members = rest.isEmpty ? nil : rest.joined(separator: ",")
  }

  private static func parse(_ text: String, _ key: String, _ file: String) throws(Fault) -> JSONValue {
    do { return try JSONValue.parse(Array(text.utf8)) } catch {
      var fault = error
      fault.place = Place(file, field: key)
      throw fault
    }
  }

  private static func known(_ version: JSONValue?, _ file: String) throws(Fault) -> String {
    let text: String
    switch version {
    case .string(let given)?: text = given
    case .number(let given)?: text = "\(given)"
    default: text = ""
    }
    if let known = ["1.0", "1.1", "2.0"].first(where: { text == $0 || text.hasPrefix($0 + ".") }) { return known }
    throw Fault(
      .data, code: "unsupported-version",
      Text("CityJSON of version “\(text)” is not known", zh: "不支持版本为“\(text)”的 CityJSON"), at: Place(file),
      hint: Text("1.0, 1.1 and 2.0 are; `cjio FILE upgrade` brings older ones up", zh: "支持 1.0、1.1、2.0；更早的可用 cjio 升级"))
  }

  private static func transform(_ value: JSONValue, _ file: String) throws(Fault) -> VertexTransform {
    guard let scale = value["scale"]?.point, let translate = value["translate"]?.point else {
      throw Fault(
        .data, code: "bad-transform",
        Text("the transform has no scale and translate of three numbers", zh: "transform 缺少由三个数组成的 scale 和 translate"),
        at: Place(file, field: "transform"))
    }
    return VertexTransform(scale: scale, translate: translate)
  }

  static func notCityJSON(_ file: String) -> Fault {
    Fault(
      .data, code: "not-cityjson",
      Text("“\(file)” is no CityJSON", zh: "“\(file)”不是 CityJSON"), at: Place(file),
      hint: Text(
        "a file begins with an object of type CityJSON, on one line before its features where it is a sequence",
        zh: "文件应以类型为 CityJSON 的对象开头；序列文件的首行即为该对象"))
  }
}

extension JSONValue {
  /// The first member of that name.
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .raw(let text): Double(text)
    default: nil
    }
  }

  /// A list of three numbers.
  fileprivate var point: Point3? {
    guard case .array(let elements) = self, elements.count == 3, let x = elements[0].double,
      let y = elements[1].double, let z = elements[2].double
    else { return nil }
    return Point3(x, y, z)
  }
}
