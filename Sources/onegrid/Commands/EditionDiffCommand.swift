import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning

/// `onegrid edition diff`
enum EditionDiffCommand {
  static let tolerance = Option(
    "tolerance", "M", kind: .number(0...1000),
    Text("a border that moved no further, in metres, is only drawn anew", zh: "边界移动不超过此距离（米）视为重绘"), default: "1")

  static let command = Command(
    "diff", Text("what is different in an edition: splits, mergers, moved borders", zh: "比较版本：拆分、合并、边界调整等"),
    details: Text(
      """
      Compares an edition with the one that it is based on, or with the one that --against names. Without EDITION: the open \
      draft, else the active edition. Areas are the same by their code, then by their shape, then by the ground they share.

      Kinds: added, removed, renamed, recoded, relinked (it belongs to another area above), redrawn (the border is drawn \
      anew within the tolerance), moved (ground passes between areas that stay), split, merged. Each says the m², the \
      households, the open cases and, where duties are known, the officers that change hands. \
      Households go by the ground where the areas do not say; a case is open unless its status says that it is closed.

      The GeoJSON and CSV forms, and --output, give the ground that changes hands. JSON has the lineage too that \
      `edition activate` would write.
      """,
      zh: """
        将一个版本与其所依据的版本（或 --against 指定的版本）比较。不给出版本编号时取草稿，没有草稿则取启用的版本。\
        先按编码、再按图形、最后按共有范围认定同一区域。

        类型：added 新增、removed 撤销、renamed 改名、recoded 改码、relinked 改属（上级区域改变）、redrawn 重绘（边界移动不超过容差）、moved 边界调整、\
        split 拆分、merged 合并。每条说明易手的面积（m²）、户数、未结案件数，导入过值守时还有网格员数。户数在区域未说明时按面积推算；状态表明已结的案件不计。

        GeoJSON、CSV 和 --output 给出易手的范围。JSON 还包含 edition activate 将写入的沿革。
        """),
    operands: [EditionCommand.operand],
    options: [
      Option(
        "against", "E", kind: .integer(1...Int.max),
        Text("the edition before; else the one it is based on", zh: "与之比较的版本；默认为其所依据的版本")),
      tolerance,
      SharedOption.level(Text("only changes at this level", zh: "只列此层级的变化")), SharedOption.scheme,
      Option(
        "output", short: "o", "FILE", kind: .file,
        Text("write the ground that changes hands: .geojson, .gpkg, .csv", zh: "写出易手的范围：.geojson、.gpkg、.csv")),
      SharedOption.force, SharedOption.threads,
    ],
    formats: [.text, .json, .csv, .geojson],
    examples: [
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition diff",
        Text("What will change, before it is put into force.", zh: "启用之前查看将发生的变化。")),
      Example(
        "onegrid import geodata/grid.geojson --level grid && onegrid edition diff --against 1 --format geojson > changes.geojson",
        Text("The ground that changes hands, as a layer.", zh: "易手的范围，作为图层。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let city = try arguments.openDatabase(for: .reading)
    let edition = try edition(arguments, city, console.listener)
    let base = try base(of: edition, arguments, city)
    let threads = arguments.threads()
    var comparison = try EditionComparison(
      of: base, with: edition, in: city, tolerance: arguments.number("tolerance") ?? 1, threads: threads,
      listener: console.listener)
    if let level = arguments.level() { comparison.keep(level) }
    try comparison.countCases(of: base, with: edition, in: city, threads: threads, listener: console.listener)
    try comparison.countOfficers(of: base, in: city)
    let language = console.settings.language
    if let path = arguments.value("output") {
      try ChangeLayer.write(comparison, of: city, to: path, force: arguments.flag("force"), language: language)
    }
    let head = Text(
      "edition \(edition.id) against \(base.id) (\(edition.scheme)): \(comparison.summary.english)",
      zh: "版本 \(edition.id) 与 \(base.id) 比较（\(edition.scheme)）：\(comparison.summary.chinese)")
    switch console.format {
    case .json: try console.show(comparison.json(of: edition, against: base, language))
    case .text:
      let rows = comparison.changes.map { [$0.kind.word(language), $0.level.name, $0.message(language)] }
      try console.write(TextColumns.lines(rows) + (rows.isEmpty ? "" : "\n") + head(language) + "\n")
    case .csv, .geojson:
      try ChangeLayer.write(
        comparison, of: city, to: "-", form: console.format.rawValue, force: false, language: language)
      console.say(head(language))
    }
    return .done
  }

  /// The edition asked for, else the scheme's open draft, else its active edition.
  private static func edition(
    _ arguments: Arguments, _ city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> Edition {
    let scheme = arguments.value("scheme")
    let id = arguments.integer("EDITION").map(Int64.init)
    if id == nil, let draft = try? city.existingDraft(of: scheme) { return draft }
    return try city.edition(EditionSelector(scheme: scheme, editionID: id), listener: listener)
  }

  private static func base(
    of edition: Edition, _ arguments: Arguments, _ city: CityDatabase
  ) throws(Fault) -> Edition {
    if let id = arguments.integer("against").map(Int64.init) ?? edition.basedOn { return try city.edition(id) }
    throw Fault(
      .usage, code: "no-base-edition",
      Text(
        "edition \(edition.id) is the first of \(edition.scheme)", zh: "版本 \(edition.id) 是 \(edition.scheme) 的第一个版本"),
      at: Place(city.path), hint: Text("name another with --against", zh: "用 --against 指定要比较的版本"))
  }
}
