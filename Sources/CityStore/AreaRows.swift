import AreaIndex
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// What an index needs to know of areas, read by their ids.
enum AreaRows {
  struct Row: Sendable {
    var id: Int64
    var code: String
    var name: String
    var parentID: Int64?
    var parentCode: String?
    var households: Double?
    var geometry: MultiPolygon
  }

  /// The areas of one level.
  struct Stretch: Sendable {
    var level: Level
    var edition: Edition
    /// Ascending.
    var ids: [Int64]
  }

  /// Calls `body` with each area that is there.
  static func read(
    _ ids: ArraySlice<Int64>, of connection: Connection, _ body: (Row) throws(Fault) -> Void
  ) throws(Fault) {
    let row = try connection.prepare(
      "SELECT code, name, parent_id, parent_code, households, geometry FROM areas WHERE id = ?")
    for id in ids {
      try row.bind(1, id)
      guard try row.step() else { continue }
      try body(
        Row(
          id: id, code: row.text(0) ?? "", name: row.text(1) ?? "", parentID: row.integer(2), parentCode: row.text(3),
          households: row.real(4), geometry: try row.multiPolygon(5)))
      row.reset()
    }
  }

  /// Reads on one thread or several, each with a connection of its own and its share of every level.
  ///
  /// Connections do not see the same state of a database while others write to it. Equal stamps say that the areas are those
  /// that `connection` sees.
  ///
  /// - Returns: by thread and stretch, in the order of ids; `nil` where that cannot be done, or is not sure: then `connection`
  ///   alone must read.
  static func readApart(
    _ stretches: [Stretch], of connection: Connection, threads: Int
  ) throws(Fault) -> [[[Row]]]? {
    guard try AreaStamp.isKept(in: connection), let stamps = try stamps(stretches, in: connection) else { return nil }
    let path = connection.path
    let parts = Workers.map(threads, threads: threads) { part in
      share(part, of: threads, stretches, stamps, path: path)
    }
    return parts.contains { $0 == nil } ? nil : parts.compactMap { $0 }
  }

  private static func share(
    _ part: Int, of threads: Int, _ stretches: [Stretch], _ stamps: [[UInt8]], path: String
  ) -> [[Row]]? {
    do throws(Fault) {
      let connection = try CityDatabase.connect(path, mode: .readOnly)
      // Each page is needed once: keeping them would only take new memory.
      try connection.execute("PRAGMA cache_size = -2048")
      return try connection.snapshot { () throws(Fault) -> [[Row]]? in
        guard try self.stamps(stretches, in: connection) == stamps else { return nil }
        var rows: [[Row]] = []
        for stretch in stretches {
          let count = stretch.ids.count
          var own: [Row] = []
          own.reserveCapacity(count / threads + 1)
          let ids = stretch.ids[(count * part / threads)..<(count * (part + 1) / threads)]
          try read(ids, of: connection) { own.append($0) }
          rows.append(own)
        }
        return rows
      }
    } catch {
      // Whatever it was, the connection that is there meets it too, and tells it.
      return nil
    }
  }

  private static func stamps(_ stretches: [Stretch], in connection: Connection) throws(Fault) -> [[UInt8]]? {
    var stamps: [[UInt8]] = []
    for stretch in stretches {
      guard let stamp = try AreaStamp.stamp(of: stretch.edition, in: connection) else { return nil }
      stamps.append(stamp)
    }
    return stamps
  }
}
