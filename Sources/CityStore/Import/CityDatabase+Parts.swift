import AreaIndex
import Diagnostics
import SpatialDatabase

/// A part of a draft: what lies within one of its areas.
extension CityDatabase {
  /// The area of the draft that `text` names, at a level above `level`.
  ///
  /// - Parameter text: `[LEVEL/]CODE`.
  /// - Throws: `unknown-area`, `ambiguous-area` (64); `not-above` (64) for an area that has none of `level` below it.
  func area(_ text: String, above level: Level, in draft: Edition) throws(Fault) -> AreaRecord {
    let area = try area(text, in: EditionSelector(editionID: draft.id))
    guard area.level < level, area.editionID == draft.id else {
      throw Fault(
        .usage, code: "not-above",
        Text(
          "\(area.level)/\(area.code) is no area of the draft above the level \(level)",
          zh: "\(area.level)/\(area.code) 不是草稿中 \(level) 的上级区域"), at: Place(path),
        hint: Text("--within names the area whose part is replaced", zh: "--within 指定要替换其内部的上级区域"))
    }
    return area
  }

  /// The area itself and all that its edition links to it, directly or by others.
  func areaIDs(within area: AreaRecord) throws(Fault) -> Set<Int64> {
    let ids = try connection.rows(
      """
      WITH RECURSIVE below (id) AS (
        SELECT ? UNION SELECT areas.id FROM below JOIN areas ON areas.parent_id = below.id)
      SELECT id FROM below
      """, [.integer(area.id)]
    ) { $0.integer(0) ?? 0 }
    return Set(ids)
  }
}
