package import AreaIndex
public import Diagnostics
import SpatialDatabase
package import SpatialPrimitives

/// Where an area came from, and what it became.
public struct AreaHistory: Sendable, Hashable {
  /// An edge of lineage, and the edition that it leads to.
  public struct Step: Sendable, Hashable {
    public var edition: Int64
    public var edge: LineageEdge
  }

  /// The edges that lead to the area, in the latest edition up to its own that says where it came from.
  public var origins: [Step] = []
  /// The edges that lead away from it, in the first editions after its own that say what it became.
  public var fates: [Step] = []
}

extension CityDatabase {
  /// Walks the lineage from an area back and on, over editions in which it went on unchanged.
  public func history(of area: AreaRecord) throws(Fault) -> AreaHistory {
    var history = AreaHistory()
    guard !area.code.isEmpty else { return history }
    let own = try edition(area.editionID)
    let editions = try self.editions(of: own.scheme)
    var back: Edition? = own
    while let edition = back, history.origins.isEmpty {
      history.origins = try steps("to_code", area, edition)
      back = editions.first { $0.id == edition.basedOn }
    }
    var ahead = [own.id]
    while let base = ahead.popLast() {
      for next in editions where next.basedOn == base {
        let fates = try steps("from_code", area, next)
        history.fates += fates
        // It is there still, if only in part.
        if fates.isEmpty { ahead.append(next.id) }
      }
    }
    return history
  }

  private func steps(_ end: String, _ area: AreaRecord, _ edition: Edition) throws(Fault) -> [AreaHistory.Step] {
    try lineage(where: "level = ? AND \(end) = ?", [.text(area.level.name), .text(area.code)], of: edition).map {
      AreaHistory.Step(edition: edition.id, edge: $0)
    }
  }

  /// Calls `body` for each area of a draft whose code its base does not have, with each area that bore the code in an
  /// edition of the scheme that was in force before.
  package func forEachFormerBearer(
    of draft: Edition, since base: Edition,
    _ body: (_ level: Level, _ code: String, _ now: MultiPolygon, _ then: MultiPolygon) throws(Fault) -> Void
  ) throws(Fault) {
    try connection.forEachRow(
      """
      SELECT d.level, d.code, d.geometry, f.geometry
      FROM areas d CROSS JOIN editions e CROSS JOIN areas f
      WHERE d.edition_id = ?1 AND d.code <> '' AND e.scheme = ?2 AND e.state = 'superseded' AND e.id <> ?3
        AND NOT EXISTS (SELECT 1 FROM areas b WHERE b.edition_id = ?3 AND b.level = d.level AND b.code = d.code)
        AND f.edition_id = e.id AND f.level = d.level AND f.code = d.code
      ORDER BY d.id, e.id
      """, [.integer(draft.id), .text(draft.scheme), .integer(base.id)]
    ) { row throws(Fault) in
      guard let level = row.text(0).flatMap({ Level(name: $0) }), let code = row.text(1) else { return }
      try body(level, code, try row.multiPolygon(2), try row.multiPolygon(3))
    }
  }
}
