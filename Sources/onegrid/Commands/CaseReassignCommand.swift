import AreaIndex
import Casework
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid case reassign`
extension CaseCommand {
  static let reassign = Command(
    "reassign", Text("give stored cases the areas of another edition, or take that back", zh: "按另一版本重新归格，或撤销"),
    details: Text(
      """
      Every case that the edition's scheme answered gets its areas in EDITION; what it answered before is kept, `case show` \
      tells it. Cases that are in another area of the level now are listed: in CSV a row a case, in JSON with their ids.

      --undo takes the latest run back: every case is as it was before. It is refused where cases were moved or updated \
      since, or another run came after.
      """,
      zh: """
        该体系归格的每个案件都取得其在 EDITION 中的区域；原答案保留，见 case show。列出所在区域有变的案件：CSV 每案一行，JSON 含案件编号。

        --undo 撤销最近一次，案件恢复原样；其后案件有移动、更新或又重新归格时拒绝撤销。
        """),
    options: [
      Option("edition", "E", kind: .integer(1...Int.max), Text("the edition", zh: "版本"), required: true),
      Option(flag: "undo", Text("take the latest run back", zh: "撤销最近一次")),
      Option("status", "S", Text("only cases in this status", zh: "仅此状态的案件")),
      Option(
        "snap", "M", kind: .number(0...100_000),
        Text("a case in no area goes to the nearest one within so many metres", zh: "不在任何区域内的案件归入此距离（米）内最近的区域")),
      SharedOption.level(Text("which level to list; the lowest where none is said", zh: "列出哪一层级的变化；默认最低层级")),
      SharedOption.threads,
    ], formats: [.text, .json, .csv],
    examples: [
      Example(
        "onegrid import geodata/grid.geojson --level grid --activate -q && onegrid case reassign --edition 2",
        Text("After new boundaries came into force.", zh: "新边界启用之后。")),
      Example(
        "onegrid import geodata/grid.geojson --level grid --activate -q && onegrid case reassign --edition 2 -q && "
          + "onegrid case reassign --edition 2 --undo --json",
        Text("And back.", zh: "再撤销。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let edition = try city.edition(Int64(arguments.integer("edition") ?? 0))
    let undoes = arguments.flag("undo")
    let report =
      undoes
      ? try city.undoReassignment(to: edition, level: arguments.level())
      : try city.reassignCases(
        to: edition, status: arguments.value("status"), snap: arguments.number("snap"), level: arguments.level(),
        threads: arguments.threads(), listener: console.listener)
    let output = ReassignmentOutput(report: report, undoes: undoes, offset: city.settings.utcOffset)
    switch console.format {
    case .json: try console.show(output.json)
    case .csv: try console.write(output.cases.csv)
    default:
      let language = console.settings.language
      if !report.moves.isEmpty { try console.write(output.moves.text(language)) }
      try console.write(output.words(language))
    }
    return .done
  }
}

/// A reassignment in every form that is printed.
private struct ReassignmentOutput {
  var report: Reassignment
  var undoes: Bool
  var offset: UTCOffset

  var json: JSONValue {
    [
      "run": .integer(report.id), "edition": .integer(report.editionID), "undone": .bool(undoes),
      "done_at": .string(report.doneAt.iso8601(offset: offset)), "level": .string(report.level.name),
      "looked": JSONValue(report.looked), "changed": JSONValue(report.changed), "moved": JSONValue(report.moved),
      "unsnapped": JSONValue(report.unsnapped), "of_other_schemes": JSONValue(report.ofOtherSchemes),
      "without_place": JSONValue(report.withoutPlace),
      "moves": .array(
        report.moves.map { move in
          [
            "from_edition": JSONValue(move.from.editionID.map(Int.init)), "from": JSONValue(move.from.code),
            "to_edition": JSONValue(move.to.editionID.map(Int.init)), "to": JSONValue(move.to.code),
            "cases": JSONValue(move.cases.count), "ids": .array(move.cases.map(JSONValue.string)),
          ]
        }),
    ]
  }

  private static let sides = [
    Table.Column("from_edition", Text("from edition", zh: "原版本")), Table.Column("from", Text("from", zh: "原区域")),
    Table.Column("to_edition", Text("to edition", zh: "新版本")), Table.Column("to", Text("to", zh: "新区域")),
  ]

  private func values(_ move: Reassignment.Move) -> [JSONValue] {
    [
      JSONValue(move.from.editionID.map(Int.init)), JSONValue(move.from.code),
      JSONValue(move.to.editionID.map(Int.init)), JSONValue(move.to.code),
    ]
  }

  var moves: Table {
    Table(
      "moves", columns: Self.sides + [Table.Column("cases", Text("cases", zh: "案件数"))],
      rows: report.moves.map { values($0) + [JSONValue($0.cases.count)] })
  }

  /// A row a case.
  var cases: Table {
    Table(
      "cases", columns: [Table.Column("id", Text("case", zh: "案件"))] + Self.sides,
      rows: report.moves.flatMap { move in move.cases.map { [.string($0)] + values(move) } })
  }

  func words(_ language: Language) -> String {
    var lines: [Text] = []
    let (run, edition) = (report.id, report.editionID)
    if undoes {
      lines.append(
        Text(
          "run \(run) is undone: \(Text.counted(report.changed, "case is", "cases are")) as before",
          zh: "第 \(run) 次已撤销：\(report.changed) 个案件恢复原样"))
    } else {
      lines.append(
        Text(
          "run \(run): \(Text.counted(report.looked, "case")), \(report.changed) answered by edition \(edition) now, "
            + "\(report.moved) in another \(report.level)",
          zh: "第 \(run) 次：共 \(report.looked) 个案件，\(report.changed) 个改由版本 \(edition) 归格，"
            + "其中 \(report.moved) 个 \(report.level) 有变"))
    }
    let others = [
      (report.unsnapped, Text("had been snapped and are outside now", zh: "个案件原为就近归格，现不在任何区域内")),
      (report.ofOtherSchemes, Text("of other schemes are left alone", zh: "个案件属于其他体系，未改动")),
      (report.withoutPlace, Text("have no place", zh: "个案件没有位置")),
    ]
    for (count, text) in others where count > 0 {
      lines.append(Text("\(Text.counted(count, "case")) \(text.english)", zh: "\(count) \(text.chinese)"))
    }
    return lines.map { $0(language) + "\n" }.joined()
  }
}
