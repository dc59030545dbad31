import Casework
import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting
import SpatialPrimitives

/// `onegrid case`
enum CaseCommand {
  static let command = Command(
    "case", Text("import, show, list, find, move, reassign or count cases", zh: "案件：导入、查看、列出、查附近、移动、重新归格、统计"),
    details: Text(
      """
      A case is an event that was saved: something reported at a place, with the areas that it fell in. `assign --save` \
      saves cases too.
      """, zh: "案件是已保存的事件：在某处上报的事情及其所在的各级区域。assign --save 也会保存案件。"),
    examples: [
      Example("onegrid case list --limit 5", Text("The first cases that were saved.", zh: "最先保存的几个案件。")),
      Example(
        "onegrid case near 112.89 22.63 --radius 300", Text("What was reported near here?", zh: "附近发生过什么？")),
    ], subcommands: [importCases, show, list, near, move, reassign, stats])

  private static let identifier = Operand("ID", Text("the id of a case", zh: "案件编号"))
  private static let longitude = Operand(
    "LON", kind: .number(-180...180), Text("longitude in degrees, east positive", zh: "经度（度，东经为正）"))
  private static let latitude = Operand(
    "LAT", kind: .number(-90...90), Text("latitude in degrees, north positive", zh: "纬度（度，北纬为正）"))

  private static func place(_ arguments: Arguments) -> Point {
    Point(arguments.number("LON") ?? .nan, arguments.number("LAT") ?? .nan)
  }

  // MARK: import

  private static let importCases = Command(
    "import", Text("assign a file of events and store them as cases", zh: "导入事件文件，归格并保存为案件"),
    details: Text(
      """
      The same as `assign --save`, without rows on standard output. Id, status, category and time are found by the usual \
      names of their columns, and said; all columns are kept with the case.
      """, zh: "与 assign --save 相同，但不输出行。编号、状态、类别和时间按常用列名识别并说明；所有列随案件保存。"),
    operands: [Operand("FILE", kind: .file, Text("the events, or - for standard input", zh: "事件文件；- 为标准输入"))],
    options: AssignmentOptions.reading + AssignmentOptions.areas + AssignmentOptions.identifiers
      + AssignmentOptions.results,
    formats: [.text, .json],
    examples: [
      Example("onegrid case import geodata/events.csv", Text("A day's export.", zh: "导入一天的数据。")),
      Example(
        "onegrid case import geodata/events.csv --update",
        Text("Again: what is stored already is changed.", zh: "再次导入：更新已有案件。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    var run = try AssignmentOptions.run(arguments.required("FILE"), arguments, in: city)
    run.output = nil
    run.saving = AssignmentOptions.saving(arguments)
    let summary = try run.run(in: city, listener: console.listener)
    try console.show(summary.json) { AssignmentOptions.words(summary, console.settings.language) + "\n" }
    return arguments.flag("strict") && summary.rejected > 0 ? .findings : .done
  }

  // MARK: show

  private static let show = Command(
    "show", Text("one case with everything that its source said", zh: "查看一个案件的全部内容"),
    details: Text(
      "Where it was reassigned, every answer stands with it: the edition, the areas, and until when.",
      zh: "重新归格过的案件附有历次答案：版本、各级区域及截止时间。"), operands: [identifier],
    formats: [.text, .json, .geojson],
    examples: [
      Example("onegrid case show 2603010001", Text("For a person.", zh: "供人阅读。")),
      Example("onegrid case show 2603010001 --json", Text("For a script.", zh: "供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let record = try city.caseRecord(id: arguments.required("ID"))
    var output = CaseOutput(total: 1, cases: [record], offset: city.settings.utcOffset)
    output.answers = try city.answers(ofCase: record.id)
    if console.format == .text {
      try console.write(output.page(console.settings.language))
    } else {
      try output.show(on: console)
    }
    return .done
  }

  // MARK: list

  private static let list = Command(
    "list", Text("cases by area, status, category, time or place", zh: "按区域、状态、类别、时间或位置列出案件"),
    details: Text(
      """
      Every condition must hold. Cases come in the order in which they were saved; pages go on from --after, and neither \
      repeat nor skip a case when others are saved meanwhile.
      """, zh: "所有条件须同时满足。案件按保存的先后排列；用 --after 续页，期间保存新案件也不会重复或遗漏。"),
    options: CaseSelection.options + CaseSelection.paging(100), formats: [.text, .json, .csv, .geojson],
    examples: [
      Example(
        "onegrid case list --area community/441002001001 --status 结案",
        Text("A community's cases that are closed.", zh: "某社区已结案的案件。")),
      Example(
        "onegrid case list --from 2026-03-01 --to 2026-03-02 --limit 20 --format csv",
        Text("A day's cases as CSV.", zh: "某一天的案件，CSV 格式。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let page = try city.cases(
      matching: CaseSelection.filter(arguments, city, console), limit: arguments.integer("limit") ?? 100,
      after: arguments.value("after"))
    try CaseOutput(total: page.total, next: page.next, cases: page.cases, offset: city.settings.utcOffset)
      .show(on: console)
    return .done
  }

  // MARK: near

  private static let near = Command(
    "near", Text("cases around a place, nearest first", zh: "某处附近的案件，由近到远"),
    details: Text("Distances are true metres along the geodesic.", zh: "距离为沿测地线的实际米数。"),
    operands: [longitude, latitude],
    options: [
      Option(
        "radius", "M", kind: .number(0...20_100_000), Text("how far from the place, in metres", zh: "半径，米"),
        default: "500")
    ] + CaseSelection.options + CaseSelection.paging(20), formats: [.text, .json, .csv, .geojson],
    examples: [
      Example("onegrid case near 112.89 22.63", Text("Within 500 m.", zh: "500 米以内。")),
      Example(
        "onegrid case near 112.89 22.63 --radius 1000 --category 油烟污染 --json",
        Text("Of one category, for a script.", zh: "某一类别，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let found = try city.cases(
      near: place(arguments), radius: arguments.number("radius") ?? 500,
      matching: CaseSelection.filter(arguments, city, console), limit: arguments.integer("limit") ?? 20,
      after: arguments.value("after"))
    try CaseOutput(
      total: found.total, next: found.next, cases: found.cases.map(\.record), distances: found.cases.map(\.distance),
      offset: city.settings.utcOffset
    ).show(on: console)
    return .done
  }

  // MARK: move

  private static let move = Command(
    "move", Text("put a case elsewhere and assign it anew", zh: "移动案件并重新归格"),
    operands: [identifier, longitude, latitude],
    formats: [.text, .json],
    examples: [
      Example("onegrid case move 2603010001 112.89 22.63", Text("Its place was wrong.", zh: "更正案件位置。")),
      Example("onegrid case move 2603010001 112.89 22.63 --json", Text("For a script.", zh: "供脚本使用。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let (before, after) = try city.moveCase(id: arguments.required("ID"), to: place(arguments))
    func output(_ record: CaseRecord) -> CaseOutput {
      CaseOutput(total: 1, cases: [record], offset: city.settings.utcOffset)
    }
    try console.show(["before": output(before).first, "after": output(after).first]) {
      let from = CaseSelection.place(before)
      let to = CaseSelection.place(after)
      return Text("\(after.id): \(from) -> \(to)\n", zh: "\(after.id)：\(from) -> \(to)\n")(console.settings.language)
    }
    return .done
  }
}
