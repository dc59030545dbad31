import AreaIndex
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid info`
enum InfoCommand {
  static let command = Command(
    "info", Text("what the city database holds", zh: "城市数据库概况"), formats: [.text, .json],
    examples: [
      Example("onegrid info", Text("Areas, cases and editions in numbers.", zh: "区域、案件和版本的数量。")),
      Example("onegrid info --json", Text("The same for a script.", zh: "供脚本读取。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let city = try arguments.openDatabase(for: .reading)
    let summary = try city.summary()
    try console.show(json(summary, of: city)) { text(summary, of: city, console.settings.language) }
    return .done
  }

  private static func json(_ summary: DatabaseSummary, of city: CityDatabase) -> JSONValue {
    [
      "version": .string(Program.programVersion), "schema": JSONValue(summary.schemaVersion), "db": .string(city.path),
      "crs": .string(summary.settings.crs), "model_crs": JSONValue(summary.settings.modelCRS),
      "utc_offset": .string(summary.settings.utcOffset.description), "areas": counts(summary.areas),
      "cases": JSONValue(summary.cases), "city_objects": JSONValue(summary.cityObjects),
      "editions": .array(
        summary.editions.map { EditionTable.json($0.edition, $0.areas, offset: summary.settings.utcOffset) }),
    ]
  }

  static func counts(_ areas: [(level: Level, count: Int)]) -> JSONValue {
    .object(areas.map { JSONValue.Member(key: $0.level.name, value: JSONValue($0.count)) })
  }

  private static func text(_ summary: DatabaseSummary, of city: CityDatabase, _ language: Language) -> String {
    let areas = summary.areas.map { "\($0.level) \($0.count)" }.joined(separator: ", ")
    let rows: [(Text, String)] = [
      (Text("database", zh: "数据库"), city.path),
      (Text("schema", zh: "结构版本"), String(summary.schemaVersion)),
      (Text("coordinates", zh: "坐标系"), summary.settings.crs),
      (Text("time offset", zh: "时区偏移"), summary.settings.utcOffset.description),
      (Text("areas in force", zh: "生效区域"), areas.isEmpty ? "0" : areas),
      (Text("cases", zh: "案件"), String(summary.cases)),
      (Text("city objects", zh: "城市对象"), String(summary.cityObjects)),
    ]
    let facts = TextColumns.lines(rows.map { [$0.0(language), $0.1] })
    guard !summary.editions.isEmpty else { return facts }
    return facts + "\n" + EditionTable.table(summary.editions, offset: summary.settings.utcOffset).text(language)
  }
}
