import AreaIndex
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import SystemFiles

/// Options that several commands take, and how they are read: one meaning everywhere.
enum SharedOption {
  static let database = Option(
    "db", "FILE", kind: .file, Text("the city database", zh: "城市数据库"), environment: "ONEGRID_DB", default: "city.db")

  static let scheme = Option(
    "scheme", "NAME", Text("the scheme; else unified, else the only active one", zh: "网格体系；默认 unified，否则取唯一启用的"))

  static let edition = Option(
    "edition", "E", kind: .integer(1...Int.max), Text("the edition by its number", zh: "按编号指定版本"))

  static let asOf = Option(
    "as-of", "DATE", Text("the edition in force at this date or time", zh: "取该日期或时间生效的版本"))

  static let knownAt = Option(
    "known-at", "TIME",
    Text(
      "as the database knew it at this time: a later activation or correction does not count",
      zh: "按数据库在该时间所知：之后的启用或更正不计"))

  static let force = Option(flag: "force", Text("replace an existing file", zh: "覆盖已有文件"))

  static let threads = Option(
    "threads", "N", kind: .integer(1...1024), Text("how many threads work; else all cores", zh: "线程数；默认使用全部核心"))

  /// - Parameter required: a command without a level makes no sense.
  static func level(_ help: Text, required: Bool = false) -> Option {
    Option("level", "LEVEL", kind: levelKind, help, required: required)
  }

  static let levelKind = ValueKind.choice(Level.allCases.map(\.name))

  /// What picks an edition to read.
  static let selection = [scheme, edition, asOf, knownAt]
}

extension Arguments {
  /// Opens the city database that the user named.
  func openDatabase(for access: CityDatabase.Access) throws(Fault) -> CityDatabase {
    try CityDatabase.open(at: required("db"), for: access)
  }

  func level(_ name: String = "level") -> Level? { value(name).flatMap { Level(name: $0) } }

  /// As many as the user says, else one a core.
  func threads() -> Int { integer("threads") ?? Processors.usable }

  /// A date or time; one without an offset is in the database's.
  func instant(_ name: String, assuming offset: UTCOffset) throws(Fault) -> Instant? {
    try value(name, as: Text("a date or time such as 2026-03-01", zh: "日期或时间，例如 2026-03-01")) {
      Instant.parse($0, assuming: offset)
    }
  }

  /// The edition that `SharedOption.selection` picks.
  func selector(in city: CityDatabase) throws(Fault) -> EditionSelector {
    EditionSelector(
      scheme: value("scheme"), editionID: integer("edition").map(Int64.init),
      asOf: try instant("as-of", assuming: city.settings.utcOffset),
      knownAt: try instant("known-at", assuming: city.settings.utcOffset))
  }

  /// The edition asked for, else the scheme's open draft, else its active edition.
  func draftOrActive(in city: CityDatabase) throws(Fault) -> Edition {
    let scheme = value("scheme")
    if integer("edition") == nil, let draft = try? city.existingDraft(of: scheme) { return draft }
    return try city.edition(EditionSelector(scheme: scheme, editionID: integer("edition").map(Int64.init)))
  }

  func utcOffset(_ name: String) throws(Fault) -> UTCOffset? {
    try value(name, as: Text("an offset such as +08:00", zh: "时区偏移，例如 +08:00")) { UTCOffset($0) }
  }
}
