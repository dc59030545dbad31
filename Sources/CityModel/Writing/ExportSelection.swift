import CityStore
import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Runs `body` while this connection sees, in `city_objects`, only those objects of a model for which a condition holds,
  /// with all that they are parts of and all that is a part of them. Lists of parents and children name none that is
  /// not seen.
  ///
  /// A view of the temporary schema stands before the table, so that whatever writes a model needs to know nothing of it.
  func seeing<Result>(
    _ condition: ObjectCondition?, ofModel model: Int64, listener: Listener,
    _ body: () throws(Fault) -> Result
  ) throws(Fault) -> Result {
    guard let condition else { return try body() }
    let test = try ConditionTest(condition, in: self)
    try connection.execute("CREATE TEMP TABLE seen_objects (serial INTEGER PRIMARY KEY)")
    do throws(Fault) {
      let insertion = try connection.prepare("INSERT INTO seen_objects VALUES (?)")
      try connection.forEachRow(
        "SELECT \(StoredCityObject.columns) FROM city_objects WHERE model_id = ?", [.integer(model)]
      ) { row throws(Fault) in
        let stored = StoredCityObject(row)
        guard try test.holds(stored) else { return }
        try insertion.bind(1, .integer(stored.serial))
        try insertion.run()
      }
      test.tellUnmet(listener)
      try connection.execute(Self.families)
      try connection.execute(
        "CREATE TEMP VIEW city_objects AS SELECT \(seenColumns()) FROM main.city_objects AS own WHERE serial IN seen_objects"
      )
      let result = try body()
      try forgetSeen()
      return result
    } catch {
      try? forgetSeen()
      throw error
    }
  }

  private func forgetSeen() throws(Fault) {
    try connection.execute("DROP VIEW IF EXISTS temp.city_objects; DROP TABLE IF EXISTS temp.seen_objects")
  }

  private static let families = """
    INSERT OR IGNORE INTO seen_objects
    WITH RECURSIVE
      whole (serial) AS (
        SELECT parent FROM city_objects WHERE serial IN seen_objects
        UNION SELECT above.parent FROM city_objects AS above JOIN whole ON above.serial = whole.serial),
      part (serial) AS (
        SELECT serial FROM city_objects WHERE parent IN seen_objects
        UNION SELECT below.serial FROM city_objects AS below JOIN part ON below.parent = part.serial)
    SELECT serial FROM whole WHERE serial IS NOT NULL UNION SELECT serial FROM part
    """

  /// The columns of the table, its lists cut down to what is seen.
  private func seenColumns() throws(Fault) -> String {
    let names = try connection.rows("SELECT name FROM pragma_table_info('city_objects')") { $0.text(0) ?? "" }
    return names.map { name in
      guard name == "parents" || name == "children" else { return name }
      return """
        nullif((SELECT json_group_array(listed.value) FROM json_each(own.\(name)) AS listed WHERE EXISTS (
          SELECT 1 FROM main.city_objects AS other
          WHERE other.model_id = own.model_id AND other.id = listed.value AND other.serial IN seen_objects)), '[]') AS \(name)
        """
    }.joined(separator: ", ")
  }
}
