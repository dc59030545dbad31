public import CityStore
public import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// One page of an answer about cases.
public struct CasePage: Sendable, Hashable {
  /// How many cases the whole answer has.
  public var total: Int
  /// What to ask the next page with; `nil` on the last.
  public var next: String?
  public var cases: [CaseRecord]
}

extension CityDatabase {
  /// The cases that `filter` asks for, in the order in which they were first saved.
  ///
  /// Paging is by the last case shown, so that a page neither repeats nor skips a case when others are saved meanwhile.
  ///
  /// - Parameters:
  ///   - limit: the greatest number of cases on the page.
  ///   - cursor: `next` of the page before; `nil` for the first page.
  /// - Throws: `bad-cursor` (64).
  public func cases(matching filter: CaseFilter, limit: Int, after cursor: String? = nil) throws(Fault) -> CasePage {
    let last = try cursor.map { text throws(Fault) in try serial(ofCursor: text) } ?? 0
    if !filter.within.isEmpty { return try casesWithin(filter, limit: limit, after: last) }

    let whole = CaseCondition(filter)
    let total = Int(try connection.integer("SELECT count(*) FROM cases \(whole.sql)", whole.values) ?? 0)
    var rest = whole
    rest.add("serial > ?", [.integer(last)])
    // One row more than the page tells whether there is a next one.
    let rows = try connection.rows(
      "SELECT \(CaseRecord.columns) FROM cases \(rest.sql) ORDER BY serial LIMIT ?",
      rest.values + [.integer(Int64(limit) + 1)]
    ) { row in (serial: row.integer(0) ?? 0, record: CaseRecord(reading: row)) }
    return page(rows.prefix(limit), of: total, isLast: rows.count <= limit)
  }

  /// The R*Tree finds the candidates and exact containment decides, so every candidate must be looked at to count.
  private func casesWithin(_ filter: CaseFilter, limit: Int, after last: Int64) throws(Fault) -> CasePage {
    let condition = CaseCondition(filter)
    var serials: [Int64] = []
    try connection.forEachRow("SELECT serial, geometry FROM cases \(condition.sql) ORDER BY serial", condition.values) {
      row throws(Fault) in
      if let serial = row.integer(0), filter.admits(try row.point(1)) { serials.append(serial) }
    }
    let rest = serials.filter { $0 > last }
    var rows: [(serial: Int64, record: CaseRecord)] = []
    for serial in rest.prefix(limit) {
      if let record = try caseRecord("serial = ?", .integer(serial)) { rows.append((serial, record)) }
    }
    return page(rows[...], of: serials.count, isLast: rest.count <= limit)
  }

  /// The case of this id.
  /// - Throws: `unknown-case` (64).
  public func caseRecord(id: String) throws(Fault) -> CaseRecord {
    if let record = try caseRecord("id = ?", .text(id)) { return record }
    throw Fault(
      .usage, code: "unknown-case", Text("there is no case “\(id)”", zh: "没有案件“\(id)”"),
      hint: Text("`onegrid case list` shows what there is", zh: "用 onegrid case list 查看已有案件"))
  }

  private func caseRecord(_ condition: String, _ value: SQLValue) throws(Fault) -> CaseRecord? {
    try connection.firstRow("SELECT \(CaseRecord.columns) FROM cases WHERE \(condition)", [value]) {
      CaseRecord(reading: $0)
    }
  }

  private func page(
    _ rows: ArraySlice<(serial: Int64, record: CaseRecord)>, of total: Int, isLast: Bool
  ) -> CasePage {
    CasePage(total: total, next: isLast ? nil : rows.last.map { String($0.serial) }, cases: rows.map(\.record))
  }

  private func serial(ofCursor text: String) throws(Fault) -> Int64 {
    guard let serial = Int64(text), serial >= 0 else { throw CityDatabase.badCursor(text) }
    return serial
  }

  static func badCursor(_ text: String) -> Fault {
    Fault(
      .usage, code: "bad-cursor", Text("“\(text)” is no place to go on from", zh: "“\(text)”不是有效的续页位置"),
      hint: Text("give --after the “next” of the page before", zh: "--after 应为上一页给出的 next"))
  }
}
