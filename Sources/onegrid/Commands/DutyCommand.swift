import AreaIndex
import CityQueries
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid duty`
enum DutyCommand {
  static let command = Command(
    "duty", Text("who covers which area, and who is on duty", zh: "值守：谁负责哪个区域，谁正在值守"),
    details: Text(
      "Officers cover areas as members or heads, in periods, at hours and for categories of cases.",
      zh: "网格员按时期、时段和案件类别负责区域，角色为成员（member）或负责人（head）。"),
    examples: [
      Example("onegrid duty import geodata/duties.csv", Text("Who covers what.", zh: "导入值守表。")),
      Example(
        "onegrid duty import geodata/duties.csv -q && onegrid duty who 112.8836 22.618754",
        Text("Who answers for this place now?", zh: "此处现在由谁负责？")),
    ], subcommands: [load, who])

  private static let load = Command(
    "import", Text("remember who covers which area", zh: "导入值守表"),
    details: Text(
      """
      A table with the columns officer_id, name, role (head or member), area ([SCHEME:][LEVEL/]CODE), from and to, and \
      perhaps category, hours, load_limit and stand_in (an officer_id). A period is [from, to); blank is open. Hours are \
      08:00-18:00, or 1-5 08:00-12:00,14:00-18:00; 6,7 09:00-12:00 (1 is Monday), by the database's clock. Outside them, and \
      while the area has load_limit open cases or more, stand_in answers.

      A duty of the same officer, area, role, category and beginning gives way to the new one. All rows are taken, or none.
      """,
      zh: """
        表格含列 officer_id、name、role（head 或 member）、area（[体系:][层级/]编码）、from、to，可选 category、hours、\
        load_limit、stand_in（代班者的 officer_id）。时期为 [from, to)，空白表示不限。hours 写作 08:00-18:00 或 \
        1-5 08:00-12:00,14:00-18:00; 6,7 09:00-12:00（1 为星期一），按数据库的时区。时段之外，或区域未结案件达到 \
        load_limit 时，由 stand_in 代班。

        网格员、区域、角色、类别和开始时间都相同的，以新的为准。全部导入，或一条也不导入。
        """),
    operands: [Operand("FILE", kind: .file, Text("the duties", zh: "值守表文件"))],
    options: [
      Option(flag: "replace", Text("forget all duties that there were", zh: "先删除原有的全部值守")), SharedOption.scheme,
    ], formats: [.text, .json],
    examples: [
      Example("onegrid duty import geodata/duties.csv", Text("Add duties.", zh: "添加值守。")),
      Example("onegrid duty import geodata/duties.csv --replace --json", Text("These and no others.", zh: "整表替换。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let duties = try city.duties(
      reading: arguments.required("FILE"), scheme: arguments.value("scheme"), listener: console.listener)
    try city.add(duties, replacing: arguments.flag("replace"))
    let officers = Set(duties.map(\.officerID)).count
    try console.show(["duties": JSONValue(duties.count), "officers": JSONValue(officers)]) {
      Text(
        "\(Text.counted(duties.count, "duty", "duties")) of \(Text.counted(officers, "officer"))\n",
        zh: "\(officers) 名网格员的 \(duties.count) 条值守\n")(
          console.settings.language)
    }
    return .done
  }

  private static let who = Command(
    "who", Text("who is on duty in an area or at a place", zh: "查询区域或位置的值守人"),
    details: Text(
      """
      The officers on duty in the area, or in the smallest area that holds the place; where there are none, the head of the \
      area above, and so on. With --category those for this category come first, and those for others are left out.
      """,
      zh: "给出该区域（或该位置所在的最小区域）的值守人；没有时由上级区域的负责人负责，依次向上。指定 --category 时该类别的专责人在前，其他类别的不列。"),
    operands: [
      Operand(
        "PLACE", Text("CODE ([SCHEME:][LEVEL/]CODE), or LON and LAT", zh: "编码（[体系:][层级/]编码），或 LON LAT"),
        count: .oneOrMore)
    ],
    options: [
      Option("at", "TIME", Text("at this time; else now", zh: "时间；默认现在")),
      Option("category", "C", Text("for a case of this category", zh: "案件类别")),
      Option("crs", "C", Text("the reference system of LON and LAT", zh: "LON、LAT 的坐标系")), SharedOption.scheme,
    ], formats: [.text, .json, .csv],
    examples: [
      Example(
        "onegrid duty import geodata/duties.csv -q && onegrid duty who grid/441003002005003 --at 2026-03-02T09:00",
        Text("Of an area, on a Monday morning.", zh: "某区域星期一上午的值守人。")),
      Example(
        "onegrid duty import geodata/duties.csv -q && onegrid duty who 112.8836 22.618754 --at 2026-03-01 --json",
        Text("At a place, on a Sunday: its stand-in.", zh: "某位置星期日的代班人。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let offset = city.settings.utcOffset
    let time = try arguments.instant("at", assuming: offset)
    let (areas, scheme) = try DutyCommand.areas(
      arguments, city, asOf: time, console.listener)
    let officers = try city.officersOnDuty(
      in: areas, of: scheme, at: time ?? .now(), category: arguments.value("category"))
    switch console.format {
    case .json:
      try console.show([
        "at": .string((time ?? .now()).iso8601(offset: offset)),
        "areas": .array(areas.map { ["level": .string($0.level.name), "code": .string($0.code)] }),
        "officers": .array(officers.map(json)),
      ])
    case .csv: try console.write(table(officers, offset).csv)
    default:
      let nobody = Text("nobody is on duty\n", zh: "无人值守\n")
      let language = console.settings.language
      try console.write(officers.isEmpty ? nobody(language) : table(officers, offset).text(language))
    }
    return .done
  }

  /// The areas asked for, the smallest last, and their scheme.
  private static func areas(
    _ arguments: Arguments, _ city: CityDatabase, asOf time: Instant?, _ listener: Listener
  ) throws(Fault) -> ([(level: Level, code: String)], String) {
    let words = arguments.values("PLACE")
    let selector = EditionSelector(scheme: arguments.value("scheme"), asOf: time)
    if words.count == 1 {
      let area = try city.area(words[0], in: selector, listener: listener)
      return (try city.lineUpward(from: area), try city.edition(area.editionID).scheme)
    }
    guard words.count == 2, let lon = Double(words[0]), let lat = Double(words[1]) else {
      throw Fault(
        .usage, code: "bad-place",
        Text(
          "“\(words.joined(separator: " "))” is neither a code nor a place",
          zh: "“\(words.joined(separator: " "))”既不是编码也不是位置"),
        hint: Text("give CODE, or LON and LAT", zh: "请给出编码，或经度与纬度"))
    }
    let locator = try PlaceLocator(city, crs: arguments.value("crs"), in: selector, listener: listener)
    let place = try locator.locate(Point(lon, lat))
    return (place.areas.map { ($0.level, $0.code) }, place.edition.scheme)
  }

  // MARK: Officers as they are shown

  static func json(_ officer: OfficerOnDuty) -> JSONValue {
    let duty = officer.duty
    return [
      "officer_id": .string(officer.officerID), "name": .string(officer.name), "role": .string(duty.role.rawValue),
      "level": .string(duty.level.name), "area": .string(duty.code), "ground": .string(officer.ground.rawValue),
      "stands_in_for": officer.ground == .standIn ? .string(duty.officerID) : .null,
      "category": JSONValue(duty.category), "hours": JSONValue(duty.hours?.text),
    ]
  }

  static func table(_ officers: [OfficerOnDuty], _ offset: UTCOffset) -> Table {
    var table = Table(
      "officers",
      columns: [
        Table.Column("officer_id", Text("officer", zh: "网格员编号")), Table.Column("name", Text("name", zh: "姓名")),
        Table.Column("role", Text("role", zh: "角色")), Table.Column("level", Text("level", zh: "层级")),
        Table.Column("area", Text("area", zh: "区域")), Table.Column("ground", Text("by", zh: "依据")),
        Table.Column("category", Text("category", zh: "类别")), Table.Column("hours", Text("hours", zh: "时段")),
        Table.Column("to", Text("until", zh: "至")),
      ])
    table.rows = officers.map { officer in
      let duty = officer.duty
      return [
        .string(officer.officerID), .string(officer.name), .string(duty.role.rawValue), .string(duty.level.name),
        .string(duty.code), .string(officer.ground.rawValue), JSONValue(duty.category), JSONValue(duty.hours?.text),
        JSONValue(duty.to?.iso8601(offset: offset)),
      ]
    }
    return table
  }
}
