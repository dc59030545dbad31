import CommandLineKit
import Diagnostics
import GridCodes
import JSONWriting

/// `onegrid code`
enum CodeCommand {
  static let command = Command(
    "code", Text("official codes and grid location codes: made, read, checked", zh: "编码：生成、解读、检查"),
    details: Text(
      """
      BeiDou grid location codes (GB/T 39409) and GeoSOT (GB/T 40087) in the plane and in space, reckoned in whole numbers; \
      division, unit grid, component and event codes. Places are in CGCS2000, heights above its ellipsoid.
      """,
      zh: """
        北斗网格位置码（GB/T 39409）与 GeoSOT（GB/T 40087），二维和三维，整数精确计算；行政区划、单元网格、部件、事件编码。\
        坐标为 CGCS2000，高程为大地高。
        """),
    examples: [
      Example("onegrid code make beidou 113.264385 23.129112", Text("The cell of a place.", zh: "一个位置的网格码。")),
      Example("onegrid code explain 3205080101000001", Text("What a code says.", zh: "解读编码。")),
    ], subcommands: [make, explain, check, cover])

  // MARK: Make

  private static let make = Command(
    "make", Text("the code of a place or a thing", zh: "生成编码"),
    examples: [
      Example(
        "onegrid code make geosot 116.315222 39.910278 --height 100 --level 32", Text("In space.", zh: "三维编码。")),
      Example("onegrid code make unit-grid 110101001001 --sequence 7", Text("A unit grid's.", zh: "单元网格编码。")),
    ],
    subcommands: [
      makeCell(.beidou, level: 8, Text("a BeiDou grid location code", zh: "北斗网格位置码"), "39.993161111111114"),
      makeCell(.geosot, level: 19, Text("a GeoSOT code", zh: "GeoSOT 编码"), "39.9"),
      makeOfficial(.unitGrid, Text("a unit grid's 15 digits", zh: "单元网格 15 位编码"), ["110101001001", "--sequence 7"]),
      makeOfficial(
        .component, Text("a component's 16 or 17 digits", zh: "部件 16 或 17 位编码"),
        [
          "320508", "--class 0101 --sequence 1",
        ]),
      makeOfficial(.event, Text("an event type's 10 or 11 digits", zh: "事件 10 或 11 位编码"), ["410105", "--class 06010"]),
    ])

  private static let place = [
    Operand("LON", kind: .number(), Text("longitude in degrees", zh: "经度（度）")),
    Operand("LAT", kind: .number(), Text("latitude in degrees", zh: "纬度（度）")),
  ]

  private static let heightOptions = [
    Option(
      "height-reading", "R", kind: .choice(GridHeight.Reading.allCases.map(\.rawValue)),
      Text("how BeiDou heights are written", zh: "北斗码高度数字的读法"), default: GridHeight.Reading.annexC.rawValue),
    Option(
      "negative-height", "N", kind: .choice(GridHeight.Negative.allCases.map(\.rawValue)),
      Text("how BeiDou heights below the ellipsoid are written", zh: "北斗码负高度的写法"),
      default: GridHeight.Negative.signMagnitude.rawValue),
  ]

  private static func makeCell(_ system: GridSystem, level: Int, _ summary: Text, _ lat: String) -> Command {
    let name = system.rawValue
    return Command(
      name, summary, operands: place,
      options: [
        Option(
          "level", "N", kind: .integer(system.levels), Text("how fine", zh: "层级"), default: "\(level)"),
        Option("height", "M", kind: .number(), Text("metres above the ellipsoid: a code in space", zh: "大地高（米）：三维编码")),
      ] + (system == .beidou ? heightOptions : []), formats: [.text, .json],
      examples: [
        Example("onegrid code make \(name) 116.31260277777778 \(lat)", Text("In the plane.", zh: "二维。")),
        Example(
          "onegrid code make \(name) 113.264385 23.129112 --height 100 --json",
          Text("In space, for a script.", zh: "三维，供脚本读取。")),
      ]
    ) { (arguments, console) throws(Fault) in
      let height = arguments.number("height")
      let code = try system.code(
        lon: angle("LON", arguments), lat: angle("LAT", arguments), height: height,
        level: arguments.integer("level") ?? level,
        reading: reading(arguments, system), negative: negative(arguments, system))
      if let height, system == .beidou, height < 0 || height >= GridHeight.agreedBelow { console.notice(doubt(height)) }
      try console.show(["code": .string(code)]) { code + "\n" }
      return .done
    }
  }

  private static func makeOfficial(_ kind: OfficialCode.Kind, _ summary: Text, _ sample: [String]) -> Command {
    let hasClass = kind != .unitGrid
    let line = "onegrid code make \(kind.rawValue) \(sample.joined(separator: " "))"
    let place =
      hasClass ? Text("the county's 6 digits", zh: "县级 6 位代码") : Text("the community's 12 digits", zh: "社区 12 位代码")
    return Command(
      kind.rawValue, summary, operands: [Operand("PLACE", place)],
      options: (hasClass
        ? [
          Option(
            "class", "DIGITS", Text("class, 4 digits (2013) or 5 (2026)", zh: "大小类，4 位（2013）或 5 位（2026）"),
            required: true)
        ] : [])
        + (kind == .event
          ? []
          : [Option("sequence", "N", kind: .integer(1...999_999), Text("its number", zh: "顺序号"), required: true)]),
      formats: [.text, .json],
      examples: [
        Example(line, Text("The code.", zh: "编码。")), Example(line + " --json", Text("For a script.", zh: "供脚本读取。")),
      ]
    ) { (arguments, console) throws(Fault) in
      let code = try OfficialCode.make(
        kind, place: arguments.required("PLACE"), classDigits: hasClass ? arguments.required("class") : "",
        sequence: kind == .event ? nil : arguments.integer("sequence"))
      try console.show(["code": .string(code)]) { code + "\n" }
      return .done
    }
  }

  // MARK: Explain and check

  private static let codes = Operand("CODE", Text("a code", zh: "编码"), count: .oneOrMore)

  private static let explain = Command(
    "explain", Text("what a code says, in every way it can be read", zh: "解读编码的每一种含义"), operands: [codes],
    options: heightOptions, formats: [.text, .json],
    examples: [
      Example("onegrid code explain N50J47539B825534", Text("Where is this cell?", zh: "该网格位于何处？")),
      Example("onegrid code explain 320508019044 --json", Text("A community, for a script.", zh: "社区代码，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    var all: [JSONValue] = []
    for code in arguments.values("CODE") {
      for reading in try CodeReading.all(
        of: code, reading: reading(arguments, .beidou), negative: negative(arguments, .beidou))
      {
        all.append(.object([.init(key: "code", value: .string(code))] + facts(reading, console.settings.language)))
      }
    }
    try console.show(["readings": .array(all)]) { all.map(lines).joined(separator: "\n") }
    return .done
  }

  private static let check = Command(
    "check", Text("whether codes can be what they look like", zh: "检查编码是否有效"),
    details: Text("Ends with exit status 1 where one cannot.", zh: "有无效编码时退出码为 1。"), operands: [codes],
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid code check 110101001001001 N50J47539B825534", Text("Two that can.", zh: "两个有效编码。")),
      Example("onegrid code check G001310322-230230-310312 --json", Text("For a script.", zh: "供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    var table = Table(
      "codes",
      columns: [
        Table.Column("code", Text("code", zh: "编码")), Table.Column("kind", Text("kind", zh: "类别")),
        Table.Column("valid", Text("valid", zh: "有效")), Table.Column("reason", Text("reason", zh: "原因")),
      ])
    var isGood = true
    for code in arguments.values("CODE") {
      do throws(Fault) {
        let readings = try CodeReading.all(of: code)
        // One reading without a fault is enough.
        let best = readings.first { faults($0).isEmpty } ?? readings[0]
        let fault = faults(best).first
        isGood = isGood && fault == nil
        table.rows.append([
          .string(code), .string(kind(best)), .bool(fault == nil), JSONValue(fault?(console.settings.language)),
        ])
      } catch {
        isGood = false
        table.rows.append([.string(code), nil, false, .string(error.what(console.settings.language))])
      }
    }
    try console.show(table)
    return isGood ? .done : .findings
  }

  private static let cover = Command(
    "cover", Text("the codes of all cells that a box meets", zh: "一个范围涉及的全部网格码"),
    operands: [
      Operand(
        "SYSTEM", kind: .choice(GridSystem.allCases.map(\.rawValue)), Text("beidou or geosot", zh: "beidou 或 geosot")),
      Operand("WEST", kind: .number(), Text("least longitude", zh: "最小经度")),
      Operand("SOUTH", kind: .number(), Text("least latitude", zh: "最小纬度")),
      Operand("EAST", kind: .number(), Text("greatest longitude", zh: "最大经度")),
      Operand("NORTH", kind: .number(), Text("greatest latitude", zh: "最大纬度")),
    ],
    options: [Option("level", "N", kind: .integer(1...32), Text("how fine", zh: "层级"), required: true)],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid code cover beidou 113.62 34.74 113.63 34.75 --level 5", Text("A cell a line.", zh: "每行一个网格码。")),
      Example(
        "onegrid code cover geosot 113.62 34.74 113.63 34.75 --level 15 --json", Text("For a script.", zh: "供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let system = GridSystem(rawValue: arguments.required("SYSTEM")) ?? .beidou
    let level = arguments.integer("level") ?? 1
    guard system.levels.contains(level) else {
      let most = system.levels.upperBound
      throw Fault(
        .usage, code: "bad-value",
        Text("\(system.rawValue) has the levels 1 to \(most)", zh: "\(system.rawValue) 的层级为 1 至 \(most)"))
    }
    let cells = try system.cover(
      west: angle("WEST", arguments), south: angle("SOUTH", arguments), east: angle("EAST", arguments),
      north: angle("NORTH", arguments), level: level)
    try console.show(["total": JSONValue(cells.count), "codes": .array(cells.map { .string($0) })]) {
      cells.map { $0 + "\n" }.joined()
    }
    return .done
  }
}
