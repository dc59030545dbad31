import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid init`
enum InitCommand {
  static let command = Command(
    "init", Text("make an empty city database", zh: "新建空的城市数据库"),
    details: Text(
      "A first import makes the database too, with the settings that are the defaults here.",
      zh: "首次导入也会按此处的默认设置自动建库。"),
    options: settingOptions + [
      Option(
        "utc-offset", "OFFSET", Text("what times without an offset are in", zh: "没有时区的时间所用的偏移"),
        default: UTCOffset.china.description)
    ],
    formats: [.text, .json],
    examples: [
      Example("onegrid init --db made.db", Text("A database in CGCS2000 and China's time.", zh: "按 CGCS2000 和北京时间建库。")),
      Example(
        "onegrid init --db metres.db --crs EPSG:4547 --utc-offset +08:00",
        Text("A city that works in a projection of its own.", zh: "城市使用自己的投影坐标系。")),
    ], action: run)

  private static let settingOptions = [
    Option(
      "crs", "C", Text("coordinate system of all geometry: EPSG:n, PROJ, WKT", zh: "全部几何的坐标系：EPSG:n、PROJ、WKT"),
      default: "EPSG:4490"),
    Option("model-crs", "C", Text("metric system of the city model's index", zh: "城市模型索引所用的米制坐标系")),
  ]

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let path = arguments.required("db")
    let settings = DatabaseSettings(
      crs: arguments.required("crs"), modelCRS: arguments.value("model-crs"),
      utcOffset: try arguments.utcOffset("utc-offset") ?? .china)
    try CityDatabase.create(at: path, settings: settings)
    try console.show([
      "db": .string(path), "crs": .string(settings.crs), "utc_offset": .string(settings.utcOffset.description),
    ]) {
      Text("made \(path) (\(settings.crs))\n", zh: "已建立 \(path)（\(settings.crs)）\n")(console.settings.language)
    }
    return .done
  }
}
