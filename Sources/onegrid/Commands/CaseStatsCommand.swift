import AreaIndex
import Casework
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid case stats`
extension CaseCommand {
  static let stats = Command(
    "stats", Text("count cases by area, category or day", zh: "按区域、类别或日期统计案件"),
    details: Text(
      """
      Counts by area are those of the codes that cases were answered with, in whatever edition. With --edition only cases \
      that this edition answered count; with --roll all do, and those of earlier editions' areas are carried to the areas \
      that these became, by the share of ground, households or cases that went there. What cannot be carried stands in a \
      row of its own with the reason; no case is lost and none is counted twice.
      """,
      zh: """
        按区域统计时，取案件归格时的编码，不论版本。加 --edition 只统计该版本归格的案件；加 --roll 则统计全部案件，\
        并将旧版本区域的数量按面积、户数或案件的比例沿沿革折算到后来的区域。无法折算的单列一行并说明原因；案件不丢失也不重复。
        """),
    options: [
      Option(
        "by", "KEY", kind: .choice(CaseKey.allCases.map(\.rawValue)), Text("what to count by", zh: "统计依据"),
        required: true),
      SharedOption.level(Text("by areas of this level; the lowest where none is said", zh: "区域的层级；默认最低层级")),
      SharedOption.edition,
      Option(
        "roll", "SHARE", kind: .choice(RollShare.allCases.map(\.rawValue)),
        Text("carry counts of earlier editions by this share", zh: "按此比例折算旧版本的数量")),
    ] + CaseSelection.options, formats: [.text, .json, .csv],
    examples: [
      Example("onegrid case stats --by area --level community", Text("By community.", zh: "按社区统计。")),
      Example(
        "onegrid case stats --by area --level grid --roll household --json",
        Text("All years in today's grids, for a script.", zh: "历年案件折算到现行网格，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    var count = CaseCount(CaseKey(rawValue: arguments.required("by")) ?? .area)
    count.filter = try CaseSelection.filter(arguments, city, console)
    count.level = arguments.level()
    count.editionID = arguments.integer("edition").map(Int64.init)
    count.roll = arguments.value("roll").flatMap(RollShare.init)
    if count.key != .area {
      for name in ["level", "edition", "roll"] where arguments.value(name) != nil {
        throw Fault(
          .usage, code: "conflicting-arguments",
          Text("--\(name) speaks of areas; it goes with --by area", zh: "--\(name) 针对区域，须与 --by area 同用"))
      }
    }
    let statistics = try city.statistics(count)
    if console.format == .json {
      try console.show(statistics.json)
    } else {
      try console.show(statistics.table(isRounded: console.format == .text))
      if console.format == .text { console.say(statistics.summary(console.settings.language)) }
    }
    return .done
  }
}

extension CaseStatistics {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      JSONValue.Member(key: "by", value: .string(key.rawValue)),
      JSONValue.Member(key: "total", value: JSONValue(total)),
    ]
    if let level {
      members += [
        JSONValue.Member(key: "level", value: .string(level.name)),
        JSONValue.Member(key: "edition", value: JSONValue(editionID.map(Int.init))),
        JSONValue.Member(key: "roll", value: JSONValue(roll?.rawValue)),
        JSONValue.Member(key: "carried_by_ground", value: .number(carriedByGround)),
      ]
    }
    members.append(
      JSONValue.Member(
        key: "rows",
        value: .array(
          rows.map { row in
            var row: [JSONValue.Member] = [
              JSONValue.Member(key: keyName, value: JSONValue(row.key)),
              JSONValue.Member(key: "name", value: JSONValue(row.name)),
              JSONValue.Member(key: "cases", value: .number(row.cases)),
            ]
            if key != .area { row.remove(at: 1) }
            return .object(row)
          })))
    if key == .area {
      members.append(
        JSONValue.Member(
          key: "not_carried",
          value: .array(
            rest.map { rest in
              [
                "edition": .integer(rest.editionID), "code": .string(rest.code), "cases": .number(rest.cases),
                "reason": .string(rest.reason.rawValue),
              ]
            })))
    }
    return .object(members)
  }

  private var keyName: String { key == .area ? "code" : key.rawValue }

  /// What could not be carried stands behind the rest, with a note.
  ///
  /// - Parameter isRounded: to hundredths of a case, for people.
  fileprivate func table(isRounded: Bool) -> Table {
    func number(_ cases: Double) -> JSONValue { .number(isRounded ? (cases * 100).rounded() / 100 : cases) }
    var columns = [Table.Column(keyName, CaseStatistics.titles[key] ?? Text(verbatim: keyName))]
    if key == .area { columns.append(Table.Column("name", Text("name", zh: "名称"))) }
    columns.append(Table.Column("cases", Text("cases", zh: "案件数")))
    var table = Table("rows", columns: columns)
    table.rows = rows.map { row in
      key == .area
        ? [JSONValue(row.key), JSONValue(row.name), number(row.cases)] : [JSONValue(row.key), number(row.cases)]
    }
    guard roll != nil else { return table }
    table.columns.append(Table.Column("not_carried", Text("not carried", zh: "未折算")))
    table.rows = table.rows.map { $0 + [nil] }
    table.rows += rest.map { rest in
      [.string(rest.code), nil, number(rest.cases), .string("edition \(rest.editionID): \(rest.reason.rawValue)")]
    }
    return table
  }

  fileprivate func summary(_ language: Language) -> String {
    var text = Text(Text.counted(total, "case"), zh: "共 \(total) 个案件")
    if carriedByGround > 0 {
      let count = JSONValue.numberText(carriedByGround)
      text = Text(
        "\(text.english); \(count) carried by ground, because the lineage does not tell the share asked for",
        zh: "\(text.chinese)；其中 \(count) 个按面积折算，因为沿革未记所求比例")
    }
    return text(language)
  }

  private static let titles: [CaseKey: Text] = [
    .area: Text("area", zh: "区域"), .category: Text("category", zh: "类别"), .day: Text("day", zh: "日期"),
  ]
}
