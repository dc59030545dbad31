import AreaIndex
import CityStore
import CivilTime
import CommandLineKit
import Diagnostics
import JSONWriting

/// Editions as rows, for every command that lists them.
enum EditionTable {
  typealias Entry = (edition: Edition, areas: [(level: Level, count: Int)])

  /// - Parameter periods: of editions by number, where all are to be shown: an edition has a row for each in which, as is
  ///   known now, it is in force.
  static func table(_ entries: [Entry], periods: [Int64: [EditionPeriod]] = [:], offset: UTCOffset) -> Table {
    var table = Table(
      "editions",
      columns: [
        Table.Column("id", Text("edition", zh: "版本")), Table.Column("scheme", Text("scheme", zh: "体系")),
        Table.Column("state", Text("state", zh: "状态")), Table.Column("valid_from", Text("valid from", zh: "生效")),
        Table.Column("valid_to", Text("valid to", zh: "失效")), Table.Column("areas", Text("areas", zh: "区域数")),
      ])
    table.rows = entries.flatMap { edition, areas in
      let known = (periods[edition.id] ?? []).filter { $0.knownTo == nil }.map { ($0.validFrom, $0.validTo) }
      let spans = known.isEmpty ? [(edition.validFrom, edition.validTo)] : known
      return spans.sorted { ($0.0?.milliseconds ?? .min) < ($1.0?.milliseconds ?? .min) }.map { from, to in
        [
          .integer(edition.id), .string(edition.scheme), .string(edition.state.rawValue), time(from, offset),
          time(to, offset), JSONValue(areas.reduce(0) { $0 + $1.count }),
        ]
      }
    }
    return table
  }

  static func json(
    _ edition: Edition, _ areas: [(level: Level, count: Int)], parts: [Table] = [], offset: UTCOffset
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .integer(edition.id)), ("scheme", .string(edition.scheme)), ("state", .string(edition.state.rawValue)),
      ("valid_from", time(edition.validFrom, offset)), ("valid_to", time(edition.validTo, offset)),
      ("based_on", JSONValue(edition.basedOn.map(Int.init))), ("created_at", time(edition.createdAt, offset)),
      ("created_by", JSONValue(edition.createdBy)), ("activated_at", time(edition.activatedAt, offset)),
      ("note", JSONValue(edition.note)), ("areas", InfoCommand.counts(areas)),
    ]
    for part in parts { members.append((part.name, .array(part.objects))) }
    return .object(members.map { JSONValue.Member(key: $0.0, value: $0.1) })
  }

  /// When an edition was in force, and from when to when that was believed.
  static func periods(_ periods: [EditionPeriod], offset: UTCOffset) -> Table {
    Table(
      "periods",
      columns: [
        Table.Column("valid_from", Text("valid from", zh: "生效")), Table.Column("valid_to", Text("valid to", zh: "失效")),
        Table.Column("known_from", Text("known from", zh: "获知")), Table.Column("known_to", Text("known to", zh: "更正")),
      ],
      rows: periods.map {
        [time($0.validFrom, offset), time($0.validTo, offset), time($0.knownFrom, offset), time($0.knownTo, offset)]
      })
  }

  /// What areas became, with the shares of what they had.
  static func lineage(_ edges: [LineageEdge]) -> Table {
    Table(
      "lineage",
      columns: [
        Table.Column("level", Text("level", zh: "层级")), Table.Column("from", Text("from", zh: "原区域")),
        Table.Column("to", Text("to", zh: "新区域")), Table.Column("area_share", Text("of area", zh: "面积比例")),
        Table.Column("household_share", Text("of households", zh: "户数比例")),
        Table.Column("case_share", Text("of cases", zh: "案件比例")),
      ],
      rows: edges.map { edge in
        [
          .string(edge.level.name), JSONValue(edge.from), JSONValue(edge.to), share(edge.areaShare),
          edge.householdShare.map(share) ?? .null, edge.caseShare.map(share) ?? .null,
        ]
      })
  }

  /// To a millionth.
  private static func share(_ value: Double) -> JSONValue { .number((value * 1e6).rounded() / 1e6) }

  /// Where the levels of an edition came from.
  static func sources(_ sources: [EditionSource], offset: UTCOffset) -> Table {
    Table(
      "sources",
      columns: [
        Table.Column("level", Text("level", zh: "层级")), Table.Column("mode", Text("mode", zh: "方式")),
        Table.Column("file", Text("file", zh: "文件")), Table.Column("layer", Text("layer", zh: "图层")),
        Table.Column("rows", Text("rows", zh: "行数")), Table.Column("crs", Text("coordinates", zh: "坐标系")),
        Table.Column("encoding", Text("encoding", zh: "编码")), Table.Column("imported_at", Text("imported", zh: "导入时间")),
        Table.Column("user", Text("user", zh: "用户")), Table.Column("program", Text("program", zh: "程序")),
        Table.Column("libraries", Text("libraries", zh: "库")), Table.Column("sha256", Text(verbatim: "sha256")),
      ],
      rows: sources.map {
        [
          .string($0.level.name), .string($0.mode), .string($0.file), JSONValue($0.layer), JSONValue($0.rows),
          JSONValue($0.crs), JSONValue($0.encoding), time($0.importedAt, offset), JSONValue($0.user),
          .string($0.program), .string($0.libraries), .string($0.sha256),
        ]
      })
  }

  static func time(_ instant: Instant?, _ offset: UTCOffset) -> JSONValue {
    JSONValue(instant?.iso8601(offset: offset))
  }
}
