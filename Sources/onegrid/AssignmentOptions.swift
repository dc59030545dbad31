import AreaIndex
import Casework
import CityStore
import CommandLineKit
import Diagnostics

/// What `assign` and `case import` have in common: how events are read and to which areas they are assigned.
enum AssignmentOptions {
  static let reading = [
    Option(
      "lon", "F",
      Text("column of the longitude, or of x with --crs; else found by name", zh: "经度列（用 --crs 时为 x）；默认按列名识别")),
    Option(
      "lat", "F",
      Text("column of the latitude, or of y with --crs; else found by name", zh: "纬度列（用 --crs 时为 y）；默认按列名识别")),
    Option(
      "crs", "C",
      Text(
        "coordinate system of the events: EPSG:n, PROJ, WKT, gcj02, bd09, bd09mc",
        zh: "事件坐标系：EPSG:n、PROJ、WKT、gcj02、bd09、bd09mc")),
    Option("encoding", "E", Text("text encoding, e.g. GBK; else found out", zh: "文字编码，例如 GBK；默认自动识别")),
  ]

  static let areas =
    SharedOption.selection + [
      Option(
        "as-of-field", "F",
        Text("column of each event's time: its areas are those in force then", zh: "事件时间列：按当时生效的版本归格")),
      Option(
        "snap", "M", kind: .number(0...1_000_000),
        Text("take an event in no area to the nearest one within so many metres", zh: "不在任何区域内时，取该米数内最近的区域")),
    ]

  static let results = [
    Option(
      "rejects", "FILE", kind: .file,
      Text("where rejected rows go; else OUT.rejects.csv", zh: "拒收文件；默认 OUT.rejects.csv")),
    Option("summary", "FILE", kind: .file, Text("write the counts as JSON", zh: "以 JSON 写出统计")),
    Option(flag: "strict", Text("exit 1 if any row is rejected", zh: "有拒收行时退出状态为 1")),
    SharedOption.force, SharedOption.threads,
  ]

  static let identifiers = [
    Option("id", "F", Text("column of the case's id; else found by name, else made", zh: "案件编号列；默认按列名识别，否则自动生成")),
    Option(
      flag: "update", Text("change cases that are stored already, instead of rejecting the rows", zh: "更新已存在的案件，而不是拒收")),
  ]

  /// A run as the options that both commands have say.
  static func run(_ events: String, _ arguments: Arguments, in city: CityDatabase) throws(Fault) -> AssignmentRun {
    var run = run(events, arguments)
    run.editions = try arguments.selector(in: city)
    run.asOfField = arguments.value("as-of-field")
    if run.asOfField != nil, run.editions.asOf != nil || run.editions.editionID != nil {
      throw Fault(
        .usage, code: "conflicting-options",
        Text(
          "--as-of-field lets each event choose its edition; --as-of and --edition name one",
          zh: "--as-of-field 由每个事件决定版本，不能与 --as-of 或 --edition 同用"))
    }
    return run
  }

  /// A run without its editions.
  static func run(_ events: String, _ arguments: Arguments) -> AssignmentRun {
    var run = AssignmentRun(events: events)
    run.longitudeColumn = arguments.value("lon")
    run.latitudeColumn = arguments.value("lat")
    run.crs = arguments.value("crs")
    run.encoding = arguments.value("encoding")
    run.snap = arguments.number("snap")
    run.rejects = arguments.value("rejects")
    run.summaryPath = arguments.value("summary")
    run.force = arguments.flag("force")
    run.threads = arguments.threads()
    return run
  }

  static func saving(_ arguments: Arguments) -> AssignmentRun.Saving {
    var saving = AssignmentRun.Saving()
    saving.id = arguments.value("id")
    saving.updates = arguments.flag("update")
    return saving
  }

  /// The counts in words.
  static func words(_ summary: AssignmentSummary, _ language: Language) -> String {
    var english = "\(Text.counted(summary.rows, "row")): \(summary.assigned) assigned"
    var chinese = "共 \(summary.rows) 行：归格 \(summary.assigned)"
    let parts = [
      (summary.boundary, "on borders", "边界上"), (summary.snapped, "snapped", "就近归入"),
    ].filter { $0.0 > 0 }
    if !parts.isEmpty {
      english += " (\(parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")))"
      chinese += "（其中\(parts.map { "\($0.2) \($0.0)" }.joined(separator: "，"))）"
    }
    english += ", \(summary.outside) outside, \(summary.rejected) rejected"
    chinese += "，区域外 \(summary.outside)，拒收 \(summary.rejected)"
    if summary.rejected > 0 {
      let reasons = RejectReason.allCases.compactMap { reason in
        summary.reasons[reason].map { "\(reason.rawValue) \($0)" }
      }.joined(separator: ", ")
      english += " (\(reasons); \(summary.rejectsPath ?? ""))"
      chinese += "（\(reasons)；\(summary.rejectsPath ?? "")）"
    }
    if summary.added + summary.updated > 0 {
      english += "; \(Text.counted(summary.added, "case")) added, \(summary.updated) updated"
      chinese += "；新增案件 \(summary.added)，更新 \(summary.updated)"
    }
    let seconds = "\((summary.seconds * 100).rounded() / 100)"
    return Text("\(english); \(seconds) s", zh: "\(chinese)；\(seconds) 秒")(language)
  }
}
