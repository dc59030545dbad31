import CityStore
import Diagnostics
import SpatialDatabase

/// Finds out which object each is a part of, and in which storey it is. All objects of the model must be stored.
struct ObjectLinks {
  private let connection: Connection
  private let model: Int64

  init(_ connection: Connection, model: Int64) {
    self.connection = connection
    self.model = model
  }

  /// - Returns: the objects that were taken out because they are, by way of others, parts of themselves.
  func settle() throws(Fault) -> [RejectedObject] {
    // Of several, the storey rather than the building, and never a group.
    try run(
      """
      UPDATE city_objects SET parent = (
        SELECT above.serial FROM json_each(city_objects.parents) AS listed
        JOIN city_objects AS above ON above.model_id = ?1 AND above.id = listed.value
        WHERE above.type <> 'CityObjectGroup' ORDER BY above.type <> 'BuildingStorey', listed.key LIMIT 1)
      WHERE model_id = ?1 AND parents IS NOT NULL
      """)
    let rejected = try rejectCycles()
    try settleStoreys()
    try settleBoxes()
    try PartFootprints.settle(model: model, in: connection)
    return rejected
  }

  private func run(_ sql: String) throws(Fault) { try connection.run(sql, [.integer(model)]) }

  private func rejectCycles() throws(Fault) -> [RejectedObject] {
    var parents: [Int64: Int64] = [:]
    // Whatever no way down from an object without a parent leads to.
    try connection.forEachRow(
      """
      WITH RECURSIVE reached (serial) AS (
        SELECT serial FROM city_objects WHERE model_id = ?1 AND parent IS NULL
        UNION ALL SELECT below.serial FROM city_objects AS below JOIN reached ON below.parent = reached.serial)
      SELECT serial, parent FROM city_objects
      WHERE model_id = ?1 AND parent IS NOT NULL AND serial NOT IN (SELECT serial FROM reached)
      """, [.integer(model)]
    ) { row in
      if let serial = row.integer(0), let parent = row.integer(1) { parents[serial] = parent }
    }
    // Those that hang below a circle are no part of it. Each is passed once: a way up ends where another has been.
    var inCircle: [Int64] = []
    var passedFrom: [Int64: Int64] = [:]
    for start in parents.keys.sorted() {
      var at = start
      while passedFrom[at] == nil, let above = parents[at] {
        passedFrom[at] = start
        at = above
      }
      guard passedFrom[at] == start else { continue }
      var here = at
      repeat {
        inCircle.append(here)
        here = parents[here] ?? at
      } while here != at
    }
    inCircle.sort()
    var rejected: [RejectedObject] = []
    for serial in inCircle {
      let id = try connection.text("SELECT id FROM city_objects WHERE serial = ?", [.integer(serial)])
      rejected.append(RejectedObject(record: nil, id: id, reason: "cyclic-parents", text: ""))
    }
    for serial in inCircle {
      try connection.run("DELETE FROM city_objects WHERE serial = ?", [.integer(serial)])
      try connection.run("UPDATE city_objects SET parent = NULL WHERE parent = ?", [.integer(serial)])
    }
    return rejected
  }

  /// From each storey down, as far as there is no other.
  private func settleStoreys() throws(Fault) {
    try run(
      """
      WITH RECURSIVE within (serial, storey) AS (
        SELECT serial, id FROM city_objects WHERE model_id = ?1 AND type = 'BuildingStorey'
        UNION ALL
        SELECT below.serial, within.storey FROM within JOIN city_objects AS below ON below.parent = within.serial
        WHERE below.type <> 'BuildingStorey')
      UPDATE city_objects SET storey = within.storey FROM within WHERE city_objects.serial = within.serial
      """)
  }

  /// An object without a shape is where its parts are: the boxes go up as far as there are no others.
  private func settleBoxes() throws(Fault) {
    try run(
      """
      WITH RECURSIVE part (above, min_x, min_y, min_z, max_x, max_y, max_z, place_x, place_y) AS (
        SELECT parent, min_x, min_y, min_z, max_x, max_y, max_z, place_x, place_y FROM city_objects
        WHERE model_id = ?1 AND parent IS NOT NULL AND min_x IS NOT NULL
        UNION ALL
        SELECT whole.parent, part.min_x, part.min_y, part.min_z, part.max_x, part.max_y, part.max_z, part.place_x,
          part.place_y
        FROM part JOIN city_objects AS whole ON whole.serial = part.above
        WHERE whole.min_x IS NULL AND whole.parent IS NOT NULL)
      UPDATE city_objects SET
        min_x = parts.min_x, min_y = parts.min_y, min_z = parts.min_z,
        max_x = parts.max_x, max_y = parts.max_y, max_z = parts.max_z, place_x = parts.x, place_y = parts.y
      FROM (
        SELECT above, min(min_x) AS min_x, min(min_y) AS min_y, min(min_z) AS min_z, max(max_x) AS max_x,
          max(max_y) AS max_y, max(max_z) AS max_z, (min(place_x) + max(place_x)) / 2 AS x,
          (min(place_y) + max(place_y)) / 2 AS y
        FROM part GROUP BY above) AS parts
      WHERE city_objects.serial = parts.above AND city_objects.min_x IS NULL
      """)
  }
}
