public import AreaIndex
public import Diagnostics
import SpatialDatabase

/// One edge of the lineage graph: of the area `from` of the edition before, a part became part of `to`.
///
/// Shares are fractions of `from`; over all edges from one area each of them sums to 1. They are 0 where there is no
/// `from`.
public struct LineageEdge: Sendable, Hashable {
  public var level: Level
  /// The code in the edition before; `nil`: newly founded.
  public var from: String?
  /// The code in this edition; `nil`: abolished.
  public var to: String?
  /// The part of `from`'s m².
  public var areaShare: Double
  /// The part of its households, where they are known.
  public var householdShare: Double?
  /// The part of its cases, where there are any.
  public var caseShare: Double?

  public init(
    level: Level, from: String?, to: String?, areaShare: Double, householdShare: Double? = nil,
    caseShare: Double? = nil
  ) {
    self.level = level
    self.from = from
    self.to = to
    self.areaShare = areaShare
    self.householdShare = householdShare
    self.caseShare = caseShare
  }
}

extension CityDatabase {
  /// Says what areas of the edition that a draft is based on became in it. An edge with the same level, `from` and `to`
  /// gives way; areas of which nothing is said carry on under their code.
  ///
  /// - Throws: `not-a-draft` (65); `bad-lineage` (70) for an edge without ends or with a share that is no fraction.
  package func writeLineage(_ edges: [LineageEdge], of draft: Edition) throws(Fault) {
    try requireDraft(draft)
    try transaction { () throws(Fault) in
      let insertion = try connection.prepare(
        """
        INSERT OR REPLACE INTO lineage
          (edition_id, level, from_code, to_code, area_share, household_share, case_share)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
      for edge in edges {
        try check(edge)
        try insertion.bind([
          .integer(draft.id), .text(edge.level.name), SQLValue(edge.from), SQLValue(edge.to), .real(edge.areaShare),
          SQLValue(edge.householdShare), SQLValue(edge.caseShare),
        ])
        try insertion.run()
      }
    }
  }

  /// What the areas of the edition that `edition` is based on became in it, by level, `from` and `to`; founded areas first.
  public func lineage(of edition: Edition) throws(Fault) -> [LineageEdge] {
    try lineage(where: "1", [], of: edition)
  }

  /// - Parameter condition: on the columns of the table, with `values` bound in it.
  func lineage(where condition: String, _ values: [SQLValue], of edition: Edition) throws(Fault) -> [LineageEdge] {
    let edges = try connection.rows(
      """
      SELECT level, from_code, to_code, area_share, household_share, case_share FROM lineage
      WHERE edition_id = ? AND \(condition) ORDER BY from_code, to_code
      """, [.integer(edition.id)] + values
    ) { row in
      LineageEdge(
        level: row.text(0).flatMap { Level(name: $0) } ?? .city, from: row.text(1), to: row.text(2),
        areaShare: row.real(3) ?? 0, householdShare: row.real(4), caseShare: row.real(5))
    }
    return Level.allCases.flatMap { level in edges.filter { $0.level == level } }
  }

  /// Forgets what was said of a level, whose areas are about to be others.
  package func forgetLineage(of draft: Edition, level: Level) throws(Fault) {
    try requireDraft(draft)
    try connection.run(
      "DELETE FROM lineage WHERE edition_id = ? AND level = ?", [.integer(draft.id), .text(level.name)])
  }

  private func check(_ edge: LineageEdge) throws(Fault) {
    let shares = [edge.areaShare, edge.householdShare ?? 0, edge.caseShare ?? 0]
    let hasEnds = edge.from?.isEmpty != true && edge.to?.isEmpty != true && (edge.from != nil || edge.to != nil)
    guard hasEnds, shares.allSatisfy({ (0...1).contains($0) }) else {
      throw Fault(
        .software, code: "bad-lineage",
        Text(
          "no edge of lineage: \(edge.level) \(edge.from ?? "-") to \(edge.to ?? "-"), shares \(shares)",
          zh: "沿革关系有误：\(edge.level) \(edge.from ?? "-") 到 \(edge.to ?? "-")，比例 \(shares)"), at: Place(path))
    }
  }
}
