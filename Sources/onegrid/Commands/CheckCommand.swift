import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning

/// `onegrid check`
enum CheckCommand {
  static let command = Command(
    "check", Text("find what is wrong with boundaries: overlaps, gaps, codes, parents", zh: "检查边界：重叠、缝隙、编码、上下级"),
    details: Text(
      """
      Checks a boundary file as it was drawn, or an edition with all its levels: without FILE the open draft, else the \
      active edition. Each finding is an error or a note, and names the areas, the place, the area in m² and the width. \
      The exit status is 1 if there is an error.

      Kinds: invalid-geometry, overlap, gap, outside-parent, parent-not-covered, duplicate-code, bad-code, \
      missing-parent, duplicate-geometry, multipart (a note), sliver (spikes that stick out of an area, too). A FILE alone \
      gets none about parents.

      A gap is a hole that is closed all around and narrower than --gap-width: a slit that opens to the outside of all areas \
      is not told, nor is ground that is missing at the outer border.

      --allow names a file with the fields kind, codes and reason, and a polygon where a place is meant: what it covers \
      becomes a note. --roads names a file of roads with names: findings along one say so; in an edition they say too \
      which street they are in. --report makes findings.geojson, findings.csv and report.html, a page with a map of each \
      finding.
      """,
      zh: """
        检查绘制的边界文件，或一个版本的全部层级：不给 FILE 时检查草稿，没有草稿则检查启用的版本。\
        每个问题是错误或提示，并说明区域、位置、面积（m²）和宽度。有错误时退出状态为 1。

        类型：invalid-geometry 几何无效、overlap 重叠、gap 缝隙、outside-parent 超出上级、parent-not-covered 下级未覆盖、\
        duplicate-code 编码重复、bad-code 编码不规范、missing-parent 缺少上级、duplicate-geometry 图形重复、\
        multipart 多部分（提示）、sliver 碎条（包括从区域伸出的尖刺）。单独检查文件时没有与上级有关的问题。

        缝隙指四周封闭、窄于 --gap-width 的空洞：通向全部区域之外的开口狭缝，以及外边界处缺少的部分，不在其列。

        --allow 指定一个文件，含 kind、codes、reason 字段，需要指明地点时带面；它涵盖的问题成为提示。\
        --roads 指定带名称的道路文件，沿道路的问题会注明道路；版本中的问题还注明所在街道。\
        --report 生成 findings.geojson、findings.csv 和 report.html（每个问题附一张地图的网页）。
        """),
    operands: [BoundaryFileOptions.operand],
    options: [
      SharedOption.level(Text("only this level; for a FILE, what level it is", zh: "只检查该层级；对文件则说明其层级")),
      SharedOption.edition, SharedOption.scheme,
      Option(
        "report", "DIR", kind: .folder,
        Text(
          "write findings.geojson, findings.csv and report.html there",
          zh: "在此目录写出 findings.geojson、findings.csv 和 report.html")),
      Option("allow", "FILE", kind: .file, Text("what is meant to be as it is", zh: "允许的问题清单")),
      Option(
        "roads", "FILE", kind: .file, Text("roads by name, which findings may run along", zh: "带名称的道路，用于注明问题沿哪条路")),
      metres(
        "gap-width", CheckLimits().gapWidth,
        Text("holes at least this wide, in metres, are meant", zh: "不窄于此宽度（米）的空洞视为有意留出")),
      metres(
        "min-width", CheckLimits().leastWidth,
        Text("leave out overlaps and gaps narrower than this, in metres", zh: "忽略窄于此宽度（米）的重叠和缝隙")),
      metres(
        "min-area", CheckLimits().leastArea,
        Text("leave out overlaps and gaps smaller than this, in m²", zh: "忽略小于此面积（m²）的重叠和缝隙")),
      metres(
        "sliver-width", CheckLimits().sliverWidth,
        Text("areas and parts narrower than this, in metres, are slivers", zh: "窄于此宽度（米）的区域或部分视为碎条")),
    ] + BoundaryFileOptions.options + [SharedOption.threads, SharedOption.force],
    formats: [.text, .json, .csv, .geojson],
    examples: [
      Example("onegrid check geodata/grid.geojson", Text("A file, before it is loaded.", zh: "导入前检查文件。")),
      Example("onegrid check --report findings", Text("All levels, with a page to look at.", zh: "检查所有层级并生成网页报告。")),
    ], action: run)

  private static func metres(_ name: String, _ standard: Double, _ help: Text) -> Option {
    let text = standard == standard.rounded() ? String(Int(standard)) : "\(standard)"
    return Option(name, "M", kind: .number(0...1_000_000), help, default: text)
  }

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let folder = arguments.value("report")
    let force = arguments.flag("force")
    let allowed = if let path = arguments.value("allow") { try AllowList(reading: path) } else { AllowList() }
    let subject = try subject(arguments, console.listener)
    let roads =
      if let path = arguments.value("roads") {
        try NamedRoads(file: path, of: subject, listener: console.listener)
      } else { NamedRoads([]) }
    if let folder { try ReportFolder.prepare(folder, force: force) }
    let level = arguments.value("FILE") == nil ? arguments.level() : nil
    let result = try AreaCheck.run(
      subject, limits: limits(arguments), level: level, allowed: allowed, roads: roads,
      threads: arguments.threads(), listener: console.listener)
    let language = console.settings.language
    if let folder { try ReportFolder.write(result, of: subject, to: folder, force: force, language: language) }
    switch console.format {
    case .json: try console.show(result.json(language))
    case .text: try console.write(text(result, language))
    case .csv, .geojson:
      try FindingLayer.write(
        result, of: subject, to: "-", form: console.format.rawValue, force: false, language: language)
      console.say(result.summary(language))
    }
    return result.errors > 0 ? .findings : .done
  }

  private static func subject(_ arguments: Arguments, _ listener: Listener) throws(Fault) -> CheckSubject {
    guard let file = arguments.value("FILE") else {
      let city = try arguments.openDatabase(for: .reading)
      let edition = try arguments.draftOrActive(in: city)
      if let level = arguments.level() { try city.requireLevel(level, in: edition) }
      return try CheckSubject(edition: edition, in: city, listener: listener)
    }
    for name in ["edition", "scheme"] where arguments.value(name) != nil {
      throw Fault(
        .usage, code: "conflicting-arguments",
        Text("--\(name) speaks of the database, and FILE of a file", zh: "--\(name) 针对数据库，而 FILE 是文件"),
        hint: Text("give one of them", zh: "请只给出其一"))
    }
    let level = arguments.level()
    return try CheckSubject(
      file: file, level: level, request: arguments.reading(file, level: level), listener: listener)
  }

  private static func limits(_ arguments: Arguments) -> CheckLimits {
    var limits = CheckLimits()
    limits.gapWidth = arguments.number("gap-width") ?? limits.gapWidth
    limits.leastWidth = arguments.number("min-width") ?? limits.leastWidth
    limits.leastArea = arguments.number("min-area") ?? limits.leastArea
    limits.sliverWidth = arguments.number("sliver-width") ?? limits.sliverWidth
    return limits
  }

  private static func text(_ result: CheckResult, _ language: Language) -> String {
    var text = ""
    for finding in result.findings {
      text += finding.severity.word(language) + "  " + finding.kind.rawValue
      if let level = finding.level { text += "  " + level.name }
      text += "  " + finding.message(language)
      if let place = finding.placeText { text += "  (\(place))" }
      text += "\n"
    }
    return text + result.summary(language) + "\n"
  }
}
