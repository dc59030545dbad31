import AreaIndex
package import Diagnostics
package import SpatialDatabase

/// The indexes of the table `cases`. Many rows are written faster without them, and the indexes built after.
package enum CaseTable {
  /// Column by which each index finds cases.
  private static let columns =
    Level.allCases.map { "\($0.name)_code" } + ["reported_at", "edition_id"]

  /// Takes the indexes off. To be followed by `buildIndexes` in the same transaction.
  package static func dropIndexes(in connection: Connection) throws(Fault) {
    try dropColumnIndexes(in: connection)
    try connection.dropSpatialIndex("cases", "geometry")
    // SpatiaLite's triggers check each geometry's type and note the time of each insert: three quarters of the time of
    // a large load. What is written here is always a point of the right system. Building the spatial index makes all
    // of its triggers anew.
    for trigger in ["ggi", "tmi"] { try connection.execute("DROP TRIGGER IF EXISTS \(trigger)_cases_geometry") }
  }

  /// Builds every index from the rows there are; they are kept from then on.
  package static func buildIndexes(in connection: Connection) throws(Fault) {
    try buildColumnIndexes(in: connection)
    try connection.createSpatialIndex("cases", "geometry")
  }

  /// Takes off the indexes of what cases answer, where their places stay. To be followed by `buildColumnIndexes`.
  package static func dropColumnIndexes(in connection: Connection) throws(Fault) {
    for column in columns { try connection.execute("DROP INDEX IF EXISTS cases_by_\(column)") }
  }

  package static func buildColumnIndexes(in connection: Connection) throws(Fault) {
    for column in columns {
      // A level without areas leaves its column empty: its index then costs nothing.
      try connection.execute("CREATE INDEX cases_by_\(column) ON cases (\(column)) WHERE \(column) IS NOT NULL")
    }
  }
}
