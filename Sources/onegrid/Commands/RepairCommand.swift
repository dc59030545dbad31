import CommandLineKit
import Diagnostics
import GridPlanning

/// `onegrid repair`
enum RepairCommand {
  static let command = Command(
    "repair", Text("mend boundaries: overlaps, gaps, nesting, slivers", zh: "修复边界：重叠、缝隙、上下级、碎条"),
    details: Text(
      """
      Without FILE the open draft is repaired, else a draft is begun as a copy of the active edition, all its levels from \
      the top. With FILE and --output a boundary file is written again, with the same rows and fields.

      All borders are cut where they meet, once, and each piece of ground goes to one area of each level:
      - what several areas hold, to the first by --priority, else to the area of which it is the larger share;
      - what none holds, to the neighbour that is first by --priority, else has the longest border along it;
      - what an area holds beyond the area above it, to a neighbour that belongs there;
      - detached parts thinner than a sliver, and spikes that stick out of an area, to a neighbour; a spike at the outer \
      border to nobody.

      Nothing moves further than the tolerance: no place changes hands that is farther from the border of an area as it \
      was. What is wider, and what --allow names, is left and told; the exit status is then 1. No area is lost, no code \
      or name changed. In the field of --priority the smallest number is first, then texts by their bytes, then blanks.

      The ledger has each change with its areas, m², width, greatest shift and vertices, and what was left. \
      Gained = lost + filled − dropped. A name that ends in .json gives it with each area's balance, others a layer.
      """,
      zh: """
        不给 FILE 时修复草稿；没有草稿则以启用的版本为底新建草稿，从最上层起逐级修复。给出 FILE 和 --output 时，\
        将边界文件另存，行与字段不变。

        所有边界在相交处统一切分，每块地在每一层级只归一个区域：
        - 多个区域重叠的，归 --priority 排在最前的；未指定时归该块占其面积比例较大的；
        - 无人占有的，归 --priority 最前的邻居；未指定时归共有边界最长的邻居；
        - 超出上级的，归当地的相邻区域；
        - 分离的碎条和从区域伸出的尖刺，归相邻区域；外边界上的尖刺舍去。

        任何边界移动不超过容差：易主之处距原边界不超过容差。更宽的以及 --allow 列出的予以保留并说明，此时退出状态为 1。\
        不丢失区域，不改编码和名称。--priority 字段中数字小者在前，其次为文字，空白最后。

        台账逐条列出区域、面积、宽度、最大移动、顶点数和保留的问题。增加 = 减少 + 填补 − 舍去。\
        以 .json 结尾时含每个区域的收支，否则为图层。
        """),
    operands: [BoundaryFileOptions.operand],
    options: [
      BoundaryFileOptions.output,
      SharedOption.level(Text("only this level; for a FILE, what level it is", zh: "只修复该层级；对文件则说明其层级")),
      SharedOption.scheme,
      Option(
        "tolerance", "M", kind: .number(0.000_001...100_000),
        Text("how far borders may move, in metres", zh: "边界最多移动多少米"), default: "1"),
      Option("priority", "F", Text("field with each area's rank of authority", zh: "表示区域权威次序的字段")),
      Option(
        "ledger", "FILE", kind: .file,
        Text("write each change there (.csv, .json, .geojson, .gpkg)", zh: "台账文件（.csv、.json、.geojson、.gpkg）")),
      Option("allow", "FILE", kind: .file, Text("what is meant to be as it is", zh: "允许的问题清单")),
      Option(
        "gap-width", "M", kind: .number(0...1_000_000),
        Text("holes at least this wide, in metres, are meant", zh: "不窄于此宽度（米）的空洞视为有意留出"), default: "200"),
    ] + BoundaryFileOptions.options + [SharedOption.threads, SharedOption.force],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid repair geodata/grid.geojson -o repaired.gpkg --tolerance 0.5",
        Text("A file, before it is loaded.", zh: "导入前修复文件。")),
      Example(
        "onegrid repair --tolerance 2 --ledger ledger.csv",
        Text("All levels of the city, as a draft.", zh: "修复全市所有层级，结果为草稿。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    var request = RepairRequest()
    request.tolerance = arguments.number("tolerance") ?? request.tolerance
    request.limits.gapWidth = arguments.number("gap-width") ?? request.limits.gapWidth
    if let path = arguments.value("allow") { request.allowed = try AllowList(reading: path) }
    request.level = arguments.level()
    var areas = try RedrawnAreas(arguments, level: request.level, listener: console.listener)
    if let field = arguments.value("priority") { request.ranks = try areas.ranks(field: field) }
    let result = try CoverageRepair.run(
      areas.subject, request, threads: arguments.threads(), listener: console.listener)
    try areas.write(result.geometries, by: "repair")
    let ledger = RepairLedger(result, of: areas.subject, console.settings.language)
    if let path = arguments.value("ledger") { try ledger.write(to: path, force: arguments.flag("force")) }
    try console.show(ledger.json) { ledger.text }
    return result.remainders.isEmpty ? .done : .findings
  }
}
