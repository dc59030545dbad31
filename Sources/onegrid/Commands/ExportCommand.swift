import CityStore
import CommandLineKit
import Diagnostics
import JSONWriting

/// `onegrid export`
enum ExportCommand {
  static let command = Command(
    "export", Text("write the areas of a level to a file", zh: "导出一个层级的区域"),
    details: Text(
      """
      The file's ending says the format; on standard output (-) it is GeoJSON, or CSV with --format csv. In the \
      database's own coordinate system coordinates are copied bit for bit.
      """, zh: "格式由文件扩展名决定；输出到标准输出（-）时为 GeoJSON，或用 --format csv。使用数据库自身坐标系时，坐标逐位相同。"),
    operands: [Operand("LEVEL", kind: SharedOption.levelKind, Text("which level", zh: "层级"))],
    options: [
      Option(
        "output", short: "o", "FILE", kind: .file,
        Text(".gpkg, .geojson, .shp or .csv", zh: ".gpkg、.geojson、.shp 或 .csv"),
        required: true),
      Option("crs", "C", Text("coordinate system of the file; else the database's", zh: "输出坐标系；默认与数据库相同")),
    ] + SharedOption.selection + [SharedOption.force],
    formats: [.text, .json, .geojson, .csv],
    examples: [
      Example("onegrid export grid -o grids.gpkg", Text("The grids in force, for QGIS.", zh: "导出生效的网格。")),
      Example(
        "onegrid export community -o communities.geojson --as-of 2026-03-01 --crs EPSG:4326",
        Text("As they were on a day, in WGS 84.", zh: "某日的社区边界，WGS 84 坐标。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    guard let level = arguments.level("LEVEL") else { preconditionFailure("the parser admits levels only") }
    let city = try arguments.openDatabase(for: .reading)
    var request = ExportRequest(level: level, path: arguments.required("output"))
    request.edition = try arguments.selector(in: city)
    request.crs = arguments.value("crs")
    request.form = console.settings.format?.rawValue ?? (request.path == "-" ? "geojson" : nil)
    request.force = arguments.flag("force")
    let report = try city.exportAreas(request, listener: console.listener)
    guard request.path != "-" else { return .done }
    try console.show([
      "file": .string(request.path), "edition": .integer(report.editionID), "areas": JSONValue(report.areas),
      "crs": .string(report.crs), "points_added": JSONValue(report.pointsAdded),
    ]) {
      Text(
        "\(Text.counted(report.areas, "area")) of edition \(report.editionID) in \(request.path) (\(report.crs))\n",
        zh: "已将版本 \(report.editionID) 的 \(report.areas) 个区域导出到 \(request.path)（\(report.crs)）\n")(
          console.settings.language)
    }
    return .done
  }
}
