import AreaIndex
import Casework
import CityStore
import CommandLineKit
import Diagnostics
import SystemFiles

/// `onegrid assign`
enum AssignCommand {
  static let command = Command(
    "assign", Text("find the areas of events, at every level", zh: "事件归格：找出每个事件所在的各级区域"),
    details: Text(
      """
      Streams CSV (UTF-8, GBK, GB18030), GeoJSON and GeoJSONSeq, and through ogr2ogr spreadsheets. Every column and the \
      order of the rows are kept; code and name of each level and the match stand behind them. A row without a usable \
      place goes to the rejects file with its line and the reason: rows in are rows out and rows rejected.

      A place on a border belongs to one area a level, the same in every command: a child of the area chosen above comes \
      first, then the smallest code. “-” reads standard input.

      With --areas the polygons of a file are asked as they lie, without a database: fields and system are found as \
      `import` finds them, and events without --crs are in the file's own longitudes and latitudes.
      """,
      zh: """
        流式读取 CSV（UTF-8、GBK、GB18030）、GeoJSON、GeoJSONSeq，以及通过 ogr2ogr 读取电子表格。\
        保留所有列和行序，其后附上各级编码、名称和匹配方式。没有可用位置的行连同行号和原因写入拒收文件：\
        输入行数等于输出行数加拒收行数。

        位于边界上的位置在每级只归入一个区域，所有命令一致：先取上一级选定区域的下级，再取编码最小者。“-”表示标准输入。

        用 --areas 可直接按文件中的多边形归格，无需数据库：字段和坐标系的识别与 import 相同；未用 --crs 时，事件采用该文件的经纬度。
        """),
    operands: [Operand("EVENTS", kind: .file, Text("the events, or - for standard input", zh: "事件文件；- 为标准输入"))],
    options: [
      Option(
        "output", short: "o", "OUT", kind: .file, Text("where the rows go; else standard output", zh: "输出文件；默认标准输出"))
    ] + AssignmentOptions.reading + AreaFileOptions.options + [
      Option("levels", "L", kind: .list, Text("the levels to write; else all that have areas", zh: "要输出的层级；默认全部"))
    ] + AssignmentOptions.areas + [
      Option(
        "doubtful", "M", kind: .number(0...1_000_000),
        Text("mark events so near to a border, in metres, with the other area", zh: "距边界不超过该米数时，标出相邻区域")),
      Option(flag: "explain", Text("say how every answer came about", zh: "说明每个结果的由来")),
      Option(
        "columns", "F", kind: .list, Text("the input columns to keep: names, all or none", zh: "保留的输入列：列名、all 或 none"),
        default: "all"),
      Option(flag: "no-names", Text("write codes without names", zh: "只写编码，不写名称")),
      Option("prefix", "P", Text("stands before the names of the added columns", zh: "附加列名的前缀"), default: ""),
      Option(flag: "save", Text("store the events as cases, too", zh: "同时保存为案件")),
    ] + AssignmentOptions.identifiers + AssignmentOptions.results,
    formats: [.csv, .geojson],
    examples: [
      Example(
        "onegrid assign geodata/events.csv -o assigned.csv",
        Text("Every event with its areas at every level.", zh: "为每个事件附上各级区域。")),
      Example(
        "onegrid assign geodata/events_gbk.csv --levels grid --columns none --snap 50 -o grids.csv",
        Text("The grid alone; what lies just outside goes to the nearest.", zh: "只输出网格；略在界外的归入最近网格。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let summary: AssignmentSummary
    if let areas = try AreaFileOptions.areas(arguments) {
      let run = try completed(AssignmentOptions.run(arguments.required("EVENTS"), arguments), arguments, console)
      summary = try run.run(on: areas, listener: console.listener)
    } else {
      let city = try arguments.openDatabase(for: arguments.flag("save") ? .writing : .reading)
      var run = try AssignmentOptions.run(arguments.required("EVENTS"), arguments, in: city)
      run = try completed(run, arguments, console)
      summary = try complete(run, in: city, console)
    }
    if !console.settings.isQuiet { console.say(AssignmentOptions.words(summary, console.settings.language)) }
    return arguments.flag("strict") && summary.rejected > 0 ? .findings : .done
  }

  /// The run with what this command's own options say.
  private static func completed(
    _ run: AssignmentRun, _ arguments: Arguments, _ console: Console
  ) throws(Fault) -> AssignmentRun {
    var run = run
    run.output = arguments.value("output") ?? "-"
    run.form = console.settings.format.flatMap { AssignmentRun.Form(rawValue: $0.rawValue) }
    run.levels = try levels(arguments.values("levels"))
    run.doubtful = arguments.number("doubtful")
    run.explains = arguments.flag("explain")
    run.hasNames = !arguments.flag("no-names")
    run.prefix = arguments.required("prefix")
    switch arguments.values("columns") {
    case ["all"]: run.columns = .all
    case ["none"]: run.columns = .none
    case let names: run.columns = .some(names)
    }
    if arguments.flag("save") { run.saving = AssignmentOptions.saving(arguments) }
    return run
  }

  /// Runs it. A reader that goes away ends a run quietly, but not one whose cases are then not saved.
  private static func complete(
    _ run: AssignmentRun, in city: CityDatabase, _ console: Console
  ) throws(Fault) -> AssignmentSummary {
    do throws(Fault) { return try run.run(in: city, listener: console.listener) } catch {
      guard run.saving != nil, error.code == OutputFile.closedPipe.code else { throw error }
      throw Fault(
        .output, code: "nothing-saved",
        Text("the reader of the output went away, so no case was saved", zh: "输出的读取方已关闭，因此没有保存案件"),
        hint: Text("write to a file with -o, or use `onegrid case import`", zh: "用 -o 写到文件，或使用 onegrid case import"))
    }
  }

  private static func levels(_ words: [String]) throws(Fault) -> [Level]? {
    guard !words.isEmpty else { return nil }
    var levels: [Level] = []
    for word in words {
      guard let level = Level(name: word) else {
        let known = Level.allCases.map(\.name).joined(separator: ", ")
        throw Fault(
          .usage, code: "unknown-level", Text("there is no level “\(word)”", zh: "没有层级“\(word)”"),
          hint: Text("the levels are: \(known)", zh: "层级有：\(known)"))
      }
      levels.append(level)
    }
    return levels
  }
}
