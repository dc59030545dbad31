import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid cim at`, `cim near`, `cim box`
extension CityModelCommand {
  static let placeOperands = [
    Operand("LON", kind: .number(), Text("longitude, or x with --crs", zh: "经度；用 --crs 时为 x（东）")),
    Operand("LAT", kind: .number(), Text("latitude, or y with --crs", zh: "纬度；用 --crs 时为 y（北）")),
  ]

  /// What every search by place takes.
  static let searchOptions = [
    Option("crs", "C", Text("the reference system of places and boxes", zh: "坐标与范围的坐标系")),
    Option("class", "TYPE", Text("only this type, e.g. BuildingRoom", zh: "只找此类别，例如 BuildingRoom")),
    Option("level", "N", kind: .integer(1...7), Text("only this CIM level, 1 to 7", zh: "只找此 CIM 分级，1 至 7")), model,
  ]

  static func finder(_ arguments: Arguments, _ console: Console) throws(Fault) -> CityObjectFinder {
    try CityObjectFinder(
      arguments.openDatabase(for: .reading), crs: arguments.value("crs"),
      matching: CityObjectFilter(
        model: arguments.value("model"), type: arguments.value("class"), cimLevel: arguments.integer("level")),
      listener: console.listener)
  }

  static func place(_ arguments: Arguments) -> Point {
    Point(arguments.number("LON") ?? .nan, arguments.number("LAT") ?? .nan)
  }

  static let at = Command(
    "at", Text("what holds a place: building, storey, room, component", zh: "一个位置所在的建筑、楼层、房间、构件"),
    details: Text(
      """
      An object whose shape closes is decided exactly (method “solid”), another by the box around it (“envelope”); \
      what these are parts of follows (“part”). Above and below is what the upright line through the place meets, nearest \
      first. Without HEIGHT the answer is what that line meets (“column”).
      """,
      zh: """
        几何封闭的对象精确判定（solid），其余按外包框判定（envelope），并列出其所属的整体（part）。above 和 below 为过该点铅垂线\
        上方、下方的对象，近者在前。不给 HEIGHT 时列出铅垂线穿过的对象（column）。
        """),
    operands: placeOperands + [
      Operand("HEIGHT", kind: .number(), Text("in the heights of the models, metres", zh: "模型高程（米）"), count: .optional)
    ],
    options: searchOptions + [
      Option(
        "limit", "N", kind: .integer(0...10_000), Text("how many above, and below", zh: "上方、下方各列出多少"), default: "20")
    ], formats: [.text, .json],
    examples: [
      Example("onegrid cim at 112.88997 22.62998 5", Text("In a room on the first floor.", zh: "一楼的房间内。")),
      Example(
        "onegrid cim at 112.89005 22.62989 --json", Text("All that is over and under a place.", zh: "该处上下的全部对象。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let place = try finder(arguments, console).at(
      place(arguments), height: arguments.number("HEIGHT"), most: arguments.integer("limit") ?? 20)
    try console.show(FoundObjectOutput.json(place)) { FoundObjectOutput.text(place, console.settings.language) }
    return .done
  }

  static let near = Command(
    "near", Text("the city objects nearest to a place", zh: "离一个位置最近的城市对象"),
    details: Text(
      "Distances are to the shapes themselves, 0 inside a shape that closes.", zh: "距离算到几何本身；在封闭几何内部时为 0。"),
    operands: placeOperands + [
      Operand("HEIGHT", kind: .number(), Text("in the heights of the models, metres", zh: "模型高程（米）"))
    ],
    options: [
      Option("count", short: "k", "N", kind: .integer(1...10_000), Text("how many", zh: "数量"), default: "10"),
      Option("radius", "M", kind: .number(), Text("none farther than this many metres", zh: "最大距离（米）")),
    ] + searchOptions, formats: [.text, .json, .csv],
    examples: [
      Example("onegrid cim near 112.89005 22.62989 4 -k 3", Text("The next three.", zh: "最近的三个。")),
      Example(
        "onegrid cim near 112.89005 22.62989 4 --class BuildingRoom --json", Text("The next rooms.", zh: "最近的房间。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let found = try finder(arguments, console).near(
      place(arguments), height: arguments.number("HEIGHT") ?? .nan, most: arguments.integer("count") ?? 10,
      within: arguments.number("radius") ?? .infinity)
    try show(found, console)
    return .done
  }

  static let box = Command(
    "box", Text("the city objects whose boxes meet a box", zh: "外包框与一个长方体相交的城市对象"),
    operands: [
      Operand("MINX", kind: .number(), Text("least longitude, or x", zh: "最小经度或 x")),
      Operand("MINY", kind: .number(), Text("least latitude, or y", zh: "最小纬度或 y")),
      Operand("MINZ", kind: .number(), Text("least height", zh: "最小高程")),
      Operand("MAXX", kind: .number(), Text("greatest longitude, or x", zh: "最大经度或 x")),
      Operand("MAXY", kind: .number(), Text("greatest latitude, or y", zh: "最大纬度或 y")),
      Operand("MAXZ", kind: .number(), Text("greatest height", zh: "最大高程")),
    ], options: searchOptions, formats: [.text, .json, .csv],
    examples: [
      Example("onegrid cim box 112.8899 22.6299 3 112.8902 22.6301 20", Text("What stands here.", zh: "此处有什么。")),
      Example(
        "onegrid cim box 112.8899 22.6298 -9 112.8902 22.6301 3 --json", Text("What is under the ground.", zh: "地下有什么。")
      ),
    ]
  ) { (arguments, console) throws(Fault) in
    func side(_ name: String) -> Double { arguments.number(name) ?? .nan }
    let box = Box3(
      minX: side("MINX"), minY: side("MINY"), minZ: side("MINZ"), maxX: side("MAXX"), maxY: side("MAXY"),
      maxZ: side("MAXZ"))
    guard !box.isEmpty else {
      throw Fault(
        .usage, code: "bad-value", Text("a least side is above its greatest", zh: "最小值大于最大值"))
    }
    try show(finder(arguments, console).objects(in: box), console)
    return .done
  }

  static func show(_ found: [FoundObject], _ console: Console) throws(Fault) {
    let table = FoundObjectOutput.table(found)
    try console.show(console.format == .text ? table.leavingOut(["bbox", "cim_level"]) : table)
  }
}
