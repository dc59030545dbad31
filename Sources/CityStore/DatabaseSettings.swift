public import CivilTime
package import Diagnostics
package import Projections
import SpatialDatabase

/// What a city decides once, when its database is made.
public struct DatabaseSettings: Sendable, Hashable {
  /// The coordinate reference system of all geometry: `EPSG:n` where it has a number, else a definition.
  public var crs: String
  /// The metric system of the city model's index; `nil` where none was chosen.
  public var modelCRS: String?
  /// What times without an offset are in.
  public var utcOffset: UTCOffset

  /// - Parameters: as `onegrid init` takes them; CGCS2000 and China's time when nothing is said.
  public init(crs: String = "EPSG:4490", modelCRS: String? = nil, utcOffset: UTCOffset = .china) {
    self.crs = crs
    self.modelCRS = modelCRS
    self.utcOffset = utcOffset
  }
}

/// The settings as rows of the table `settings`, and the reference system they name.
extension DatabaseSettings {
  private enum Key {
    static let crs = "crs"
    static let modelCRS = "model_crs"
    static let utcOffset = "utc_offset"
  }

  init(reading connection: Connection) throws(Fault) {
    var values: [String: String] = [:]
    try connection.forEachRow("SELECT key, value FROM settings") { row throws(Fault) in
      if let key = row.text(0) { values[key] = row.text(1) }
    }
    guard let crs = values[Key.crs], let offset = values[Key.utcOffset].flatMap(UTCOffset.init) else {
      throw Fault(
        .input, code: "database-damaged", Text("the database has lost its settings", zh: "数据库的设置已丢失"),
        at: Place(connection.path), hint: Text("restore it from a backup", zh: "请从备份恢复"))
    }
    self.init(crs: crs, modelCRS: values[Key.modelCRS], utcOffset: offset)
  }

  func write(to connection: Connection) throws(Fault) {
    let rows: [(String, String?)] = [
      (Key.crs, crs), (Key.modelCRS, modelCRS), (Key.utcOffset, utcOffset.description),
    ]
    for case (let key, let value?) in rows {
      try connection.run("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", [.text(key), .text(value)])
    }
  }

  /// The number by which geometry names its system where the system has no EPSG code.
  private static let unnumberedSRID = 990_001

  /// Reads the reference system, and gives it the number by which the database's geometry names it.
  package func referenceSystem() throws(Fault) -> (system: CoordinateSystem, srid: Int) {
    let system = try CoordinateSystem(crs)
    return (system, system.epsg ?? Self.unnumberedSRID)
  }
}
