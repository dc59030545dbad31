import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid edition golden`
enum GoldenCommand {
  static let command = Command(
    "golden", Text("places that must stay in their areas", zh: "金标案例：必须保持归属的位置"),
    details: Text(
      """
      Every activation asks the edition for these places, and is refused where one has another area. They belong to a scheme.
      """, zh: "每次启用都用这些位置检验版本，归属不符则拒绝启用。金标案例属于某个网格体系。"),
    examples: [
      Example("onegrid edition golden list", Text("All of them.", zh: "列出全部。")),
      Example("onegrid edition golden list --json", Text("For a script.", zh: "供脚本读取。")),
    ], subcommands: [list, add, remove])

  private static let list = Command(
    "list", Text("the golden cases of a scheme", zh: "列出金标案例"), options: [SharedOption.scheme],
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid edition golden list", Text("As a table.", zh: "以表格列出。")),
      Example("onegrid edition golden list --format csv", Text("As CSV.", zh: "输出 CSV。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let cases = try city.goldenCases(of: city.scheme(arguments.value("scheme"), listener: console.listener))
    var table = Table(
      "golden_cases",
      columns: [
        Table.Column("id", Text("id", zh: "编号")), Table.Column("lon", Text("lon", zh: "经度")),
        Table.Column("lat", Text("lat", zh: "纬度")), Table.Column("level", Text("level", zh: "层级")),
        Table.Column("code", Text("code", zh: "编码")), Table.Column("file", Text("file", zh: "文件")),
      ])
    table.rows = cases.map { golden in
      [
        .integer(golden.id), .number(golden.place.x), .number(golden.place.y), .string(golden.level.name),
        .string(golden.code), JSONValue(golden.file),
      ]
    }
    table.members = [JSONValue.Member(key: "total", value: JSONValue(cases.count))]
    try console.show(table)
    return .done
  }

  private static let add = Command(
    "add", Text("remember golden cases from a file", zh: "从文件添加金标案例"),
    details: Text(
      """
      A CSV with the columns lon and lat, or a file of points; grid_code, street_code and the like say the area of each \
      level, and what is blank is not asked. One of the same place and level gives way. The active edition is asked first: \
      what it answers otherwise is refused.
      """,
      zh: "CSV（列 lon、lat）或点文件；grid_code、street_code 等列说明各层级的区域，空白则不检验。位置和层级相同的案例被替换。先用启用的版本检验，不符则拒绝。"),
    operands: [Operand("FILE", kind: .file, Text("the golden cases", zh: "金标案例文件"))],
    options: [SharedOption.scheme, SharedOption.threads], formats: [.text, .json],
    examples: [
      Example("onegrid edition golden add geodata/golden.csv", Text("From a CSV.", zh: "从 CSV 添加。")),
      Example(
        "onegrid edition golden add geodata/golden.csv --scheme unified --json", Text("For one scheme.", zh: "指定体系。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let scheme = try city.scheme(arguments.value("scheme"), listener: console.listener)
    let cases = try city.goldenCases(reading: arguments.required("FILE"), listener: console.listener)
    if let active = try city.activeEdition(of: scheme) {
      try city.requireGolden(cases, in: active, threads: arguments.threads(), listener: console.listener)
    }
    try city.add(cases, to: scheme)
    try report(
      cases.count, scheme, console, "added",
      Text("\(Text.counted(cases.count, "golden case")) added", zh: "添加金标案例 \(cases.count) 个"))
    return .done
  }

  private static let remove = Command(
    "remove", Text("forget golden cases", zh: "删除金标案例"),
    operands: [
      Operand(
        "ID", kind: .integer(1...Int.max),
        Text("which, from `edition golden list`; else all", zh: "编号，见 edition golden list；默认全部"),
        count: .any)
    ],
    options: [SharedOption.scheme], formats: [.text, .json],
    examples: [
      Example(
        "onegrid edition golden add geodata/golden.csv && onegrid edition golden remove 1",
        Text("One of them.", zh: "删除一个。")),
      Example("onegrid edition golden remove", Text("All of them.", zh: "全部删除。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let scheme = try city.scheme(arguments.value("scheme"), listener: console.listener)
    let ids = arguments.values("ID").compactMap { Int64($0) }
    let count = try city.removeGoldenCases(ids.isEmpty ? nil : ids, of: scheme)
    try report(
      count, scheme, console, "removed", Text("\(Text.counted(count, "golden case")) removed", zh: "删除金标案例 \(count) 个"))
    return .done
  }

  private static func report(
    _ count: Int, _ scheme: String, _ console: Console, _ key: String, _ words: Text
  ) throws(Fault) {
    let members: [JSONValue.Member] = [
      .init(key: "scheme", value: .string(scheme)), .init(key: key, value: JSONValue(count)),
    ]
    try console.show(.object(members)) { "\(words(console.settings.language)) (\(scheme))\n" }
  }
}
