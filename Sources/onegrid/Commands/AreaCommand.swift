import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning
import JSONWriting
import SpatialPrimitives

/// `onegrid area`
enum AreaCommand {
  static let command = Command(
    "area", Text("what areas there are, by code or name", zh: "区域：列出、查看、查找"),
    examples: [
      Example("onegrid area find 听澜", Text("By a part of the name.", zh: "按名称的一部分查找。")),
      Example("onegrid area show district/441002", Text("One area.", zh: "查看一个区域。")),
    ], subcommands: [list, show, find])

  private static let list = Command(
    "list", Text("the areas of an edition", zh: "列出一个版本的区域"),
    options: [
      SharedOption.level(Text("only this level", zh: "只列此层级")),
      Option("parent", "CODE", Text("only what lies right below this area", zh: "只列其直接下级")),
    ] + SharedOption.selection,
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid area list --level district", Text("The districts in force.", zh: "生效的区。")),
      Example(
        "onegrid area list --parent district/441002 --format csv",
        Text("What lies in one of them, as CSV.", zh: "某区的下级，CSV 格式。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let selector = try arguments.selector(in: city)
    let parent = try arguments.value("parent").map { code throws(Fault) in
      try city.area(code, in: selector, listener: console.listener)
    }
    try printAreas(matching: "", below: parent?.id, of: city, selector, arguments, console)
    return .done
  }

  private static let find = Command(
    "find", Text("areas whose code or name holds a text", zh: "按编码或名称查找区域"),
    operands: [Operand("TEXT", Text("a part of the code or name", zh: "编码或名称的一部分"))],
    options: [SharedOption.level(Text("only this level", zh: "只查此层级"))] + SharedOption.selection,
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid area find 听澜", Text("By name.", zh: "按名称查找。")),
      Example("onegrid area find 441002001 --level grid --json", Text("By code, for a script.", zh: "按编码查找，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let selector = try arguments.selector(in: city)
    try printAreas(
      matching: arguments.required("TEXT"), below: nil, of: city, selector, arguments, console)
    return .done
  }

  private static func printAreas(
    matching text: String, below parent: Int64?, of city: CityDatabase, _ selector: EditionSelector,
    _ arguments: Arguments, _ console: Console
  ) throws(Fault) {
    let edition = try city.edition(selector, listener: console.listener)
    if let level = arguments.level() { try city.requireLevel(level, in: edition) }
    let areas = try city.areas(in: edition, matching: text, level: arguments.level(), parent: parent)
    var table = Table(
      "areas",
      columns: [
        Table.Column("level", Text("level", zh: "层级")), Table.Column("code", Text("code", zh: "编码")),
        Table.Column("name", Text("name", zh: "名称")), Table.Column("parent_code", Text("parent", zh: "上级")),
        Table.Column("households", Text("households", zh: "户数")),
      ],
      rows: areas.map {
        [
          .string($0.level.name), .string($0.code), .string($0.name), JSONValue($0.parentCode),
          JSONValue($0.households),
        ]
      })
    table.members = [JSONValue.Member(key: "total", value: JSONValue(areas.count))]
    try console.show(table)
  }

  private static let show = Command(
    "show", Text("one area with all that is known of it", zh: "查看一个区域"),
    details: Text(
      """
      A code that several areas bear is refused with the candidates. The lineage says where the area came from and what it \
      became, with the share of the area before.
      """, zh: "编码对应多个区域时拒绝，并列出候选。沿革说明区域来自何处、变为什么，以及占原区域的比例。"),
    operands: [Operand("CODE", Text("[SCHEME:][LEVEL/]CODE", zh: "[体系:][层级/]编码"))], options: SharedOption.selection,
    formats: [.text, .json],
    examples: [
      Example("onegrid area show 441002", Text("By its code.", zh: "按编码查看。")),
      Example("onegrid area show unified:district/441002 --json", Text("Where codes repeat.", zh: "编码重复时指明体系和层级。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let area = try city.area(
      arguments.required("CODE"), in: try arguments.selector(in: city), listener: console.listener)
    let history = try city.history(of: area)
    let facts: [(String, Text, JSONValue)] = [
      ("id", Text("id", zh: "编号"), .integer(area.id)),
      ("edition", Text("edition", zh: "版本"), .integer(area.editionID)),
      ("level", Text("level", zh: "层级"), .string(area.level.name)),
      ("code", Text("code", zh: "编码"), .string(area.code)), ("name", Text("name", zh: "名称"), .string(area.name)),
      ("parent_code", Text("parent", zh: "上级"), JSONValue(area.parentCode)),
      ("households", Text("households", zh: "户数"), JSONValue(area.households)),
      ("bbox", Text("extent", zh: "范围"), JSONValue(area.geometry.box)),
      ("attributes", Text("attributes", zh: "属性"), .raw(area.attributes)),
    ]
    let members =
      facts.map { JSONValue.Member(key: $0.0, value: $0.2) } + [
        JSONValue.Member(key: "came_from", value: json(history.origins)),
        JSONValue.Member(key: "became", value: json(history.fates)),
      ]
    let language = console.settings.language
    try console.show(.object(members)) {
      let origins = history.origins.map { [Text("came from", zh: "来自")(language), words($0, $0.edge.from, language)] }
      let fates = history.fates.map { [Text("became", zh: "变为")(language), words($0, $0.edge.to, language)] }
      return TextColumns.lines(facts.map { [$0.1(language), Table.plain($0.2)] } + origins + fates)
    }
    return .done
  }

  private static func json(_ steps: [AreaHistory.Step]) -> JSONValue {
    .array(
      steps.map { step in
        guard case .object(let members) = step.edge.json else { return .null }
        return .object([JSONValue.Member(key: "edition", value: .integer(step.edition))] + members)
      })
  }

  private static func words(_ step: AreaHistory.Step, _ code: String?, _ language: Language) -> String {
    let percent = (step.edge.areaShare * 1000).rounded() / 10
    let end = code ?? Text("nothing", zh: "无")(language)
    guard step.edge.from != nil else {
      return Text("\(end) (edition \(step.edition))", zh: "\(end)（版本 \(step.edition)）")(language)
    }
    return Text(
      "\(end), \(percent) % of \(step.edge.from ?? "") (edition \(step.edition))",
      zh: "\(end)，占 \(step.edge.from ?? "") 的 \(percent) %（版本 \(step.edition)）")(language)
  }
}
