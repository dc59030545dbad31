import AreaIndex
import CivilTime
public import Diagnostics
import SpatialDatabase
import SpatialFormats

extension CityDatabase {
  /// Reads duties: a table with the columns `officer_id`, `name`, `role`, `area`, `from` and `to`, and perhaps `category`,
  /// `hours`, `load_limit` and `stand_in`.
  ///
  /// An area is `[SCHEME:][LEVEL/]CODE` and must be there in some edition. Dates without an offset are in the database's.
  ///
  /// - Parameter scheme: of areas that name none; `nil` for the one that commands take.
  /// - Throws: `missing-duty-columns` (65); `bad-duty` (65) naming row and field; what keeps the file from being read.
  public func duties(
    reading path: String, scheme: String? = nil, listener: Listener = .silent
  ) throws(Fault) -> [Duty] {
    let source = try FeatureFile.open(path, listener: listener)
    let columns = try DutyColumns(source.layer.fields.map(\.name), path)
    let standard = try self.scheme(scheme, listener: listener)
    let schemes = try self.schemes()
    let known = try levelsOfCodes()
    var duties: [Duty] = []
    while let feature = try source.next() {
      let row = DutyRow(values: feature.values, row: feature.row, columns: columns, path: path)
      duties.append(try row.duty(schemes, standard, known, settings.utcOffset))
    }
    return duties
  }

  /// The levels at which each code was ever borne, by scheme.
  private func levelsOfCodes() throws(Fault) -> [String: [String: Set<Level>]] {
    var levels: [String: [String: Set<Level>]] = [:]
    try connection.forEachRow(
      "SELECT DISTINCT e.scheme, a.code, a.level FROM areas a JOIN editions e ON e.id = a.edition_id"
    ) { row in
      guard let level = row.text(2).flatMap({ Level(name: $0) }) else { return }
      levels[row.text(0) ?? "", default: [:]][row.text(1) ?? "", default: []].insert(level)
    }
    return levels
  }
}

/// Where the fields stand.
private struct DutyColumns {
  private var positions: [String: Int] = [:]

  static let needed = ["officer_id", "name", "role", "area", "from", "to"]

  init(_ fields: [String], _ path: String) throws(Fault) {
    for (position, field) in fields.enumerated() where positions[field.lowercased()] == nil {
      positions[field.lowercased()] = position
    }
    let missing = DutyColumns.needed.filter { positions[$0] == nil }
    guard missing.isEmpty else {
      let (list, all) = (missing.joined(separator: ", "), DutyColumns.needed.joined(separator: ", "))
      throw Fault(
        .data, code: "missing-duty-columns", Text("there is no column \(list)", zh: "缺少列：\(list)"), at: Place(path),
        hint: Text(
          "columns: \(all); perhaps category, hours, load_limit, stand_in",
          zh: "所需列：\(all)；可选：category、hours、load_limit、stand_in"))
    }
  }

  subscript(name: String) -> Int? { positions[name] }
}

private struct DutyRow {
  var values: [Value]
  var row: Int
  var columns: DutyColumns
  var path: String

  private func text(_ name: String) -> String? {
    guard let text = columns[name].flatMap({ values[$0].text }) else { return nil }
    let bare = text.drop { $0.isWhitespace }
    let trimmed = String(bare.reversed().drop { $0.isWhitespace }.reversed())
    return trimmed.isEmpty ? nil : trimmed
  }

  private func fault(_ name: String, _ what: Text, hint: Text? = nil) -> Fault {
    Fault(.data, code: "bad-duty", what, at: Place(path, row: row, field: name), hint: hint)
  }

  private func required(_ name: String) throws(Fault) -> String {
    guard let text = text(name) else { throw fault(name, Text("the field is blank", zh: "该字段为空")) }
    return text
  }

  func duty(
    _ schemes: [String], _ standard: String, _ known: [String: [String: Set<Level>]], _ offset: UTCOffset
  ) throws(Fault) -> Duty {
    guard let role = Duty.Role(rawValue: try required("role")) else {
      throw fault(
        "role", Text("there is no role “\(text("role") ?? "")”", zh: "没有角色“\(text("role") ?? "")”"),
        hint: Text("a role is head or member", zh: "角色为 head 或 member"))
    }
    let area = AreaReference(try required("area"), schemes: schemes)
    let scheme = area.scheme ?? standard
    // What a scheme lacks above its own levels is there in `unified`.
    let homes = [scheme] + (scheme == Edition.unifiedScheme ? [] : [Edition.unifiedScheme])
    let home = homes.first { known[$0]?[area.code] != nil } ?? scheme
    let levels = (known[home]?[area.code] ?? []).filter { area.level == nil || area.level == $0 }.sorted()
    guard let level = levels.first, levels.count == 1 else {
      throw levels.isEmpty
        ? fault(
          "area", Text("no area has the code “\(area.code)”", zh: "没有编码为“\(area.code)”的区域"),
          hint: Text("see `onegrid area find TEXT`", zh: "可用 onegrid area find TEXT 查找"))
        : fault(
          "area", Text("“\(area.code)” is a code at several levels", zh: "“\(area.code)”在多个层级都有"),
          hint: Text("write LEVEL/CODE", zh: "请写成 层级/编码"))
    }
    var duty = Duty(
      officerID: try required("officer_id"), name: text("name") ?? "", role: role, scheme: home, level: level,
      code: area.code)
    duty.from = try time("from", offset)
    duty.to = try time("to", offset)
    if let from = duty.from, let to = duty.to, to <= from {
      throw fault("to", Text("the period ends before it begins", zh: "结束早于开始"))
    }
    duty.category = text("category")
    if let hours = text("hours") {
      guard let read = WorkingHours(hours) else {
        throw fault(
          "hours", Text("“\(hours)” are no hours", zh: "“\(hours)”不是时段"),
          hint: Text(
            "write 08:00-18:00, or 1-5 08:00-12:00,14:00-18:00", zh: "请写成 08:00-18:00 或 1-5 08:00-12:00,14:00-18:00"))
      }
      duty.hours = read
    }
    if let limit = text("load_limit") {
      guard let number = Int(limit), number >= 0 else {
        throw fault("load_limit", Text("“\(limit)” is no number of cases", zh: "“\(limit)”不是案件数"))
      }
      duty.loadLimit = number
    }
    duty.standIn = text("stand_in")
    return duty
  }

  private func time(_ name: String, _ offset: UTCOffset) throws(Fault) -> Instant? {
    guard let text = text(name) else { return nil }
    guard let time = Instant.parse(text, assuming: offset) else {
      throw fault(
        name, Text("“\(text)” is no date or time", zh: "“\(text)”不是日期或时间"),
        hint: Text("write 2026-03-01, or leave it blank for an open period", zh: "请写成 2026-03-01；留空表示不限"))
    }
    return time
  }
}
