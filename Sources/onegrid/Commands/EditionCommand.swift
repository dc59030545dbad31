import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid edition`
enum EditionCommand {
  static let command = Command(
    "edition", Text("list, show, activate or discard editions", zh: "版本：列出、查看、启用、丢弃"),
    details: Text(
      """
      An edition is one dated, complete state of a scheme's areas: a draft, then active, then superseded. Activating a \
      superseded edition is the way back.
      """, zh: "版本是一个网格体系在某一时期的完整状态：先是草稿，启用后生效，被替代后失效。重新启用失效的版本即可回退。"),
    examples: [
      Example("onegrid edition list", Text("Every edition with its state and period.", zh: "列出所有版本及其状态、时期。")),
      Example("onegrid edition show 1 --json", Text("Where an edition came from.", zh: "查看一个版本的来源。")),
    ], subcommands: [list, show, activate, discard])

  private static let operand = Operand(
    "EDITION", kind: .integer(1...Int.max), Text("its number, from `edition list`", zh: "版本编号，见 edition list"),
    count: .optional)

  // MARK: list

  private static let list = Command(
    "list", Text("every edition with its state and period", zh: "列出所有版本"), options: [SharedOption.scheme],
    formats: [.text, .json, .csv],
    examples: [
      Example("onegrid edition list", Text("All schemes.", zh: "所有网格体系。")),
      Example("onegrid edition list --scheme unified --json", Text("One scheme, for a script.", zh: "一个体系，供脚本读取。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .reading)
    let scheme = try arguments.value("scheme").map { name throws(Fault) in try city.scheme(name) }
    var entries: [EditionTable.Entry] = []
    for edition in try city.editions(of: scheme) { entries.append((edition, try city.areaCounts(in: edition))) }
    let offset = city.settings.utcOffset
    if console.format == .json {
      try console.show(["editions": .array(entries.map { EditionTable.json($0.edition, $0.areas, offset: offset) })])
    } else {
      try console.show(EditionTable.table(entries, offset: offset))
    }
    return .done
  }

  // MARK: show

  private static let show = Command(
    "show", Text("one edition: its areas and where they came from", zh: "查看一个版本的区域和来源"),
    details: Text("Without EDITION: the active one.", zh: "不给出版本编号时取启用的版本。"), operands: [operand],
    options: [SharedOption.scheme, SharedOption.asOf], formats: [.text, .json],
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
        asOf: try arguments.instant("as-of", assuming: offset)), listener: console.listener)
    let areas = try city.areaCounts(in: edition)
    let sources = EditionTable.sources(try city.sources(of: edition), offset: offset)
    try console.show(EditionTable.json(edition, areas, sources: sources, offset: offset)) {
      EditionTable.table([(edition, areas)], offset: offset).text(console.settings.language) + "\n"
        + areas.map { "\($0.level) \($0.count)" }.joined(separator: ", ") + "\n\n"
        + sources.leavingOut(["libraries", "sha256"]).text(console.settings.language)
    }
    return .done
  }

  // MARK: activate and discard

  private static let activate = Command(
    "activate", Text("put an edition into force", zh: "启用版本"),
    details: Text(
      """
      Without EDITION: the scheme's open draft. The edition that was active becomes superseded at the same instant. \
      Duplicate and blank codes are refused unless --accept-findings.
      """, zh: "不给出版本编号时取体系中的草稿。原来启用的版本同时失效。有重复或空白编码时拒绝启用，除非加 --accept-findings。"),
    operands: [operand],
    options: [
      SharedOption.scheme,
      Option("valid-from", "DATE", Text("from when it is in force; else from now", zh: "生效时间；默认即时")),
      Option(flag: "accept-findings", Text("let duplicate and blank codes pass", zh: "允许重复或空白编码")),
    ], formats: [.text, .json],
    examples: [
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition activate",
        Text("Load next year's grids as a draft, then put it into force.", zh: "先导入为草稿，再启用。")),
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition activate --valid-from 2030-01-01",
        Text("In force from a day to come.", zh: "从将来某日起生效。")),
    ]
  ) { (arguments, console) throws(Fault) in
    let city = try arguments.openDatabase(for: .writing)
    let validFrom = try arguments.instant("valid-from", assuming: city.settings.utcOffset)
    let edition = try city.activate(
      draft(arguments, city), validFrom: validFrom, acceptFindings: arguments.flag("accept-findings"))
    try report(edition, of: city, console, Text("edition \(edition.id) is active", zh: "版本 \(edition.id) 已启用"))
    return .done
  }

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
    try report(edition, of: city, console, Text("edition \(edition.id) is discarded", zh: "版本 \(edition.id) 已丢弃"))
    return .done
  }

  /// The edition that was named, else the scheme's open draft.
  private static func draft(_ arguments: Arguments, _ city: CityDatabase) throws(Fault) -> Edition {
    if let id = arguments.integer("EDITION") { return try city.edition(Int64(id)) }
    return try city.existingDraft(of: arguments.value("scheme"))
  }

  private static func report(
    _ edition: Edition, of city: CityDatabase, _ console: Console, _ words: Text
  ) throws(Fault) {
    try console.show(
      [
        "edition": .integer(edition.id), "scheme": .string(edition.scheme), "state": .string(edition.state.rawValue),
        "valid_from": EditionTable.time(edition.validFrom, city.settings.utcOffset),
      ]
    ) { "\(words(console.settings.language)) (\(edition.scheme))\n" }
  }
}
