import Diagnostics
import SpatialDatabase

/// How it is known that the areas of an edition are as they were: `editions.area_stamp` is 16 random bytes, drawn anew
/// with every change of an area, whoever makes it.
///
/// Triggers draw them, so that an edit in QGIS counts as much as an import. They are random and no counter, because two
/// copies of a database may be changed apart: equal stamps mean equal areas in whatever file they are found.
enum AreaStamp {
  /// One trigger for every way in which a row comes, changes or goes. A row that another one replaces (`REPLACE`,
  /// `UPDATE OR REPLACE`) goes without a delete trigger; it is looked for before.
  private static let triggers: [(name: String, sql: String)] = [
    trigger("insert", "AFTER INSERT", changing: "id = NEW.edition_id"),
    trigger("update", "AFTER UPDATE", changing: "id IN (OLD.edition_id, NEW.edition_id)"),
    trigger("delete", "AFTER DELETE", changing: "id = OLD.edition_id"),
    trigger("replace", "BEFORE INSERT", changing: "id = (SELECT edition_id FROM areas WHERE id = NEW.id)"),
    trigger("move", "BEFORE UPDATE OF id", changing: "id = (SELECT edition_id FROM areas WHERE id = NEW.id)"),
  ]

  private static func trigger(_ name: String, _ event: String, changing condition: String) -> (String, String) {
    let name = "area_stamp_\(name)"
    return (
      name,
      "CREATE TRIGGER \(name) \(event) ON areas BEGIN "
        + "UPDATE editions SET area_stamp = randomblob(16) WHERE \(condition); END"
    )
  }

  /// Makes the triggers, where the column is there already.
  static func install(in connection: Connection) throws(Fault) {
    for trigger in triggers { try connection.execute(trigger.sql) }
  }

  /// Whether every change has been noticed: a program that makes the table anew would lose the triggers.
  static func isKept(in connection: Connection) throws(Fault) -> Bool {
    var present: [String: String] = [:]
    try connection.forEachRow("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'areas'") {
      row throws(Fault) in
      if let name = row.text(0) { present[name] = row.text(1) }
    }
    return triggers.allSatisfy { present[$0.name] == $0.sql }
  }

  /// Makes the triggers again where some were lost, and draws every stamp anew: nobody knows what has changed meanwhile.
  static func restore(in connection: Connection) throws(Fault) {
    guard try !isKept(in: connection) else { return }
    try connection.transaction { () throws(Fault) in
      for trigger in triggers { try connection.execute("DROP TRIGGER IF EXISTS \(trigger.name)") }
      try install(in: connection)
      try connection.execute("UPDATE editions SET area_stamp = randomblob(16)")
    }
  }

  /// The stamp of an edition; `nil` where no area was ever written to it.
  static func stamp(of edition: Edition, in connection: Connection) throws(Fault) -> [UInt8]? {
    try connection.firstRow("SELECT area_stamp FROM editions WHERE id = ?", [.integer(edition.id)]) { $0.bytes(0) }
      ?? nil
  }
}
