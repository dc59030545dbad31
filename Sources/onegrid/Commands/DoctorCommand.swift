import CityModel
import CityStore
import CommandLineKit
import Diagnostics
import GEOSOperations
import JSONWriting
import Projections
import SystemFiles

/// `onegrid doctor`
enum DoctorCommand {
  static let command = Command(
    "doctor", Text("look at the libraries, the helpers and the database", zh: "检查所用的库、辅助程序和数据库"),
    details: Text(
      "Says what is missing and how to get it. Exit status 1 if something does not work.",
      zh: "指出缺少什么、如何补齐；有不能工作的部分时退出状态为 1。"),
    formats: [.text, .json],
    examples: [
      Example("onegrid doctor", Text("Does everything work here?", zh: "检查运行环境。")),
      Example("onegrid doctor --json", Text("The same for a bug report.", zh: "用于问题反馈。")),
    ], action: run)

  private static func run(_ arguments: Arguments, _ console: Console) throws(Fault) -> ExitStatus {
    var facts = [
      HealthFact(.good, code: "geos", Text(verbatim: "GEOS \(GEOSContext.version)")), projections(), converter(),
      ModelFormatHealth.ifc(),
    ]
    facts += try DatabaseHealth.libraries()
    let path = arguments.required("db")
    if FileFacts.kind(of: path) != .missing || path != SharedOption.database.fallback {
      facts += DatabaseHealth.database(at: path)
    }
    let language = console.settings.language
    try console.show(json(facts, language)) {
      facts.map { fact in
        "\(mark(fact.verdict)) \(fact.text(language))\n" + (fact.hint.map { "        \($0(language))\n" } ?? "")
      }.joined()
    }
    return facts.contains { $0.verdict == .bad } ? .findings : .done
  }

  private static func projections() -> HealthFact {
    do {
      _ = try CoordinateSystem("EPSG:4490")
      return HealthFact(.good, code: "proj", Text(verbatim: "PROJ \(ProjectionLibrary.version)"))
    } catch {
      return HealthFact(
        .bad, code: "proj", error.what,
        hint: Text("install proj-data, or set PROJ_DATA", zh: "请安装 proj-data，或设置 PROJ_DATA"))
    }
  }

  private static func converter() -> HealthFact {
    if let path = ChildProcess.find("ogr2ogr") {
      return HealthFact(.good, code: "ogr2ogr", Text(verbatim: "ogr2ogr: \(path)"))
    }
    return HealthFact(
      .doubtful, code: "ogr2ogr",
      Text(
        "no ogr2ogr: File Geodatabase, KML, DXF, MapInfo and XLSX cannot be read",
        zh: "没有 ogr2ogr：无法读取 File Geodatabase、KML、DXF、MapInfo、XLSX"),
      hint: Text("install it with: apt-get install gdal-bin", zh: "安装命令：apt-get install gdal-bin"))
  }

  private static func mark(_ verdict: HealthFact.Verdict) -> String {
    switch verdict {
    case .good: "ok     "
    case .doubtful: "note   "
    case .bad: "FAILED "
    }
  }

  private static func json(_ facts: [HealthFact], _ language: Language) -> JSONValue {
    [
      "healthy": .bool(!facts.contains { $0.verdict == .bad }),
      "facts": .array(
        facts.map {
          [
            "code": .string($0.code), "verdict": .string($0.verdict.rawValue), "text": .string($0.text(language)),
            "hint": JSONValue($0.hint?(language)),
          ]
        }),
    ]
  }
}
