public import CityStore
public import CivilTime
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Links city objects to components of the city's register, out of a table with the columns `component_code` (16 or 17
  /// digits), `object_id` and, where an id stands in several models, `model`. A component that was linked before is
  /// linked anew. To be called within a transaction.
  ///
  /// - Returns: every row is stored or rejected, as `bad-component-code`, `missing-object`, `unknown-object` or
  ///   `ambiguous-object`.
  /// - Throws: `missing-column` (65).
  public func linkComponents(
    _ request: LinkImportRequest, listener: Listener = .silent, now: Instant = .now()
  ) throws(Fault) -> LinkImportReport {
    let file = try LinkFile(request, self, listener: listener)
    let code = try file.requiredColumn(["component_code", "component", "code", "glbjbsm", "部件编码", "部件标识码", "管理部件标识码"])
    let object = try file.requiredColumn(["object_id", "object", "id", "对象编号", "对象"])
    let model = file.column(["model", "模型"])
    let insertion = try connection.prepare(
      """
      INSERT INTO object_components (component_code, model, object_id, linked_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET model = excluded.model, object_id = excluded.object_id, linked_at = excluded.linked_at
      """)
    return try file.run { cells throws(LinkFault) in
      guard let code = cells[code], ObjectLinkReader.isComponent(code) else { throw .row("bad-component-code") }
      let owner = try file.model(ofObject: cells[object], in: model.flatMap { cells[$0] })
      try LinkFault.passing { () throws(Fault) in
        try insertion.bind([.text(code), .text(owner.model), .text(owner.id), .integer(now.milliseconds)])
        try insertion.run()
      }
      return true
    }
  }

  /// Takes in readings of sensors at city objects, out of a table with the columns `sensor`, `object`, `kind`, `value`, `time`
  /// and, where there are, `unit` and `model`. Of each kind that a sensor reads the last one is kept: what is older than
  /// what is known is passed over. To be called within a transaction.
  ///
  /// - Returns: every row is stored, older, or rejected: as `missing-sensor`, `missing-kind`, `missing-value`, `bad-time`,
  ///   `missing-object`, `unknown-object` or `ambiguous-object`.
  /// - Throws: `missing-column` (65).
  public func importReadings(_ request: LinkImportRequest, listener: Listener = .silent) throws(Fault)
    -> LinkImportReport
  {
    let file = try LinkFile(request, self, listener: listener)
    let sensor = try file.requiredColumn(["sensor", "sensor_id", "device", "传感器", "设备编号"])
    let object = try file.requiredColumn(["object", "object_id", "对象编号", "对象"])
    let kind = try file.requiredColumn(["kind", "指标", "类型"])
    let value = try file.requiredColumn(["value", "数值", "值"])
    let time = try file.requiredColumn(["time", "时间", "采集时间"])
    let unit = file.column(["unit", "单位"])
    let model = file.column(["model", "模型"])
    let offset = settings.utcOffset
    let insertion = try connection.prepare(
      """
      INSERT INTO sensor_readings (sensor, kind, model, object_id, value, unit, time) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET model = excluded.model, object_id = excluded.object_id, value = excluded.value,
        unit = excluded.unit, time = excluded.time WHERE excluded.time >= sensor_readings.time
      """)
    return try file.run { cells throws(LinkFault) in
      guard let sensor = cells[sensor] else { throw .row("missing-sensor") }
      guard let kind = cells[kind] else { throw .row("missing-kind") }
      guard let value = cells[value] else { throw .row("missing-value") }
      guard let time = cells[time].flatMap({ Instant.parse($0, assuming: offset) }) else { throw .row("bad-time") }
      let owner = try file.model(ofObject: cells[object], in: model.flatMap { cells[$0] })
      return try LinkFault.passing { () throws(Fault) in
        try insertion.bind([
          .text(sensor), .text(kind), .text(owner.model), .text(owner.id), CityDatabase.number(value) ?? .text(value),
          SQLValue(unit.flatMap { cells[$0] }), .integer(time.milliseconds),
        ])
        try insertion.run()
        return connection.changedRows > 0
      }
    }
  }

  /// `nil` for what is a word, such as `open`; for `nan` and `0x10`, too.
  private static func number(_ text: String) -> SQLValue? {
    guard text.utf8.allSatisfy({ 48...57 ~= $0 || "+-.eE".utf8.contains($0) }) else { return nil }
    if let integer = Int64(text) { return .integer(integer) }
    return Double(text).flatMap { $0.isFinite ? .real($0) : nil }
  }
}
