import AreaIndex
import Diagnostics
import SpatialDatabase

/// The views that QGIS and GDAL show as layers: one per level that the active editions have areas at, of all schemes.
///
/// A view joins the editions' state, so that it follows each activation by itself; only which levels there are has to
/// be kept up.
enum LevelViews {
  /// Makes the views of levels that came, and drops those of levels that went.
  static func refresh(in connection: Connection) throws(Fault) {
    for level in Level.allCases {
      let isPresent =
        try connection.integer(
          """
          SELECT EXISTS (
            SELECT 1 FROM editions JOIN areas ON areas.edition_id = editions.id AND areas.level = ?
            WHERE editions.state = 'active')
          """, [.text(level.name)]) == 1
      let isThere =
        try connection.integer("SELECT 1 FROM sqlite_schema WHERE type = 'view' AND name = ?", [.text(level.name)]) == 1
      if isPresent && !isThere {
        try connection.execute(definition(of: level))
        try connection.registerView(level.name, key: "id", geometry: "geometry", of: "areas")
      } else if isThere && !isPresent {
        try connection.run("DELETE FROM views_geometry_columns WHERE view_name = ?", [.text(level.name)])
        try connection.execute("DROP VIEW \(level.name)")
      }
    }
  }

  private static func definition(of level: Level) -> String {
    """
    CREATE VIEW \(level.name) AS
    SELECT areas.id AS id, editions.scheme AS scheme, areas.code AS code, areas.name AS name,
      areas.parent_code AS parent, areas.households AS households, areas.attributes AS attributes,
      areas.edition_id AS edition_id, areas.geometry AS geometry
    FROM editions JOIN areas ON areas.edition_id = editions.id
    WHERE editions.state = 'active' AND areas.level = '\(level.name)'
    """
  }
}
