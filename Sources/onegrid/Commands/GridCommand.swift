import AreaIndex
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import GridPlanning
import JSONWriting

/// `onegrid grid`
enum GridCommand {
  static let command = Command(
    "grid", Text("how well grids serve", zh: "评估网格"),
    examples: [
      Example("onegrid grid fit", Text("The grids in force.", zh: "评估生效的网格。")),
      Example("onegrid grid fit --cases all --json", Text("With all saved cases, for a script.", zh: "连同全部案件，供脚本读取。")),
    ], subcommands: [fit])

  private static let fit = Command(
    "fit", Text("how well grids serve: households, shape, borders, load", zh: "评估网格：户数、形状、边界、负荷"),
    details: Text(
      """
      For each grid of an edition and in sum: households against the target and how unequal they are (Gini), area, \
      compactness (Polsby–Popper: 1 is a circle), whether it is in one piece and in its parent, and the officers that it \
      needs: a head, and a member for each hundred households, three to six. Without --edition: the open draft, else the \
      active edition.

      --against lays a second edition beside it. --roads says how much of the borders inside communities runs along \
      streets. --cases lays saved cases on the grids, whatever grids they were assigned to: cases for each officer, the \
      busiest hour of the day, and the longest walk, from the middle of a grid to its farthest case as the crow flies.
      """,
      zh: """
        按网格并汇总：户数与目标之差及其不均程度（基尼系数）、面积、紧凑度（Polsby–Popper，圆为 1）、是否连成一片、\
        是否在上级之内，以及所需网格员（网格长 1 名，每百户 1 名成员，3 至 6 名）。不给 --edition 时取草稿，没有草稿则取启用的版本。

        --against 并列另一版本。--roads 给出社区内部边界沿道路的比例。--cases 把已存案件落到这些网格（不论当初归入何处）：\
        每名网格员的案件数、一天中最忙的时段、最长步行距离（网格中心到最远案件的直线距离）。
        """),
    options: [
      SharedOption.level(Text("the areas of this level; else grids", zh: "评估该层级；默认 grid")), SharedOption.scheme,
      SharedOption.edition,
      Option("against", "E2", kind: .integer(1...Int.max), Text("a second edition, side by side", zh: "并列的另一版本")),
      Option(
        "target-households", "N", kind: .number(1...1_000_000),
        Text("households that a grid should have; else the mean", zh: "每个网格的目标户数；默认取平均值")),
      Option(
        "tolerance", "SHARE", kind: .number(0...10),
        Text("how far from the target a grid may be, as a share of it", zh: "允许偏离目标的比例"), default: "0.1"),
      Option("roads", "FILE", kind: .file, Text("streets that borders should follow", zh: "边界应沿行的道路")),
      Option(
        "road-width", "M", kind: .number(0.1...1_000),
        Text("how far from a street's line, in metres, a border still follows it", zh: "距道路线多少米以内算沿路"), default: "15"),
      Option(
        "cases", "PERIOD", Text("all, or FROM/TO: saved cases reported in [FROM, TO)", zh: "all 或 起/止：该时段内上报的案件")),
      SharedOption.threads,
    ], formats: [.text, .json, .csv],
    examples: [
      Example(
        "onegrid grid fit --target-households 300 --roads geodata/streets.geojson",
        Text("The grids in force, and whether they follow streets.", zh: "评估生效的网格及其边界是否沿道路。")),
      Example(
        "onegrid grid fit --cases 2026-01-01/2027-01-01 --format csv",
        Text("Grid by grid, with a year's cases.", zh: "逐网格，含一年的案件。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let city = try arguments.openDatabase(for: .reading)
    let first = try arguments.draftOrActive(in: city)
    let second = try arguments.integer("against").map { id throws(Fault) in try city.edition(Int64(id)) }
    let streets = try arguments.value("roads").map { path throws(Fault) in
      try StreetLines(
        file: path, in: city, of: first, width: arguments.number("road-width") ?? 15, threads: arguments.threads(),
        listener: console.listener)
    }
    let period = try period(arguments, offset: city.settings.utcOffset)
    func measured(_ edition: Edition) throws(Fault) -> GridFit {
      var fit = try GridFit.measuring(
        edition, in: city, level: arguments.level() ?? .grid, target: arguments.number("target-households"),
        tolerance: arguments.number("tolerance") ?? 0.1, streets: streets, threads: arguments.threads(),
        listener: console.listener)
      if let period { try fit.replay(edition, in: city, period: period.range, threads: arguments.threads()) }
      return fit
    }
    let fit = try measured(first)
    let other = try second.map { edition throws(Fault) in try measured(edition) }
    let language = console.settings.language
    switch console.format {
    case .json: try console.show(fit.json(against: other, language))
    case .csv: try console.show(FitTable.areas([fit] + (other.map { [$0] } ?? [])))
    case .text, .geojson:
      try console.write(FitTable.summary(fit, other, language).text(language))
      for reason in fit.reasons { try console.write(reason.message(language) + "\n") }
    }
    return .done
  }

  /// What `--cases` says; `nil` where it is not given.
  private static func period(
    _ arguments: Arguments, offset: UTCOffset
  ) throws(Fault) -> (range: Range<Instant>?, Void)? {
    guard let text = arguments.value("cases") else { return nil }
    if text == "all" { return (nil, ()) }
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map {
      Instant.parse(String($0), assuming: offset)
    }
    if ends.count == 2, let from = ends[0], let to = ends[1], from <= to { return (from..<to, ()) }
    throw Fault(
      .usage, code: "bad-period", Text("“\(text)” is no period", zh: "“\(text)”不是时段"),
      hint: Text("say all, or two dates: 2026-01-01/2027-01-01", zh: "请写 all，或两个日期：2026-01-01/2027-01-01"))
  }
}
