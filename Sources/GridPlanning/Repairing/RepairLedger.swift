import AreaIndex
package import Diagnostics
package import JSONWriting
import SpatialPrimitives
import SystemFiles

/// The ledger of a repair: each change, each area's balance, and what was left.
package struct RepairLedger {
  private let result: RepairResult
  private let subject: CheckSubject
  private let language: Language

  package init(_ result: RepairResult, of subject: CheckSubject, _ language: Language) {
    self.result = result
    self.subject = subject
    self.language = language
  }

  /// - Parameter path: JSON for a name that ends in `.json`, else a layer (`.csv`, `.geojson`, `.gpkg`) with a feature for
  ///   each change and for each thing left, the ground that it is about in longitude and latitude.
  /// - Throws: `output-exists`, `unwritable`, `disk-full` … (73).
  package func write(to path: String, force: Bool) throws(Fault) {
    if FileFacts.fileExtension(of: path) == "json" {
      var file = try OutputFile(path: path, force: force)
      try file.write(json.prettyText + "\n")
      return try file.commit()
    }
    let rows = result.changes.map { Row(change: $0) } + result.remainders.map { Row(left: $0) }
    try ReportLayer(name: "ledger", geometryKind: "MultiPolygon", columns: columns).write(
      rows, shape: { ($0.change?.outline ?? $0.finding?.geometry ?? MultiPolygon([]), nil) },
      in: subject.coordinateSystem, to: path, form: "csv", force: force)
  }

  /// A change, or something left.
  private struct Row {
    var change: RepairResult.Change?
    var left: RepairResult.Remainder?
    var finding: Finding? { left?.finding }
    var place: Point? { change?.place ?? finding?.place }
  }

  private var columns: [ReportColumn<Row>] {
    [
      .text("state") { $0.left == nil ? "changed" : "left" },
      .text("rule") { $0.change?.rule.rawValue ?? $0.finding?.kind.rawValue },
      .text("level") { ($0.change?.level ?? $0.finding?.level)?.name },
      .text("from_code") { row in
        row.change?.from.map(code) ?? row.finding.map { $0.areas.map(\.code).joined(separator: " ") }
      },
      .text("to_code") { $0.change?.to.map(code) },
      .exact("area_m2") { $0.change?.squareMetres ?? $0.finding?.squareMetres },
      .count("already_held") { row in row.change.map { $0.wasHeld ? 1 : 0 } },
      .measure("width_m") { $0.change?.width ?? $0.finding?.greatestWidth }, .measure("shift_m") { $0.change?.shift },
      .count("vertices") { $0.change?.vertices }, .count("pieces") { $0.change?.pieces ?? $0.finding?.pieces },
      .longitude(\.place), .latitude(\.place),
      .text("note") { row in (row.change?.note ?? row.left?.reason).map { $0(language) } },
    ]
  }

  private func code(_ ordinal: Int) -> String {
    let area = subject.areas[ordinal]
    return area.code.isEmpty ? area.row.map { "row \($0)" } ?? "" : area.code
  }

  /// The ledger, and what `repair --json` prints. Square metres bear all their digits, so that sums can be checked.
  package var json: JSONValue {
    [
      "repaired": .string(subject.title(language)), "edition": JSONValue(subject.editionID.map(Int.init)),
      "areas": JSONValue(result.areas), "areas_changed": JSONValue(result.geometries.count),
      "tolerance_m": .number(result.tolerance), "greatest_shift_m": .number(Rounding.measure(result.greatestShift)),
      "findings_before": JSONValue(result.findingsBefore), "findings_left": JSONValue(result.remainders.count),
      "gained_m2": .number(result.gained), "lost_m2": .number(result.lost), "filled_m2": .number(result.filled),
      "dropped_m2": .number(result.dropped), "changes": .array(result.changes.map(json)),
      "balances": .array(result.balances.map(json)),
      "left": .array(
        result.remainders.map { remainder in
          [
            "kind": .string(remainder.finding.kind.rawValue), "level": JSONValue(remainder.finding.level?.name),
            "codes": .array(remainder.finding.areas.map { .string($0.code) }),
            "lon": JSONValue(remainder.finding.place.map { Rounding.degrees($0.x) }),
            "lat": JSONValue(remainder.finding.place.map { Rounding.degrees($0.y) }),
            "area_m2": JSONValue(remainder.finding.squareMetres),
            "width_m": JSONValue(remainder.finding.greatestWidth.map(Rounding.measure)),
            "message": .string(remainder.finding.message(language)), "reason": .string(remainder.reason(language)),
          ]
        }),
    ]
  }

  private func json(_ change: RepairResult.Change) -> JSONValue {
    [
      "rule": .string(change.rule.rawValue), "level": JSONValue(change.level?.name),
      "from": JSONValue(change.from.map(code)), "to": JSONValue(change.to.map(code)),
      "area_m2": .number(change.squareMetres), "already_held": .bool(change.wasHeld),
      "width_m": .number(Rounding.measure(change.width)), "shift_m": .number(Rounding.measure(change.shift)),
      "vertices": JSONValue(change.vertices), "pieces": JSONValue(change.pieces),
      "lon": JSONValue(change.place.map { Rounding.degrees($0.x) }),
      "lat": JSONValue(change.place.map { Rounding.degrees($0.y) }),
      "note": JSONValue(change.note.map { $0(language) }),
    ]
  }

  private func json(_ balance: RepairResult.Balance) -> JSONValue {
    let area = subject.areas[balance.ordinal]
    return [
      "level": JSONValue(area.level?.name), "code": .string(code(balance.ordinal)), "name": .string(area.name),
      "before_m2": .number(balance.before), "gained_m2": .number(balance.gained), "lost_m2": .number(balance.lost),
      "already_held_m2": .number(balance.held), "after_m2": .number(balance.after),
      "vertices_added": JSONValue(balance.verticesAdded), "vertices_removed": JSONValue(balance.verticesRemoved),
      "shift_m": .number(Rounding.measure(balance.shift)),
    ]
  }

  /// Each area's change, what was left, and the sums, in lines.
  package var text: String {
    var lines: [String] = []
    for balance in result.balances {
      let area = subject.areas[balance.ordinal]
      let name = Finding.Name(code: area.code, name: area.name, row: area.row).text(language)
      let (gained, lost) = (Quantity.squareMetres(balance.gained - balance.held), Quantity.squareMetres(balance.lost))
      let shift = Quantity.metres(balance.shift)
      let words = Text(
        "won \(gained), lost \(lost), moved up to \(shift), vertices +\(balance.verticesAdded) −\(balance.verticesRemoved)",
        zh: "增 \(gained)，减 \(lost)，最大移动 \(shift)，顶点 +\(balance.verticesAdded) −\(balance.verticesRemoved)")
      lines.append((area.level.map { $0.name + "  " } ?? "") + name + ": " + words(language))
    }
    for remainder in result.remainders {
      let left = Text("left", zh: "保留")(language)
      let level = remainder.finding.level.map { $0.name + "  " } ?? ""
      lines.append(
        "\(left)  \(remainder.finding.kind.rawValue)  \(level)\(remainder.finding.message(language)): "
          + remainder.reason(language))
    }
    return (lines + [summary(language)]).joined(separator: "\n") + "\n"
  }

  private var summary: Text {
    let (changed, areas, before, left) = (
      result.geometries.count, result.areas, result.findingsBefore, result.remainders.count
    )
    guard before > 0 else { return Text("\(Text.counted(areas, "area")), nothing to repair", zh: "\(areas) 个区域，无需修复") }
    let (gained, lost) = (Quantity.squareMetres(result.gained), Quantity.squareMetres(result.lost))
    let (filled, dropped) = (Quantity.squareMetres(result.filled), Quantity.squareMetres(result.dropped))
    let shift = Quantity.metres(result.greatestShift)
    return Text(
      """
      \(changed) of \(Text.counted(areas, "area")) changed; findings \(before) before, \(left) left; gained \(gained) = lost \(lost) + \
      filled \(filled) − dropped \(dropped); moved up to \(shift)
      """,
      zh: """
        \(areas) 个区域中修改 \(changed) 个；问题由 \(before) 个减至 \(left) 个；增加 \(gained) = 减少 \(lost) + \
        填补 \(filled) − 舍去 \(dropped)；最大移动 \(shift)
        """)
  }
}
