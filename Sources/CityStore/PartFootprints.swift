package import Diagnostics
import GEOSOperations
package import SpatialDatabase
import SpatialPrimitives

/// Footprints of city objects that have none by their own shapes: a building of parts, a storey of rooms covers what its
/// parts cover.
package enum PartFootprints {
  /// Gives every object without a footprint the union of its parts' footprints, as far down as there are no others.
  ///
  /// - Parameter model: the key of its model; `nil` for all models.
  /// - Returns: how many objects got one.
  @discardableResult
  package static func settle(model: Int64?, in connection: Connection) throws(Fault) -> Int {
    let context = try GEOSContext()
    let srid = Int(try connection.integer("SELECT srid FROM geometry_columns WHERE f_table_name = 'city_objects'") ?? 0)
    var outlines: [(whole: Int64, outline: MultiPolygon)] = []
    var whole: Int64?
    var parts: [MultiPolygon] = []
    func close() {
      // Parts that no union can be made of leave their whole without a footprint, as it was.
      if let whole, let outline = try? context.union(parts), !outline.isEmpty { outlines.append((whole, outline)) }
      parts = []
    }
    try connection.forEachRow(
      """
      WITH RECURSIVE part (above, serial) AS (
        SELECT parent, serial FROM city_objects
        WHERE (model_id = ?1 OR ?1 IS NULL) AND parent IS NOT NULL AND footprint IS NOT NULL
        UNION ALL
        SELECT whole.parent, part.serial FROM part JOIN city_objects AS whole ON whole.serial = part.above
        WHERE whole.footprint IS NULL AND whole.parent IS NOT NULL)
      SELECT part.above, piece.footprint FROM part JOIN city_objects AS piece ON piece.serial = part.serial
        JOIN city_objects AS whole ON whole.serial = part.above
      WHERE whole.footprint IS NULL ORDER BY part.above, part.serial
      """, [SQLValue(model)]
    ) { row throws(Fault) in
      if row.integer(0) != whole {
        close()
        whole = row.integer(0)
      }
      parts.append(try row.multiPolygon(1))
    }
    close()
    let update = try connection.prepare("UPDATE city_objects SET footprint = ? WHERE serial = ?")
    for (whole, outline) in outlines {
      try update.bind([.blob(SpatiaLiteBlob.encode(outline, srid: srid)), .integer(whole)])
      try update.run()
    }
    return outlines.count
  }
}
