public import AreaIndex
public import Diagnostics
import SpatialDatabase

extension CityDatabase {
  /// Calls `body` for each area of an edition, level by level from the top, in the order in which they came.
  ///
  /// - Parameter level: only the areas of this one.
  public func forEachArea(
    in edition: Edition, level: Level? = nil, _ body: (AreaRecord) throws(Fault) -> Void
  ) throws(Fault) {
    for level in level.map({ [$0] }) ?? Level.allCases {
      try connection.forEachRow(
        "SELECT \(AreaRecord.columns) FROM areas WHERE edition_id = ? AND level = ? ORDER BY id",
        [.integer(edition.id), .text(level.name)]
      ) { row throws(Fault) in try body(AreaRecord(row)) }
    }
  }

  /// - Returns: `nil` where there is no area with this id.
  public func area(_ id: Int64) throws(Fault) -> AreaRecord? {
    try connection.firstRow("SELECT \(AreaRecord.columns) FROM areas WHERE id = ?", [.integer(id)]) {
      row throws(Fault) in try AreaRecord(row)
    }
  }

  /// How many areas an edition has at each level that it has any at, from the top.
  public func areaCounts(in edition: Edition) throws(Fault) -> [(level: Level, count: Int)] {
    let counts = try connection.rows(
      "SELECT level, count(*) FROM areas WHERE edition_id = ? GROUP BY level", [.integer(edition.id)]
    ) { row in (row.text(0).flatMap { Level(name: $0) } ?? .city, Int(row.integer(1) ?? 0)) }
    return counts.sorted { $0.0 < $1.0 }.map { ($0.0, $0.1) }
  }

  /// The levels at which an edition has areas, from the top.
  public func levels(in edition: Edition) throws(Fault) -> [Level] {
    let statement = try connection.prepare("SELECT EXISTS (SELECT 1 FROM areas WHERE edition_id = ? AND level = ?)")
    var levels: [Level] = []
    for level in Level.allCases {
      try statement.bind([.integer(edition.id), .text(level.name)])
      if try statement.step(), statement.integer(0) == 1 { levels.append(level) }
      statement.reset()
    }
    return levels
  }

  /// Areas whose code or name holds `text`, in the order of level, code and id; all areas where `text` is empty.
  ///
  /// Upper and lower case of ASCII letters are the same.
  ///
  /// - Parameters:
  ///   - level: only areas of this one.
  ///   - parent: only areas right below this one.
  public func areas(
    in edition: Edition, matching text: String = "", level: Level? = nil, parent: Int64? = nil
  ) throws(Fault) -> [AreaRecord] {
    let found = try connection.rows(
      """
      SELECT \(AreaRecord.columns) FROM areas
      WHERE edition_id = ?1 AND (?2 IS NULL OR level = ?2) AND (?3 IS NULL OR parent_id = ?3)
        AND (?4 = '' OR instr(lower(code), lower(?4)) > 0 OR instr(lower(name), lower(?4)) > 0)
      ORDER BY code, id
      """, [.integer(edition.id), SQLValue(level?.name), SQLValue(parent), .text(text)]
    ) { row throws(Fault) in try AreaRecord(row) }
    return Level.allCases.flatMap { level in found.filter { $0.level == level } }
  }

  /// - Throws: `missing-level` (64) where the edition has no areas at `level`, listing the levels that it has.
  public func requireLevel(_ level: Level, in edition: Edition) throws(Fault) {
    let levels = try levels(in: edition)
    guard !levels.contains(level) else { return }
    let list = levels.map(\.name).joined(separator: ", ")
    throw Fault(
      .usage, code: "missing-level",
      Text("edition \(edition.id) has no areas at the level \(level)", zh: "版本 \(edition.id) 没有 \(level) 层级的区域"),
      at: Place(path),
      hint: levels.isEmpty
        ? Text("it has no areas at all: import boundaries first", zh: "该版本没有任何区域：请先导入边界")
        : Text("it has: \(list)", zh: "现有：\(list)"))
  }
}
