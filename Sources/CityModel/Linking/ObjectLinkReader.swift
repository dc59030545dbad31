public import CityStore
public import CivilTime
public import Diagnostics
import GridCodes
public import JSONWriting
import SpatialDatabase
import SpatialFormats

/// What a sensor read last.
public struct SensorReading: Sendable, Hashable {
  public var sensor: String
  /// What was read, e.g. `tilt`.
  public var kind: String
  /// A number or a text.
  public var value: JSONValue
  public var unit: String?
  public var time: Instant
}

/// What a city object is linked to.
public struct CityObjectLinks: Sendable, Hashable {
  /// Official codes of city components: those that were linked, and what an attribute says.
  public var components: [String]
  /// By kind and sensor.
  public var readings: [SensorReading]
}

extension CityDatabase {
  /// What an object is linked to.
  public func links(of stored: StoredCityObject) throws(Fault) -> CityObjectLinks {
    let reader = try ObjectLinkReader(self)
    return CityObjectLinks(components: try reader.components(of: stored), readings: try reader.readings(of: stored))
  }
}

/// Reads links, object by object. Not to be shared between threads.
final class ObjectLinkReader {
  private let models: [Int64: String]
  /// `nil` in a database that cannot have links.
  private let statements: (components: Statement, readings: Statement, latest: Statement)?

  init(_ city: CityDatabase) throws(Fault) {
    models = Dictionary(try city.cityModels().map { ($0.id, $0.name) }) { first, _ in first }
    guard try ObjectLinkTable.isPresent(in: city.connection) else {
      statements = nil
      return
    }
    let columns = "SELECT sensor, kind, value, unit, time FROM sensor_readings WHERE model = ? AND object_id = ?"
    statements = (
      try city.connection.prepare(
        "SELECT component_code FROM object_components WHERE model = ? AND object_id = ? ORDER BY component_code"),
      try city.connection.prepare("\(columns) ORDER BY kind, sensor"),
      try city.connection.prepare("\(columns) AND kind = ? ORDER BY time DESC, sensor LIMIT 1")
    )
  }

  /// What the model of an object is called.
  func model(of stored: StoredCityObject) -> String? { models[stored.modelID] }

  func components(of stored: StoredCityObject) throws(Fault) -> [String] {
    var codes: [String] = []
    if let statement = statements?.components {
      try rows(statement, of: stored, []) { row in if let code = row.text(0) { codes.append(code) } }
    }
    if let own = Self.componentCode(of: stored.object), !codes.contains(own) { codes.append(own) }
    return codes
  }

  func readings(of stored: StoredCityObject) throws(Fault) -> [SensorReading] {
    var readings: [SensorReading] = []
    if let statement = statements?.readings {
      try rows(statement, of: stored, []) { readings.append(SensorReading($0)) }
    }
    return readings
  }

  /// The last reading of a kind, of whatever sensor.
  func latest(_ kind: String, of stored: StoredCityObject) throws(Fault) -> SensorReading? {
    var latest: SensorReading?
    if let statement = statements?.latest {
      try rows(statement, of: stored, [.text(kind)]) { latest = SensorReading($0) }
    }
    return latest
  }

  private func rows(
    _ statement: Statement, of stored: StoredCityObject, _ more: [SQLValue], _ body: (Statement) -> Void
  ) throws(Fault) {
    guard let model = model(of: stored) else { return }
    try statement.bind([.text(model), .text(stored.object.id)] + more)
    while try statement.step() { body(statement) }
  }

  /// A code that an attribute says: one with the form of a component's, in an attribute whose name speaks of one.
  private static func componentCode(of object: CityObject) -> String? {
    guard let json = object.attributes, case .object(let members)? = try? JSONValue.parse(Array(json.utf8)) else {
      return nil
    }
    for member in members where names.contains(member.key.lowercased().filter { $0 != "_" && $0 != "-" }) {
      if case .string(let text) = member.value, isComponent(text) { return text }
    }
    return nil
  }

  /// In small letters, without strokes; those of GB/T 30428.2 and GB/T 47678.5 among them.
  private static let names: Set<String> = [
    "componentcode", "component", "glbjbsm", "objid", "部件编码", "部件标识码", "部件代码", "管理部件标识码",
  ]

  /// Whether a text has the form of a component's code, and no part that cannot be.
  static func isComponent(_ text: String) -> Bool {
    (text.utf8.count == 16 || text.utf8.count == 17)
      && OfficialCode.readings(text, as: .component).contains { $0.faults.isEmpty }
  }
}

extension SensorReading {
  /// - Parameter row: sensor, kind, value, unit, time.
  fileprivate init(_ row: Statement) {
    sensor = row.text(0) ?? ""
    kind = row.text(1) ?? ""
    value =
      switch row.value(2) {
      case .integer(let number): .integer(number)
      case .real(let number): .number(number)
      default: .string(row.text(2) ?? "")
      }
    unit = row.text(3)
    time = Instant(milliseconds: row.integer(4) ?? 0)
  }
}
