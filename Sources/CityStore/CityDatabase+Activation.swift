public import AreaIndex
public import CivilTime
public import Diagnostics
import SpatialDatabase

/// A code that several areas of one level bear; the blank code where `code` is empty.
public struct CodeFinding: Sendable, Hashable {
  public var level: Level
  public var code: String
  /// How many areas bear it.
  public var areas: Int

  public var isBlank: Bool { code.isEmpty }
}

extension CityDatabase {
  /// Codes that are duplicated or blank in an edition, by level and code. Blanks are found by white space of any kind.
  public func codeFindings(in edition: Edition) throws(Fault) -> [CodeFinding] {
    let rows = try connection.rows(
      "SELECT level, code, count(*) FROM areas WHERE edition_id = ? GROUP BY level, code", [.integer(edition.id)]
    ) { row in
      let code = row.text(1) ?? ""
      return CodeFinding(
        level: row.text(0).flatMap { Level(name: $0) } ?? .city,
        code: code.allSatisfy(\.isWhitespace) ? "" : code, areas: Int(row.integer(2) ?? 0))
    }
    var findings: [CodeFinding] = []
    for row in rows where !row.isBlank && row.areas > 1 { findings.append(row) }
    for (level, blanks) in Dictionary(grouping: rows.filter(\.isBlank), by: \.level) {
      findings.append(CodeFinding(level: level, code: "", areas: blanks.reduce(0) { $0 + $1.areas }))
    }
    return findings.sorted { ($0.level, $0.code) < ($1.level, $1.code) }
  }

  /// Puts an edition into force; the scheme's active edition becomes superseded at the same instant.
  ///
  /// A scheme's first edition is in force from the beginning unless the draft says from when; a later one from `now`.
  /// A superseded edition may be returned to; it is then in force from `now` again, and what was in force in
  /// between stays known.
  ///
  /// - Parameters:
  ///   - validFrom: overrules what the draft says.
  ///   - acceptFindings: lets duplicate and blank codes pass.
  /// - Returns: the edition as it is now.
  /// - Throws: `duplicate-code` or `blank-code` (65), listing them; `already-active` (65); `valid-from-too-early` (65)
  ///   where the active edition came into force later.
  @discardableResult
  public func activate(
    _ edition: Edition, validFrom: Instant? = nil, acceptFindings: Bool = false, now: Instant = .now()
  ) throws(Fault) -> Edition {
    try transaction { () throws(Fault) in
      let edition = try self.edition(edition.id)
      guard edition.state != .active else {
        throw Fault(
          .data, code: "already-active",
          Text("edition \(edition.id) is active already", zh: "版本 \(edition.id) 已是启用状态"), at: Place(path))
      }
      if !acceptFindings { try requireSoundCodes(in: edition) }
      let previous = try activeEdition(of: edition.scheme)
      let planned = validFrom ?? (edition.state == .draft ? edition.validFrom : nil)
      let start = planned ?? (previous == nil && edition.state == .draft ? nil : now)
      if let previous { try supersede(previous, from: start, now: now) }
      try addPeriod(of: edition, from: start, known: now)
      try connection.run(
        "UPDATE editions SET state = 'active', valid_from = ?, valid_to = NULL, activated_at = ? WHERE id = ?",
        [SQLValue(start?.milliseconds), .integer(now.milliseconds), .integer(edition.id)])
      try LevelViews.refresh(in: connection)
      return try self.edition(edition.id)
    }
  }

  private func supersede(_ previous: Edition, from start: Instant?, now: Instant) throws(Fault) {
    if let begun = previous.validFrom, let start, start < begun {
      let offset = settings.utcOffset
      throw Fault(
        .data, code: "valid-from-too-early",
        Text(
          "edition \(previous.id) came into force later, at \(begun.iso8601(offset: offset))",
          zh: "版本 \(previous.id) 的生效时间更晚：\(begun.iso8601(offset: offset))"),
        at: Place(path), hint: Text("choose a --valid-from after it", zh: "请选择更晚的 --valid-from"))
    }
    try connection.run(
      "UPDATE editions SET state = 'superseded', valid_to = ? WHERE id = ?",
      [SQLValue(start?.milliseconds), .integer(previous.id)])
    try endPeriod(of: previous, at: start, known: now)
  }

  /// - Throws: `duplicate-code` or `blank-code` (65), listing them.
  package func requireSoundCodes(in edition: Edition) throws(Fault) {
    let findings = try codeFindings(in: edition)
    guard !findings.isEmpty else { return }
    let shown = findings.prefix(12).map { finding in
      "\(finding.level)/\(finding.isBlank ? "(blank)" : finding.code) ×\(finding.areas)"
    }
    let more = findings.count > shown.count ? " … (\(findings.count))" : ""
    let list = shown.joined(separator: ", ") + more
    throw Fault(
      .data, code: findings.contains { !$0.isBlank } ? "duplicate-code" : "blank-code",
      Text(
        "edition \(edition.id) has duplicate or blank codes: \(list)",
        zh: "版本 \(edition.id) 有重复或空白的编码：\(list)"),
      at: Place(path),
      hint: Text(
        "mend them and import again, or activate with --accept-findings",
        zh: "改正后重新导入，或加 --accept-findings 启用"))
  }
}
