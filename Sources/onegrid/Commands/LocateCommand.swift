import AreaIndex
import CityModel
import CityQueries
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid locate`
enum LocateCommand {
  static let command = Command(
    "locate", Text("the areas that one place belongs to, at every level", zh: "查询一个位置所属的各级区域"),
    details: Text(
      """
      The answer is exact and the same as that of `assign`. A place on a border belongs to one area a level: a child of the \
      area chosen above comes first, then the smallest code. Where duties are known (`duty import`), it says who is on \
      duty there, now or at --as-of.
      """,
      zh: """
        结果精确，与 assign 相同。位于边界上的位置在每级只归入一个区域：先取上一级选定区域的下级，再取编码最小者。\
        导入过值守（duty import）时，还说明此刻或 --as-of 时由谁值守。
        """),
    operands: [
      Operand("LON", kind: .number(), Text("longitude, or x with --crs", zh: "经度；用 --crs 时为 x（东）")),
      Operand("LAT", kind: .number(), Text("latitude, or y with --crs", zh: "纬度；用 --crs 时为 y（北）")),
    ],
    options: [
      Option(
        "crs", "C", Text("the reference system of LON and LAT: EPSG:n, gcj02, bd09 …", zh: "坐标系：EPSG:n、gcj02、bd09 等")),
      Option(
        "height", "H", kind: .number(),
        Text("say what stands there in 3-D, too: metres in the models' heights", zh: "同时查询该高程（米）处的城市对象")),
      Option(flag: "explain", Text("say why each area was chosen, and among which", zh: "说明每级区域选定的理由和候选区域")),
    ] + SharedOption.selection, formats: [.text, .json],
    examples: [
      Example("onegrid locate 112.89 22.63", Text("Which grid is this?", zh: "这里属于哪个网格？")),
      Example(
        "onegrid locate 112.8954 22.6272 --crs gcj02 --explain --json",
        Text("A place from a Chinese web map, with reasons.", zh: "国内网络地图的坐标，并说明理由。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let locator = try PlaceLocator(
      city, crs: arguments.value("crs"), in: try arguments.selector(in: city), listener: console.listener)
    let place = try locator.locate(Point(arguments.number("LON") ?? .nan, arguments.number("LAT") ?? .nan))
    let explains = arguments.flag("explain")
    let objects = try objects(arguments, in: city, console)
    let officers = try city.officersOnDuty(
      in: place.areas.map { ($0.level, $0.code) }, of: place.edition.scheme,
      at: arguments.instant("as-of", assuming: city.settings.utcOffset) ?? .now())
    try console.show(json(place, officers, objects ?? [], explains, console.settings.language)) {
      text(place, explains, console.settings.language)
        + (officers.isEmpty
          ? "" : "\n" + DutyCommand.table(officers, city.settings.utcOffset).text(console.settings.language))
        + (objects.map { "\n" + FoundObjectOutput.containing($0, console.settings.language) } ?? "")
    }
    return .done
  }

  /// What holds the place at the height that was given; `nil` without one.
  private static func objects(
    _ arguments: Arguments, in city: CityDatabase, _ console: Console
  ) throws(Fault) -> [FoundObject]? {
    guard let height = arguments.number("height") else { return nil }
    if try city.cityModels().isEmpty { return [] }
    let finder = try CityObjectFinder(city, crs: arguments.value("crs"), listener: console.listener)
    let place = Point(arguments.number("LON") ?? .nan, arguments.number("LAT") ?? .nan)
    return try finder.at(place, height: height, most: 0).containing
  }

  private static func json(
    _ place: LocatedPlace, _ officers: [OfficerOnDuty], _ objects: [FoundObject], _ explains: Bool, _ language: Language
  ) -> JSONValue {
    let areas = place.areas.map { area -> JSONValue in
      var members: [JSONValue.Member] = [
        .init(key: "level", value: .string(area.level.name)), .init(key: "code", value: .string(area.code)),
        .init(key: "name", value: .string(area.name)), .init(key: "match", value: .string(area.match.rawValue)),
        .init(key: "border_m", value: metres(area.border)),
      ]
      if explains {
        let candidates = area.candidates.map { candidate -> JSONValue in
          [
            "code": .string(candidate.code), "name": .string(candidate.name),
            "match": .string(candidate.match.rawValue),
          ]
        }
        members += [
          .init(key: "reason", value: .string(area.reason(language))),
          .init(key: "candidates", value: .array(candidates)),
        ]
      }
      return .object(members)
    }
    return [
      "lon": .number(place.lon), "lat": .number(place.lat), "edition": .integer(place.edition.id),
      "areas": .array(areas), "officers": .array(officers.map(DutyCommand.json)),
      "objects": .array(objects.map(FoundObjectOutput.containing)),
    ]
  }

  private static func text(_ place: LocatedPlace, _ explains: Bool, _ language: Language) -> String {
    var table = Table(
      "areas",
      columns: [
        Table.Column("level", Text("level", zh: "层级")), Table.Column("code", Text("code", zh: "编码")),
        Table.Column("name", Text("name", zh: "名称")), Table.Column("match", Text("match", zh: "匹配")),
        Table.Column("border_m", Text("to border, m", zh: "距边界（米）")),
      ])
    table.rows = place.areas.map { area in
      [
        .string(area.level.name), .string(area.code), .string(area.name), .string(area.match.rawValue),
        metres(area.border),
      ]
    }
    var text = place.areas.isEmpty ? "" : table.text(language)
    if !place.missing.isEmpty {
      let names = place.missing.map(\.name).joined(separator: ", ")
      text += Text("outside every area of: \(names)\n", zh: "不在以下层级的任何区域内：\(names)\n")(language)
    }
    if explains {
      for area in place.areas {
        text += "\(area.level.name): \(area.reason(language))"
        if area.candidates.count > 1 { text += " (" + area.candidates.map(\.code).joined(separator: ", ") + ")" }
        text += "\n"
      }
    }
    return text
  }

  /// To the centimetre.
  private static func metres(_ value: Double) -> JSONValue { .number((value * 100).rounded() / 100) }
}
