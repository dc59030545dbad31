public import AreaIndex
public import Diagnostics
import SpatialDatabase

/// What a city database holds, in numbers.
public struct DatabaseSummary: Sendable {
  public var schemaVersion: Int
  public var settings: DatabaseSettings
  /// Areas in force now, of all schemes, by level from the top.
  public var areas: [(level: Level, count: Int)]
  public var cases: Int
  /// Of all city models.
  public var cityObjects: Int
  public var editions: [(edition: Edition, areas: [(level: Level, count: Int)])]
}

extension CityDatabase {
  public func summary() throws(Fault) -> DatabaseSummary {
    var editions: [(edition: Edition, areas: [(level: Level, count: Int)])] = []
    var totals: [Level: Int] = [:]
    for edition in try self.editions() {
      let counts = try areaCounts(in: edition)
      if edition.state == .active { for (level, count) in counts { totals[level, default: 0] += count } }
      editions.append((edition, counts))
    }
    return DatabaseSummary(
      schemaVersion: try Migration.version(of: connection), settings: settings,
      areas: totals.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      cases: Int(try connection.integer("SELECT count(*) FROM cases") ?? 0),
      cityObjects: try CityObjectTable.count(in: connection), editions: editions)
  }
}
