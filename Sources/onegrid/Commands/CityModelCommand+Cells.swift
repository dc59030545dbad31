import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import GridCodes
import JSONWriting
import SpatialPrimitives

/// `onegrid cim cover`, and cells instead of boxes for `onegrid cim box`.
extension CityModelCommand {
  static let cover = Command(
    "cover", Text("the grid location codes of all cells that an object meets", zh: "一个对象涉及的全部网格位置码"),
    details: Text(
      """
      BeiDou or GeoSOT codes, by the object's exact shape: in the plane as it is seen from above, with --space in space. Codes \
      in space count heights from the ellipsoid: --height-offset is what has to be added to the heights of the models.
      """,
      zh: "按对象的精确几何给出北斗或 GeoSOT 编码：默认为二维（俯视），--space 为三维。三维编码的高程为大地高，--height-offset 为模型高程需加的改正数。"),
    operands: [Operand("ID", Text("the id of an object", zh: "对象编号"))],
    options: [
      Option("level", "N", kind: .integer(1...32), Text("how fine", zh: "层级"), required: true),
      Option(
        "system", "S", kind: .choice(GridSystem.allCases.map(\.rawValue)), Text("which codes", zh: "编码体系"),
        default: GridSystem.beidou.rawValue),
      Option(flag: "space", Text("cells in space", zh: "三维网格")), heightOffset, model,
    ], formats: [.text, .json],
    examples: [
      Example("onegrid cim cover tower --level 7", Text("A cell a line.", zh: "每行一个网格码。")),
      Example(
        "onegrid cim cover room-201 --system geosot --level 24 --space --json",
        Text("In space, for a script.", zh: "三维，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let system = GridSystem(rawValue: arguments.required("system")) ?? .beidou
    var request = CellCoverRequest(system, level: arguments.integer("level") ?? 1)
    request.inSpace = arguments.flag("space")
    request.heightOffset = arguments.number("height-offset") ?? 0
    guard system.levels.contains(request.level) else {
      let most = system.levels.upperBound
      throw Fault(
        .usage, code: "bad-value",
        Text("\(system.rawValue) has the levels 1 to \(most)", zh: "\(system.rawValue) 的层级为 1 至 \(most)"))
    }
    let stored = try city.cityObject(id: arguments.required("ID"), model: arguments.value("model"))
    let codes = try CityObjectFinder(city, listener: console.listener).cells(covering: stored, request)
    try console.show(["total": JSONValue(codes.count), "codes": .array(codes.map { .string($0) })]) {
      codes.map { $0 + "\n" }.joined()
    }
    return .done
  }

  static let heightOffset = Option(
    "height-offset", "M", kind: .number(),
    Text("what makes the models' heights ones above the ellipsoid, metres", zh: "模型高程化为大地高的改正数（米）"), default: "0")

  /// The cell of a code.
  static func cell(_ code: String) throws(Fault) -> GridCell {
    for reading in try CodeReading.all(of: code) { if case .cell(_, let cell) = reading { return cell } }
    throw Fault(
      .usage, code: "bad-value", Text("“\(code)” is no grid location code", zh: "“\(code)”不是网格位置码"),
      hint: Text("BeiDou codes begin with N or S, GeoSOT codes with G", zh: "北斗码以 N 或 S 开头，GeoSOT 码以 G 开头"))
  }
}
