import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import GridPlanning
import JSONWriting

/// `onegrid edition`
enum EditionCommand {
  static let command = Command(
    "edition", Text("list, show, compare, activate or discard editions", zh: "版本：列出、查看、比较、启用、丢弃"),
    details: Text(
      """
      An edition is one dated, complete state of a scheme's areas: a draft, then active, then superseded. Activating a \
      superseded edition is the way back.

      There are two clocks. --as-of asks what was in force at a time; --known-at asks what the database would have answered \
      then, before later activations and corrections. What is learnt late is said with `edition activate --valid-from`, for \
      a time that is over with --valid-to as well: both clocks keep their answers.
      """,
      zh: """
        版本是一个网格体系在某一时期的完整状态：先是草稿，启用后生效，被替代后失效。重新启用失效的版本即可回退。

        有两个时钟：--as-of 查询某一时间生效的版本；--known-at 查询数据库在当时会给出的答案，不计之后的启用和更正。\
        事后才得知的，用 edition activate --valid-from 说明；已经过去的一段时期再加 --valid-to。两个时钟各自保留其答案。
        """),
    examples: [
      Example("onegrid edition list", Text("Every edition with its state and period.", zh: "列出所有版本及其状态、时期。")),
      Example("onegrid edition show 1 --json", Text("Where an edition came from.", zh: "查看一个版本的来源。")),
    ], subcommands: [list, show, EditionDiffCommand.command, activate, discard, GoldenCommand.command])

  static let operand = Operand(
    "EDITION", kind: .integer(1...Int.max), Text("its number, from `edition list`", zh: "版本编号，见 edition list"),
    count: .optional)

  // MARK: list

  private static let list = Command(
    "list", Text("every edition with its state and periods", zh: "列出所有版本及其状态、时期"),
    details: Text(
      """
      An edition that was in force more than once has a row for each of these times. --json tells its periods on both \
      clocks.
      """,
      zh: "多次生效的版本，每个时期一行。--json 按两个时钟列出时期。"), options: [SharedOption.scheme],
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid edition list", Text("All schemes.", zh: "所有网格体系。")),
      Example("onegrid edition list --scheme unified --json", Text("One scheme, for a script.", zh: "一个体系，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let scheme = try arguments.value("scheme").map { name throws(Fault) in try city.scheme(name) }
    var entries: [EditionTable.Entry] = []
    var periods: [Int64: [EditionPeriod]] = [:]
    for edition in try city.editions(of: scheme) {
      entries.append((edition, try city.areaCounts(in: edition)))
      periods[edition.id] = try city.periods(of: edition)
    }
    let offset = city.settings.utcOffset
    if console.format == .json {
      let editions = entries.map { edition, areas in
        EditionTable.json(
          edition, areas, parts: [EditionTable.periods(periods[edition.id] ?? [], offset: offset)], offset: offset)
      }
      try console.show(["editions": .array(editions)])
    } else {
      try console.show(EditionTable.table(entries, periods: periods, offset: offset))
    }
    return .done
  }

  // MARK: show

  private static let show = Command(
    "show", Text("one edition: its areas, where they came from, when it was in force", zh: "查看一个版本的区域、来源和生效时期"),
    details: Text(
      """
      Without EDITION: the active one. Its periods are told on both clocks: when it was in force, and from when to when that \
      was believed. The lineage says what the areas of the edition before became, with their shares.
      """,
      zh: "不给出版本编号时取启用的版本。时期按两个时钟列出：何时生效，以及何时起、何时止这样认为。沿革说明上一版本的区域变成了什么，及其比例。"),
    operands: [operand], options: [SharedOption.scheme, SharedOption.asOf, SharedOption.knownAt],
    formats: [.text, .json],
    examples: [
      Example("onegrid edition show", Text("The active edition.", zh: "启用的版本。")),
      Example("onegrid edition show --as-of 2026-03-01", Text("The one in force on a day.", zh: "某日生效的版本。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let offset = city.settings.utcOffset
    let edition = try city.edition(
      EditionSelector(
        scheme: arguments.value("scheme"), editionID: arguments.integer("EDITION").map(Int64.init),
        asOf: try arguments.instant("as-of", assuming: offset),
        knownAt: try arguments.instant("known-at", assuming: offset)), listener: console.listener)
    let areas = try city.areaCounts(in: edition)
    let parts = [
      EditionTable.periods(try city.periods(of: edition), offset: offset),
      EditionTable.sources(try city.sources(of: edition), offset: offset),
      EditionTable.lineage(try city.lineage(of: edition)),
    ]
    try console.show(EditionTable.json(edition, areas, parts: parts, offset: offset)) {
      EditionTable.table([(edition, areas)], offset: offset).text(console.settings.language) + "\n"
        + areas.map { "\($0.level) \($0.count)" }.joined(separator: ", ") + "\n"
        + parts.filter { !$0.rows.isEmpty }.map {
          "\n" + $0.leavingOut(["libraries", "sha256"]).text(console.settings.language)
        }.joined()
    }
    return .done
  }

  // MARK: activate and discard

  private static let activate = Command(
    "activate", Text("put an edition into force", zh: "启用版本"),
    details: Text(
      """
      Without EDITION: the scheme's open draft. The edition that was active becomes superseded at the same instant.

      What became of the areas of the edition before is read off the ground, and kept as lineage with shares, for every area \
      of which the draft does not say it already (`revise` does). Refused are duplicate and blank codes, areas that vanish \
      (their code is there no more, and most of their ground is nobody's), and codes that an area elsewhere bore before: \
      unless --accept-findings.

      --valid-to corrects the past: the edition was in force from --valid-from to then, which was not known until now. What \
      was believed of that time is kept for --known-at, and the active edition stays active. With the number of an edition \
      that was in force already, that was true of another time too.

      Golden cases are places that must stay in their areas. --golden takes them from a CSV with the columns lon, lat and \
      grid_code, street_code or another level's, or from a file of points; they are remembered, and asked at every later \
      activation too. `edition golden` lists and removes them.
      """,
      zh: """
        不给出版本编号时取体系中的草稿。原来启用的版本同时失效。

        上一版本的区域变成了什么，由图形叠加得出并作为沿革（含比例）保存；草稿中已说明的（如 revise）不再改动。\
        以下情况拒绝启用，除非加 --accept-findings：编码重复或空白；区域消失（编码不再存在，且大部分范围无人接管）；编码曾属于别处的区域。

        --valid-to 更正过去：该版本自 --valid-from 至该时曾经生效，只是现在才得知。此前的认识仍可用 --known-at 查询，\
        启用的版本不变。给出曾经生效的版本编号，则表示它在另一段时期也曾生效。

        金标案例是必须保持归属的位置。--golden 从 CSV（列 lon、lat 以及 grid_code、street_code 等）或点文件读取；\
        它们会被记住，以后每次启用都要检验。用 edition golden 查看和删除。
        """),
    operands: [operand],
    options: [
      SharedOption.scheme,
      Option("valid-from", "DATE", Text("from when it is in force; else from now", zh: "生效时间；默认即时")),
      Option(
        "valid-to", "DATE",
        Text("until when it was in force, for a time that is over", zh: "失效时间，用于更正已过去的一段时期")),
      Option(
        "golden", "FILE", kind: .file,
        Text("places that must stay in their areas, now and later", zh: "必须保持归属的位置（金标案例）")),
      acceptFindings, EditionDiffCommand.tolerance, SharedOption.threads,
    ], formats: [.text, .json],
    examples: [
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition activate",
        Text("Load next year's grids as a draft, then put it into force.", zh: "先导入为草稿，再启用。")),
      Example(
        "onegrid import geodata/grid.geojson --level grid && "
          + "onegrid edition activate --valid-from 2025-01-01 --valid-to 2025-02-01",
        Text("Learnt late: in January the grids were these.", zh: "事后得知：一月份的网格其实是这样。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    var activation = EditionActivation()
    activation.validFrom = try arguments.instant("valid-from", assuming: city.settings.utcOffset)
    activation.validTo = try arguments.instant("valid-to", assuming: city.settings.utcOffset)
    activation.golden = arguments.value("golden")
    activation.acceptsFindings = arguments.flag("accept-findings")
    activation.tolerance = arguments.number("tolerance") ?? activation.tolerance
    activation.threads = arguments.threads()
    let report = try activation.run(draft(arguments, city), in: city, listener: console.listener)
    let edition = report.edition
    try console.show(
      json(
        edition, of: city, ["lineage": .array(report.lineage.map(\.json)), "golden_cases": JSONValue(report.golden)])
    ) {
      let words =
        edition.state == .active
        ? Text("edition \(edition.id) is active", zh: "版本 \(edition.id) 已启用")
        : Text("edition \(edition.id) was in force then", zh: "已记录版本 \(edition.id) 曾在该时期生效")
      var text = words(console.settings.language)
      text += " (\(edition.scheme))\n"
      if !report.lineage.isEmpty {
        text += Text(
          "lineage: \(Text.counted(report.lineage.count, "edge")) written\n", zh: "写入沿革 \(report.lineage.count) 条\n")(
            console.settings.language)
      }
      return text
    }
    return .done
  }

  static let acceptFindings = Option(
    flag: "accept-findings",
    Text("let duplicate, blank and reused codes and vanished areas pass", zh: "允许重复、空白、重新使用的编码和消失的区域"))

  private static let discard = Command(
    "discard", Text("remove a draft with its areas", zh: "丢弃草稿"),
    details: Text(
      "Without EDITION: the scheme's open draft. What was in force once is kept.",
      zh: "不给出版本编号时取体系中的草稿。曾经生效的版本不会被删除。"), operands: [operand], options: [SharedOption.scheme],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition discard",
        Text("Undo an import that was not activated.", zh: "撤销未启用的导入。")),
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition discard --scheme unified --json",
        Text("By scheme, for a script.", zh: "指定体系，供脚本使用。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let edition = try draft(arguments, city)
    try city.discard(edition)
    try console.show(json(edition, of: city)) {
      Text("edition \(edition.id) is discarded", zh: "版本 \(edition.id) 已丢弃")(console.settings.language)
        + " (\(edition.scheme))\n"
    }
    return .done
  }

  /// The edition that was named, else the scheme's open draft.
  private static func draft(_ arguments: Arguments, _ city: CityDatabase) throws(Fault) -> Edition {
    if let id = arguments.integer("EDITION") { return try city.edition(Int64(id)) }
    return try city.existingDraft(of: arguments.value("scheme"))
  }

  private static func json(
    _ edition: Edition, of city: CityDatabase, _ more: KeyValuePairs<String, JSONValue> = [:]
  ) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("edition", .integer(edition.id)), ("scheme", .string(edition.scheme)),
      ("state", .string(edition.state.rawValue)),
      ("valid_from", EditionTable.time(edition.validFrom, city.settings.utcOffset)),
    ]
    return .object((members + more.map { ($0.key, $0.value) }).map { JSONValue.Member(key: $0.0, value: $0.1) })
  }
}
