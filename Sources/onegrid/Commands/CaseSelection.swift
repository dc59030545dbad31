import AreaIndex
import Casework
import CityStore
import CommandLineKit
import Diagnostics
import SpatialPrimitives

/// The options that say which cases are meant, and how they are read.
enum CaseSelection {
  static let options: [Option] = [
    Option("area", "AREA", Text("in this area, at any level: [SCHEME:][LEVEL/]CODE", zh: "所在区域（任一层级）")),
    Option("status", "S", Text("in this status", zh: "状态")),
    Option("category", "C", Text("of this category", zh: "类别")),
    Option("from", "TIME", Text("reported at this date or time or later", zh: "此时及以后上报")),
    Option("to", "TIME", Text("reported before this date or time", zh: "此时以前上报")),
    Option("bbox", "W,S,E,N", kind: .list, Text("in this box of longitudes and latitudes", zh: "经纬度范围：西,南,东,北")),
    Option("within", "FILE", kind: .file, Text("in the polygons of this file", zh: "位于此文件的多边形内")),
    Option("crs", "C", Text("the reference system of --within, where the file does not say", zh: "--within 文件的坐标系")),
  ]

  static func paging(_ limit: Int) -> [Option] {
    [
      Option(
        "limit", "N", kind: .integer(1...1_000_000), Text("at most so many", zh: "最多显示的个数"), default: String(limit)),
      Option("after", "CURSOR", Text("go on from “next” of the page before", zh: "从上一页的 next 继续")),
    ]
  }

  static func filter(_ arguments: Arguments, _ city: CityDatabase, _ console: Console) throws(Fault) -> CaseFilter {
    let offset = city.settings.utcOffset
    var filter = CaseFilter(
      status: arguments.value("status"), category: arguments.value("category"),
      from: try arguments.instant("from", assuming: offset), to: try arguments.instant("to", assuming: offset),
      box: try box(arguments))
    if let text = arguments.value("area") {
      let reference = AreaReference(text, schemes: try city.schemes())
      let area = try city.area(text, listener: console.listener)
      filter.area = CaseFilter.Area(level: area.level, code: area.code, scheme: reference.scheme)
    }
    if let file = arguments.value("within") {
      filter.within = try city.polygons(inFile: file, crs: arguments.value("crs"), listener: console.listener)
    }
    return filter
  }

  private static func box(_ arguments: Arguments) throws(Fault) -> Box? {
    let words = arguments.values("bbox")
    guard !words.isEmpty else { return nil }
    let numbers = words.compactMap { Double($0) }
    guard words.count == 4, numbers.count == 4, numbers[0] <= numbers[2], numbers[1] <= numbers[3] else {
      throw Fault(
        .usage, code: "bad-value",
        Text(
          "--bbox takes west,south,east,north, not “\(words.joined(separator: ","))”",
          zh: "--bbox 需要 西,南,东,北，而不是“\(words.joined(separator: ","))”"))
    }
    return Box(minX: numbers[0], minY: numbers[1], maxX: numbers[2], maxY: numbers[3])
  }

  /// A case's place and lowest area, in a few words.
  static func place(_ record: CaseRecord) -> String {
    let degrees = [record.lon, record.lat].map { $0.map { "\($0)" } ?? "?" }.joined(separator: " ")
    let area = Level.allCases.reversed().lazy.compactMap { level in record.codes[level].map { "\(level) \($0)" } }.first
    return "\(degrees) (\(area ?? record.match))"
  }
}
