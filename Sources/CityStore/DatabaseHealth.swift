public import Diagnostics
import SpatialDatabase
import SystemFiles

/// One thing that `doctor` looked at.
public struct HealthFact: Sendable, Hashable {
  public enum Verdict: String, Sendable {
    case good, doubtful, bad
  }

  /// A stable name, e.g. `spatial-functions`.
  public var code: String
  public var verdict: Verdict
  public var text: Text
  /// How to mend it, where it is not good.
  public var hint: Text?

  public init(_ verdict: Verdict, code: String, _ text: Text, hint: Text? = nil) {
    self.code = code
    self.verdict = verdict
    self.text = text
    self.hint = hint
  }
}

/// Looks at the database libraries and at one database, and changes nothing.
public enum DatabaseHealth {
  /// The functions of SpatiaLite that this program, its triggers and QGIS call.
  private static let functions = [
    "AddGeometryColumn", "CreateSpatialIndex", "DisableSpatialIndex", "GeometryConstraints", "InitSpatialMetaData",
    "RTreeAlign", "ST_Area", "ST_Intersects", "ST_Transform",
  ]

  /// The versions and functions of SQLite and SpatiaLite, tried in memory.
  public static func libraries() throws(Fault) -> [HealthFact] {
    let connection = try Connection.open(":memory:", mode: .create, spatial: true)
    let missing = try connection.hasFunctions(functions).filter { !$0.isPresent }.map(\.name)
    let count = try connection.spatialFunctionCount()
    let names = missing.joined(separator: ", ")
    return [
      HealthFact(.good, code: "sqlite", Text(verbatim: "SQLite \(LibraryVersions.sqlite)")),
      HealthFact(.good, code: "spatialite", Text(verbatim: "SpatiaLite \(LibraryVersions.spatiaLite)")),
      missing.isEmpty
        ? HealthFact(
          .good, code: "spatial-functions", Text("\(count) spatial functions", zh: "\(count) 个空间函数"))
        : HealthFact(
          .bad, code: "spatial-functions", Text("SpatiaLite lacks \(names)", zh: "SpatiaLite 缺少 \(names)"),
          hint: Text("install libspatialite7 5.0 or newer", zh: "请安装 libspatialite7 5.0 或更新版本")),
    ]
  }

  /// The state of the database at `path`; one that cannot be opened is a fact too.
  public static func database(at path: String) -> [HealthFact] {
    var facts: [HealthFact] = []
    if let name = FileSystem(holding: path)?.networkName {
      facts.append(
        HealthFact(
          .bad, code: "network-share",
          Text("the database lies on a network share (\(name))", zh: "数据库位于网络共享（\(name)）"),
          hint: Text(
            "move it to a local disk: a write-ahead log does not work on network shares",
            zh: "请移到本地磁盘：网络共享不支持预写日志（WAL）")))
    }
    do {
      let city = try CityDatabase.open(at: path, for: .reading)
      facts += try city.healthFacts()
    } catch {
      facts.append(HealthFact(error.kind == .busy ? .doubtful : .bad, code: error.code, error.what, hint: error.hint))
    }
    return facts
  }
}

extension CityDatabase {
  fileprivate func healthFacts() throws(Fault) -> [HealthFact] {
    let mode = try connection.text("PRAGMA journal_mode") ?? ""
    let damage = try connection.text("PRAGMA integrity_check(1)") ?? ""
    let orphans = try connection.rows("PRAGMA foreign_key_check") { _ in () }.count
    let isWhole = damage == "ok" && orphans == 0
    return [
      HealthFact(
        .good, code: "schema",
        Text("schema \(Schema.version), \(settings.crs)", zh: "结构第 \(Schema.version) 版，\(settings.crs)")),
      mode == "wal"
        ? HealthFact(.good, code: "wal", Text("write-ahead log on", zh: "已启用预写日志（WAL）"))
        : HealthFact(
          .doubtful, code: "wal", Text("write-ahead log off (\(mode))", zh: "未启用预写日志（\(mode)）"),
          hint: Text("the next write turns it on", zh: "下次写入时会自动启用")),
      isWhole
        ? HealthFact(.good, code: "integrity", Text("the file is whole", zh: "文件完整"))
        : HealthFact(
          .bad, code: "integrity", Text("the file is damaged: \(damage)", zh: "文件已损坏：\(damage)"),
          hint: Text("restore it from a backup", zh: "请从备份恢复")),
    ]
  }
}
