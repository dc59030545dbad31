import AreaIndex
import CityStore
import CommandLineKit
import Diagnostics
import GridPlanning

/// `onegrid import`
enum ImportCommand {
  static let command = Command(
    "import", Text("load boundary files into the draft of a scheme", zh: "导入边界文件到体系的草稿"),
    details: Text(
      """
      Reads Shapefile, GeoPackage, GeoJSON, GeoJSONSeq and CSV with WKT, and through ogr2ogr what GDAL reads. Encoding, \
      coordinate system and fields are found out and said; options overrule them. The draft begins as a copy of the \
      active edition. Every row becomes an area or stands in the rejects file; all is one transaction. With --activate it is \
      put into force as by `edition activate`, lineage written and findings refused.

      A part is renewed with --mode update (by code), or with --within CODE: then only what lies below that area is \
      replaced, rows that belong elsewhere are rejected, and the rest carries on.

      The database is made where there is none.
      """,
      zh: """
        可读 Shapefile、GeoPackage、GeoJSON、GeoJSONSeq、带 WKT 的 CSV，以及通过 ogr2ogr 读取 GDAL 支持的格式。\
        编码、坐标系和字段自动识别并说明依据，可用选项指定。草稿从启用版本复制而来。\
        每一行要么成为区域，要么写入拒收文件；全部在一个事务内完成。加 --activate 时按 edition activate 的规则启用。

        局部更新可用 --mode update（按编码），或用 --within CODE：只替换该区域内的部分，属于别处的行被拒收，其余不变。

        没有数据库时自动建立。
        """),
    operands: [
      Operand(
        "FILE", kind: .file, Text("files of one level; a city may come as one file a district", zh: "同一层级的文件，可多个"),
        count: .oneOrMore)
    ],
    options: [
      SharedOption.level(Text("what level the areas are", zh: "区域的层级"), required: true),
      Option(
        "mode", "MODE", kind: .choice(ImportRequest.Mode.allCases.map(\.rawValue)),
        Text("replace the level, add to it, or update by code", zh: "替换该层级、追加、或按编码更新"), default: "replace"),
      Option(
        "within", "CODE",
        Text("replace only what lies below this area; the rest carries on", zh: "只替换该区域内的部分，其余不变")),
      SharedOption.scheme,
      Option("layer", "L", Text("the layer to read", zh: "要读取的图层")),
      Option("code", "F", Text("field of the code", zh: "编码字段")),
      Option("name", "F", Text("field of the name", zh: "名称字段")),
      Option("parent", "F", Text("field of the parent's code or name", zh: "上级编码或名称字段")),
      Option("households", "F", Text("field of the number of households", zh: "户数字段")),
      Option(
        "crs", "C",
        Text("coordinate system: EPSG:n, PROJ, WKT, gcj02, bd09, bd09mc", zh: "坐标系：EPSG:n、PROJ、WKT、gcj02、bd09、bd09mc")),
      Option("encoding", "E", Text("text encoding, e.g. GBK", zh: "文字编码，例如 GBK")),
      Option("where", "SQL", Text("only rows that meet this condition", zh: "只导入满足条件的行")),
      Option(
        "profile", "FILE", kind: .file,
        Text("saved field mapping: read if it exists, else written", zh: "导入配置：存在则读取，否则写出")),
      Option(
        "rejects", "FILE", kind: .file,
        Text("where rejected rows go; else FILE.rejects.csv", zh: "拒收文件；默认 FILE.rejects.csv")),
      Option(flag: "strict", Text("reject invalid geometry; exit 1 if anything is rejected", zh: "拒收无效几何；有拒收时退出状态为 1")),
      Option("valid-from", "DATE", Text("from when the edition is in force", zh: "版本生效时间")),
      Option(flag: "activate", Text("put the draft into force in the same transaction", zh: "在同一事务中启用草稿")),
      EditionCommand.acceptFindings,
      SharedOption.force, SharedOption.threads,
    ],
    formats: [.text, .json],
    examples: [
      Example(
        "onegrid import geodata/grid.geojson --level grid --activate",
        Text("Load grids and put them into force.", zh: "导入网格并启用。")),
      Example(
        "onegrid import geodata/grid_gbk.shp --level grid --code 网格编码 --name 网格名称 --parent 社区编码 --encoding GBK",
        Text("A shapefile in GBK with its fields named.", zh: "GBK 编码的 Shapefile，指定字段。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    let path = arguments.required("db")
    let request = try request(arguments, at: path)
    var activation = EditionActivation()
    activation.acceptsFindings = arguments.flag("accept-findings")
    activation.threads = arguments.threads()
    let report = try CityDatabase.importAreas(request, at: path, listener: console.listener) {
      [activation] (draft, city, now) throws(Fault) in
      _ = try activation.run(draft, in: city, listener: console.listener, now: now)
    }
    try console.show(report.json) { summary(report)(console.settings.language) + "\n" }
    return request.strict && report.rejected > 0 ? .findings : .done
  }

  private static func request(_ arguments: Arguments, at path: String) throws(Fault) -> ImportRequest {
    guard let level = arguments.level() else { preconditionFailure("the table requires a level") }
    var request = ImportRequest(files: arguments.values("FILE"), level: level)
    request.mode = arguments.value("mode").flatMap(ImportRequest.Mode.init(rawValue:)) ?? .replace
    request.within = arguments.value("within")
    request.scheme = arguments.value("scheme")
    request.layer = arguments.value("layer")
    request.fields = FieldMapping(
      code: arguments.value("code"), name: arguments.value("name"), parent: arguments.value("parent"),
      households: arguments.value("households"))
    request.crs = arguments.value("crs")
    request.encoding = arguments.value("encoding")
    request.condition = arguments.value("where")
    request.profilePath = arguments.value("profile")
    request.rejectsPath = arguments.value("rejects")
    request.force = arguments.flag("force")
    request.strict = arguments.flag("strict")
    // A database that is still to be made has the default settings; one that cannot be opened is told by the import.
    let settings = (try? CityDatabase.open(at: path, for: .reading))?.settings ?? DatabaseSettings()
    request.validFrom = try arguments.instant("valid-from", assuming: settings.utcOffset)
    request.program = "onegrid \(Program.programVersion)"
    request.activate = arguments.flag("activate")
    request.threads = arguments.threads()
    return request
  }

  private static func summary(_ report: ImportReport) -> Text {
    let state = report.isActive ? Text("active", zh: "已启用") : Text("draft", zh: "草稿")
    let rejects = report.rejectsPath.map { " (\($0))" } ?? ""
    return Text(
      """
      \(Text.counted(report.areas, "area")) at level \(report.level) in edition \(report.editionID) (\(report.scheme), \(state.english)); \
      \(Text.counted(report.rows, "row")) read, \(report.rejected) rejected\(rejects), \(report.repairs.count) repaired
      """,
      zh: """
        版本 \(report.editionID)（\(report.scheme)，\(state.chinese)）的 \(report.level) 层级导入 \(report.areas) 个区域；\
        读取 \(report.rows) 行，拒收 \(report.rejected) 行\(rejects)，修复 \(report.repairs.count) 个
        """)
  }
}
