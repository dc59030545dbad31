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

  static let classOption = Option(
    "class", "CLASS",
    Text(
      "only this class: of CityJSON (BuildingRoom), of IFC (IfcDoor), or a word (door, window, room, storey, pipe, wall)",
      zh: "只取此类别：CityJSON 类型（BuildingRoom）、IFC 类（IfcDoor）或常用词（门、窗、房间、楼层、管道）"))

  /// What every search by place takes.
  static let searchOptions =
    [
      Option("crs", "C", Text("the reference system of places and boxes", zh: "坐标与范围的坐标系")),
      classOption,
      Option("level", "N", kind: .integer(1...7), Text("only this CIM level, 1 to 7", zh: "只找此 CIM 分级，1 至 7")), model,
    ] + conditionOptions

  /// What everything that answers with objects takes.
  static let conditionOptions = [
    Option(
      "filter", "CQL2",
      Text(
        "only objects for which this condition holds; see `onegrid cim --help`", zh: "只取满足此条件的对象；参见 onegrid cim --help")
    ),
    Option("as-of", "DATE", Text("only objects that there are at this date or time", zh: "只取该日期或时间存在的对象")),
  ]

  /// What `conditionOptions` ask for, in one.
  static func condition(_ arguments: Arguments, in city: CityDatabase) throws(Fault) -> ObjectCondition? {
    let offset = city.settings.utcOffset
    let asked = try arguments.value("filter").map { text throws(Fault) in try ObjectCondition(text, assuming: offset) }
    guard let time = try arguments.instant("as-of", assuming: offset) else { return asked }
    let present = ObjectCondition(validAt: time)
    return asked.map { $0.and(present) } ?? present
  }

  /// - Parameter crs: instead of what the user says.
  static func finder(
    _ arguments: Arguments, _ console: Console, crs: String? = nil
  ) throws(Fault) -> CityObjectFinder {
    let city = try arguments.openDatabase(for: .reading)
    return try CityObjectFinder(
      city, crs: crs ?? arguments.value("crs"),
      matching: CityObjectFilter(
        model: arguments.value("model"), type: arguments.value("class"), cimLevel: arguments.integer("level"),
        condition: try condition(arguments, in: city)),
      listener: console.listener)
  }

  static func place(_ arguments: Arguments) -> Point {
    Point(arguments.number("LON") ?? .nan, arguments.number("LAT") ?? .nan)
  }

  static let at = Command(
    "at", Text("what holds a place: building, storey, room, component", zh: "一个位置所在的建筑、楼层、房间、构件"),
    details: Text(
      """
      An object whose shape closes is decided exactly (method “solid”), another by the box around it (“envelope”), \
      as is a place in a doorway; what these are parts of follows (“part”). Above and below is what the upright line through \
      the place meets, nearest first. A place in the bore of a pipe or inside a cupboard has the method “hollow”. \
      Without HEIGHT the answer is what that line meets (“column”).

      Instead of a place, --address names a building by its id, its name or its address, --floor a storey in it by name or \
      number (basements: -2 or B2; the ground floor: 首层, EG or GF), --room a room by name or number; what they name has the \
      method “address”. Storeys whose names have no number are counted: the ground floor is 1, or 0 where other names say so.
      """,
      zh: """
        几何封闭的对象精确判定（solid），其余以及门洞中的位置按外包框判定（envelope），并列出其所属的整体（part）。above 和 below 为过该点铅垂线\
        上方、下方的对象，近者在前。位于管道或柜体内腔的标为 hollow。不给 HEIGHT 时列出铅垂线穿过的对象（column）。

        也可不给坐标：--address 按编号、名称或地址指定建筑，--floor 按名称或层号指定楼层（地下层：-2 或 B2；首层：首层、EG 或 GF），\
        --room 按名称或房号指定房间；这样找到的对象标为 address。名称中没有层号的楼层按次序推算：首层为 1；其他楼层名称表明首层为 0 的除外。
        """),
    operands: placeOperands.map { operand in
      var operand = operand
      operand.count = .optional
      return operand
    } + [
      Operand("HEIGHT", kind: .number(), Text("in the heights of the models, metres", zh: "模型高程（米）"), count: .optional)
    ],
    options: [
      Option(
        "address", "BUILDING",
        Text("a building, instead of LON and LAT: id, name or address", zh: "按编号、名称或地址指定建筑，代替经纬度")),
      Option("floor", "N", Text("a storey of the building: name or number", zh: "楼层名称或层号")),
      Option("room", "N", Text("a room of the storey or building: name or number", zh: "房间名称或房号")),
    ] + searchOptions + [
      Option(
        "limit", "N", kind: .integer(0...10_000), Text("how many above, and below", zh: "上方、下方各列出多少"), default: "20")
    ], formats: [.text, .json],
    examples: [
      Example("onegrid cim at 112.88997 22.62998 5", Text("In a room on the first floor.", zh: "一楼的房间内。")),
      Example(
        "onegrid cim at --address 听澜大厦 --floor 2 --room 201 --json",
        Text("The same by what people call it.", zh: "按地址查找。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let most = arguments.integer("limit") ?? 20
    let answer =
      if let address = try address(arguments) {
        try finder(arguments, console).at(address, most: most)
      } else {
        try finder(arguments, console).at(place(arguments), height: arguments.number("HEIGHT"), most: most)
      }
    try console.show(FoundObjectOutput.json(answer)) { FoundObjectOutput.text(answer, console.settings.language) }
    return .done
  }

  /// What --address, --floor and --room name; `nil` where a place is given.
  private static func address(_ arguments: Arguments) throws(Fault) -> IndoorAddress? {
    let hasPlace = arguments.value("LON") != nil
    guard let building = arguments.value("address") else {
      guard arguments.value("floor") == nil, arguments.value("room") == nil else {
        throw Fault(
          .usage, code: "missing-option",
          Text("--floor and --room are in a building: --address is missing", zh: "--floor 和 --room 须与 --address 同用"))
      }
      guard arguments.value("LAT") != nil else {
        throw Fault(
          .usage, code: "missing-operand", Text("LON and LAT are missing", zh: "缺少经度和纬度"),
          hint: Text("or name a building with --address", zh: "或用 --address 指定建筑"))
      }
      return nil
    }
    guard !hasPlace else {
      throw Fault(
        .usage, code: "contradiction", Text("a place and --address are two questions", zh: "坐标与 --address 不能同时给出"))
    }
    return IndoorAddress(building: building, floor: arguments.value("floor"), room: arguments.value("room"))
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
    "box", Text("the city objects whose boxes meet a box or a grid cell", zh: "外包框与一个长方体或网格相交的城市对象"),
    details: Text(
      "Instead of a box, --cell names one by its BeiDou or GeoSOT code; a code in the plane means all heights.",
      zh: "也可用 --cell 以北斗或 GeoSOT 编码代替长方体；二维编码不限高程。"),
    operands: [
      Operand("MINX", kind: .number(), Text("least longitude, or x", zh: "最小经度或 x"), count: .optional),
      Operand("MINY", kind: .number(), Text("least latitude, or y", zh: "最小纬度或 y"), count: .optional),
      Operand("MINZ", kind: .number(), Text("least height", zh: "最小高程"), count: .optional),
      Operand("MAXX", kind: .number(), Text("greatest longitude, or x", zh: "最大经度或 x"), count: .optional),
      Operand("MAXY", kind: .number(), Text("greatest latitude, or y", zh: "最大纬度或 y"), count: .optional),
      Operand("MAXZ", kind: .number(), Text("greatest height", zh: "最大高程"), count: .optional),
    ], options: [Option("cell", "CODE", Text("a grid location code", zh: "网格位置码")), heightOffset] + searchOptions,
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid cim box 112.8899 22.6299 3 112.8902 22.6301 20", Text("What stands here.", zh: "此处有什么。")),
      Example("onegrid cim box --cell N49F951875B376 --json", Text("What a grid cell holds.", zh: "网格内有什么。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let names = ["MINX", "MINY", "MINZ", "MAXX", "MAXY", "MAXZ"]
    let sides = names.compactMap { arguments.number($0) }
    if let code = arguments.value("cell") {
      guard sides.isEmpty, arguments.value("crs") == nil else {
        throw Fault(
          .usage, code: "contradiction",
          Text("--cell says the box and its system", zh: "--cell 已确定范围及坐标系"))
      }
      let found = try finder(arguments, console, crs: "EPSG:4490").objects(
        in: cell(code), heightOffset: arguments.number("height-offset") ?? 0)
      try show(found, console)
      return .done
    }
    guard sides.count == names.count else {
      throw Fault(
        .usage, code: "missing-operand",
        Text("\(names[sides.count]) is missing", zh: "缺少 \(names[sides.count])"),
        hint: Text("or name a cell with --cell", zh: "或用 --cell 指定网格"))
    }
    let box = Box3(
      minX: sides[0], minY: sides[1], minZ: sides[2], maxX: sides[3], maxY: sides[4], maxZ: sides[5])
    guard !box.isEmpty else {
      throw Fault(
        .usage, code: "bad-value", Text("a least side is above its greatest", zh: "最小值大于最大值"))
    }
    try show(finder(arguments, console).objects(in: box), console)
    return .done
  }

  static func show(_ found: [FoundObject], _ console: Console) throws(Fault) {
    let table = FoundObjectOutput.table(found)
    try console.show(
      console.format == .text ? table.leavingOut(CityObjectOutput.textless.union(["cim_level", "floor"])) : table)
  }
}
