import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning
import SystemFiles

/// `onegrid unify`
enum UnifyCommand {
  static let command = Command(
    "unify", Text("turn several departments' grids into one, with a crosswalk", zh: "多格合一：把各部门网格合为一张网，并给出对照表"),
    details: Text(
      """
      Lays the grids in force of several schemes over one another inside the communities and cuts them into elements, the \
      smallest pieces that no department's line cuts. Elements are joined into grids, contiguous and inside one \
      community, that break as few departmental grids as they can: those of a scheme named earlier (or by --priority) \
      count twice as much as the next one's. The result is the draft of the scheme unified; nothing is in force before \
      it is activated.

      Pieces nowhere as wide as --sliver are taken in by the element beside them that lies in the same grid of the scheme \
      of the highest priority, among several by the one with the longest border in common. One with nothing of its community beside it goes with the \
      nearest element there. Each is listed. Without \
      --target-households a community gets as many grids as that scheme has there, and none of its grids is broken.

      Households come from --households-from, else from the grids of the first scheme that has any, divided by area. \
      Cases are those stored of the last year. The crosswalk's shares are parts of the old grid (area_share …) and of \
      the new one (new_area_share …); each sums to one. Where there are no households or cases, area stands in.

      Where a grid cannot be within the tolerance the reason is told, the best that was found is kept, and the exit \
      status is 1.
      """,
      zh: """
        把多个体系的生效网格在社区范围内叠加，切成网格元，即任何部门边界都不再切分的最小单元；再把网格元合并为网格：\
        连续、不跨社区，并尽量少拆各部门的网格，排在前面（或由 --priority 指定）的体系权重是后一个的两倍。\
        结果写入 unified 体系的草稿，启用之前不生效。

        处处窄于 --sliver 的碎条并入相邻网格元：优先并入与其同属最高优先级体系同一网格者，其次取公共边最长者；与本社区其余部分不相邻的碎条归入本社区最近的网格元；逐一列出。\
        不给 --target-households 时，每个社区的网格数与最高优先级体系相同，且不拆分其网格。

        户数取自 --households-from，否则取第一个带户数的体系，按面积分摊。案件为近一年已入库案件。\
        对照表的比例既有占旧网格的（area_share 等），也有占新网格的（new_area_share 等），各自之和为一；\
        没有户数或案件时以面积代替。

        网格无法在允许范围内时给出原因，保留已找到的最好方案，退出状态为 1。
        """),
    options: [
      Option(
        "scheme", "NAME", Text("a scheme to unify; give two or more", zh: "要合并的体系，至少两个"), required: true, repeats: true),
      Option(
        "priority", "A,B,…", kind: .list, Text("which schemes come first; else as named", zh: "体系优先级；默认按给出的顺序")),
      Option(
        "target-households", "N", kind: .number(1...1_000_000), Text("households in a grid", zh: "每个网格的目标户数")),
      Option(
        "tolerance", "X", kind: .number(0...1),
        Text("how far from the target a grid may be, as a fraction", zh: "允许偏离目标的比例"), default: "0.1"),
      Option(
        "sliver", "M", kind: .number(0...1000),
        Text("pieces narrower than this, in metres, are slivers", zh: "窄于此宽度（米）的视为碎条"), default: "5"),
      Option(
        "households-from", "FILE", kind: .file, Text("points or buildings with households", zh: "带户数的点或建筑图层")),
      Option("households", "F", Text("its field of households; else each row is one", zh: "户数字段；默认每行一户")),
      Option("crs", "C", Text("coordinate system of that file; else what it says", zh: "该文件的坐标系；默认按文件说明")),
      Option(
        "crosswalk", "FILE", kind: .file, Text("write the crosswalk: .csv, .gpkg or .geojson", zh: "写出对照表")),
      Option(
        "conflicts", "FILE", kind: .file,
        Text("write the places of disagreement: .geojson, .gpkg or .csv", zh: "写出冲突清单")),
      Option(
        "report", "DIR", kind: .folder,
        Text("write all of it and report.html there", zh: "在此目录写出全部结果和 report.html")),
      Option(
        "seed", "S", kind: .integer(0...Int.max),
        Text("of the search; the same seed, the same grids", zh: "随机种子；同种子同结果"),
        default: "1"),
      SharedOption.threads, SharedOption.force,
    ],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid import geodata/police.geojson --level grid --scheme police --activate -q && onegrid unify --scheme unified --scheme police --crosswalk crosswalk.csv",
        Text("The police beats and the grids in force.", zh: "把警务网格与现行网格合一。")),
      Example(
        "onegrid import geodata/police.geojson --level grid --scheme police --activate -q && onegrid unify --scheme police --scheme unified --target-households 600 --tolerance 0.5 --report unified",
        Text("Grids of 300 to 900 households, with a page to look at.", zh: "每格 300 至 900 户，并生成网页报告。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let (listener, language) = (console.listener, console.settings.language)
    let force = arguments.flag("force")
    let city = try arguments.openDatabase(for: .writing)
    let subject = try UnificationSubject(
      of: arguments.values("scheme"), priority: arguments.values("priority"), in: city, listener: listener)
    let households = try households(arguments, in: city, listener)
    if let folder = arguments.value("report") { try UnificationFolder.prepare(folder, force: force) }
    for name in ["crosswalk", "conflicts"] {
      guard let path = arguments.value(name), !force, FileFacts.kind(of: path) != .missing else { continue }
      throw OutputFile.exists(path)
    }
    let cases = try city.casePlacesOfLastYear().points.map { CountedPlace($0) }
    let result = try Unifier.run(
      subject, request(arguments), households: households, cases: cases, today: UnificationSubject.today(in: city),
      numbering: GridNumbering(used: city.codesEverUsed(in: Edition.unifiedScheme, at: .grid)),
      threads: arguments.threads(), listener: listener)
    result.notices(of: subject).forEach(listener.notice)
    let draft = try result.writeDraft(
      of: subject, to: city, command: command(arguments), program: "onegrid \(Program.programVersion)",
      listener: listener)
    let layers = UnificationLayers(result, of: subject, language: language)
    if let path = arguments.value("crosswalk") { try layers.writeCrosswalk(to: path, force: force) }
    if let path = arguments.value("conflicts") { try layers.writeConflicts(to: path, force: force) }
    if let folder = arguments.value("report") {
      try UnificationFolder.write(result, of: subject, edition: draft.id, to: folder, force: force, language: language)
    }
    for reason in result.reasons.prefix(20) {
      let name = subject.communities[reason.community].name
      listener.notice(
        Notice(
          .warning, code: "target-not-met",
          Text("\(name): \(reason.text.english)", zh: "\(name)：\(reason.text.chinese)")))
    }
    try console.show(result.json(of: subject, edition: draft.id, language)) {
      result.summary(of: subject, edition: draft.id)(language) + "\n"
    }
    return result.reasons.isEmpty ? .done : .findings
  }

  private static func request(_ arguments: Arguments) -> UnificationRequest {
    var request = UnificationRequest()
    request.targetHouseholds = arguments.number("target-households")
    request.tolerance = arguments.number("tolerance") ?? request.tolerance
    request.sliverWidth = arguments.number("sliver") ?? request.sliverWidth
    request.seed = arguments.integer("seed").map(UInt64.init) ?? request.seed
    return request
  }

  private static func households(
    _ arguments: Arguments, in city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> [CountedPlace]? {
    guard let path = arguments.value("households-from") else {
      guard arguments.value("households") == nil else {
        throw Fault(
          .usage, code: "missing-option",
          Text("--households names a field of --households-from", zh: "--households 是 --households-from 的字段"),
          hint: Text("give the file too", zh: "请同时给出文件"))
      }
      return nil
    }
    return try city.places(
      inFile: path, field: arguments.value("households"), crs: arguments.value("crs"), listener: listener
    ).map { CountedPlace($0.point, count: $0.number) }
  }

  /// The command as the draft's list of sources keeps it: what the result depends on.
  private static func command(_ arguments: Arguments) -> String {
    var words = ["unify"]
    for name in [
      "scheme", "priority", "target-households", "tolerance", "sliver", "households-from", "households", "seed",
    ] {
      for value in arguments.values(name) { words.append("--\(name) \(value)") }
    }
    return words.joined(separator: " ")
  }
}
