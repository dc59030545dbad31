import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialFormats
import SpatialPrimitives
import SystemFiles

/// `onegrid cim along`
extension CityModelCommand {
  static let along = Command(
    "along", Text("what a planned dig or pipe meets, and how near it comes", zh: "规划开挖或管线会碰到什么、离多近"),
    details: Text(
      """
      FILE is GeoJSON with one LineString. Its third coordinate is the height of the corridor's top; --top stands in where there \
      is none. A clearance of 0 is a clash.
      """,
      zh: "FILE 为含一条 LineString 的 GeoJSON。第三个坐标为顶面高程；没有时用 --top。净距为 0 即碰撞。"),
    operands: [Operand("FILE", kind: .file, Text("GeoJSON, or - for standard input", zh: "GeoJSON；- 为标准输入"))],
    options: [
      Option("width", "M", kind: .number(), Text("how wide it is", zh: "宽度（米）"), required: true),
      Option(
        "depth", "M", kind: .number(), Text("how deep it reaches below the line", zh: "自线向下的深度（米）"), required: true),
      Option("top", "M", kind: .number(), Text("the height of its top", zh: "顶面高程（米）")),
      Option(
        "clearance", "M", kind: .number(), Text("list what comes nearer than this", zh: "列出净距小于此值的对象"), default: "1"),
    ] + searchOptions, formats: [.text, .json, .csv],
    examples: [
      Example(
        "onegrid cim along geodata/dig.geojson --width 1.2 --depth 2", Text("A trench for a new pipe.", zh: "新管沟。")),
      Example(
        "onegrid cim along geodata/dig.geojson --width 1.2 --depth 2 --clearance 5 --json",
        Text("All within five metres, for a script.", zh: "五米以内的全部对象，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let file = arguments.required("FILE")
    let line = try line(file, top: arguments.number("top"))
    let clashes = try finder(arguments, console).clashes(
      along: Corridor(line: line, width: arguments.number("width") ?? 0, depth: arguments.number("depth") ?? 0),
      clearance: arguments.number("clearance") ?? 1)
    var columns: [Table.Column] = [.init("id", Text("object", zh: "对象"))]
    columns += CityObjectOutput.kindColumns
    columns += [
      .init("name", Text("name", zh: "名称")), .init("station_m", Text("along, m", zh: "里程（米）")),
      .init("clearance_m", Text("clearance, m", zh: "净距（米）")), .init("clash", Text("clash", zh: "碰撞")),
      .init("bbox", Text("box", zh: "范围")),
    ]
    var table = Table("objects", columns: columns)
    for clash in clashes {
      let object = clash.found.stored.object
      var row: [JSONValue] = [.string(object.id)]
      row += CityObjectOutput.kinds(object)
      row += [
        JSONValue(object.name), FoundObjectOutput.metres(clash.station),
        FoundObjectOutput.metres(clash.found.distance), .bool(clash.found.distance == 0),
        CityObjectOutput.json(clash.found.box),
      ]
      table.rows.append(row)
    }
    table.members = [.init(key: "total", value: JSONValue(clashes.count))]
    try console.show(console.format == .text ? table.leavingOut(CityObjectOutput.textless) : table)
    return .done
  }

  /// The places of the only line in a GeoJSON document.
  private static func line(_ file: String, top: Double?) throws(Fault) -> [Point3] {
    let bytes = try FileFacts.contents(of: file == "-" ? "/dev/stdin" : file)
    var lines: [[Point3?]] = []
    func gather(_ value: JSONValue) {
      guard case .object(let members) = value else { return }
      func member(_ key: String) -> JSONValue? { members.first { $0.key == key }?.value }
      if member("type") == .string("LineString"), case .array(let places)? = member("coordinates") {
        lines.append(places.map { place(of: $0, top) })
      }
      for key in ["geometry", "features", "geometries"] {
        switch member(key) {
        case .array(let parts)?: for part in parts { gather(part) }
        case let part?: gather(part)
        case nil: break
        }
      }
    }
    let document: JSONValue? = try? JSONValue.parse(bytes)
    if let document { gather(document) }
    let line = lines.first?.compactMap { $0 } ?? []
    guard lines.count == 1, line.count == lines[0].count, line.count > 1 else {
      throw Fault(
        .data, code: "bad-line", Text("“\(file)” holds no single line with heights", zh: "“\(file)”中没有唯一且带高程的线"),
        at: Place(file),
        hint: Text(
          "give GeoJSON with one LineString of [x, y, z], or its height with --top",
          zh: "请提供含一条 [x, y, z] LineString 的 GeoJSON，或用 --top 给出高程"))
    }
    return line
  }

  private static func place(of coordinates: JSONValue, _ top: Double?) -> Point3? {
    guard case .array(let values) = coordinates else { return nil }
    let numbers = values.compactMap { value -> Double? in
      switch value {
      case .integer(let number): Double(number)
      case .number(let number): number
      default: nil
      }
    }
    guard numbers.count == values.count, numbers.count >= 2, let height = numbers.count > 2 ? numbers[2] : top else {
      return nil
    }
    return Point3(numbers[0], numbers[1], height)
  }
}
