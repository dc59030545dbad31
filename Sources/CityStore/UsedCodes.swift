public import AreaIndex
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Every code that an area of a level bears or ever bore in any edition of a scheme that was in force: a number that
  /// was given once is not given again. Drafts do not count, for nobody has seen their numbers.
  public func codesEverUsed(in scheme: String, at level: Level) throws(Fault) -> Set<String> {
    Set(
      try connection.rows(
        """
        SELECT DISTINCT code FROM areas
        WHERE level = ? AND edition_id IN (SELECT id FROM editions WHERE scheme = ? AND state <> 'draft')
        """, [.text(level.name), .text(scheme)]
      ) { $0.text(0) ?? "" })
  }
}
