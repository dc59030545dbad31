import Diagnostics
import SpatialDatabase

/// One step from a schema version to the next.
struct Migration: Sendable {
  /// The version that it makes.
  var version: Int
  var apply: @Sendable (Connection) throws(Fault) -> Void

  /// Every step since the first version, in order. Version 1 is made by `Schema.make` and needs none.
  static let all: [Migration] = [
    // Stamps by which an index of the areas is known to be theirs.
    Migration(version: 2) { connection throws(Fault) in
      try connection.execute("ALTER TABLE editions ADD COLUMN area_stamp BLOB")
      try connection.execute("UPDATE editions SET area_stamp = randomblob(16)")
      try AreaStamp.install(in: connection)
    },
    // Periods on two clocks, the lineage of areas, golden cases.
    Migration(version: 3) { connection throws(Fault) in try EditionHistory.takeOver(in: connection) },
    // What cases answered before they were reassigned.
    Migration(version: 4) { connection throws(Fault) in try CaseHistory.install(in: connection) },
    // The city model.
    Migration(version: 5) { connection throws(Fault) in try CityObjectTable.install(in: connection) },
    // Footprints of what has a shape only by its parts; views of footprints and of storeys.
    Migration(version: 6) { connection throws(Fault) in
      try CityObjectTable.installViews(in: connection)
      try PartFootprints.settle(model: nil, in: connection)
    },
    // An R*Tree of city objects, components and sensors that they are linked to.
    Migration(version: 7) { connection throws(Fault) in
      try CityObjectTable.installBoxes(in: connection)
      try ObjectLinkTable.install(in: connection)
    },
    // Who covers which area.
    Migration(version: 8) { connection throws(Fault) in try DutyTable.install(in: connection) },
  ]

  /// Brings an older database to the version of the last step, in one transaction; one that is there already is
  /// left alone.
  ///
  /// - Throws: `database-newer` (66) for a version that no step makes.
  static func run(_ steps: [Migration], on connection: Connection, to target: Int) throws(Fault) {
    guard try version(of: connection) != target else { return }
    try connection.transaction { () throws(Fault) in
      // Read again under the write lock: another process may have been here first.
      let present = try version(of: connection)
      guard present <= target else { throw newer(present, than: target, connection) }
      for step in steps where step.version > present {
        try step.apply(connection)
        try connection.execute("PRAGMA user_version = \(step.version)")
      }
      guard try version(of: connection) == target else {
        throw Fault(
          .software, code: "missing-migration",
          Text("no step leads from schema \(present) to \(target)", zh: "没有从 \(present) 版到 \(target) 版的升级步骤"),
          at: Place(connection.path))
      }
    }
  }

  static func version(of connection: Connection) throws(Fault) -> Int {
    Int(try connection.integer("PRAGMA user_version") ?? 0)
  }

  static func newer(_ present: Int, than target: Int, _ connection: Connection) -> Fault {
    Fault(
      .input, code: "database-newer",
      Text(
        "the database was made by a newer onegrid: its schema is \(present), this program knows \(target)",
        zh: "数据库由更新版本的 onegrid 建立：其结构为第 \(present) 版，本程序只认识到第 \(target) 版"),
      at: Place(connection.path), hint: Text("update this program", zh: "请升级本程序"))
  }
}
