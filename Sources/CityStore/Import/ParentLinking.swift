import AreaIndex
import Diagnostics
import SpatialPrimitives

/// Links the areas of one level of a draft to those above them.
struct ParentLinking {
  /// Where an area belongs, as the database keeps it.
  struct Link: Hashable {
    /// `nil` where the area above is of another scheme, or there is none.
    var id: Int64?
    var code: String?
  }

  private let draft: Int64
  private let records: [AreaRecord]
  private let search: ParentSearch

  /// Loads what stands above `level`: the draft's own areas, and for levels that it lacks those of the unified scheme.
  init(_ database: CityDatabase, draft: Edition, above level: Level) throws(Fault) {
    self.draft = draft.id
    let own = try database.areaCounts(in: draft).map(\.level)
    let base = try database.upperEdition(for: draft, at: .now)
    var records: [AreaRecord] = []
    for upper in Level.allCases where upper < level {
      guard let edition = own.contains(upper) ? draft : base else { continue }
      try database.forEachArea(in: edition, level: upper) { (area) throws(Fault) in records.append(area) }
    }
    var position: [Int64: Int] = [:]
    for (index, record) in records.enumerated() { position[record.id] = index }
    let uppers = records.map { record in
      ParentChoice.Upper(
        level: record.level, code: record.code, name: record.name, parent: record.parentID.flatMap { position[$0] })
    }
    self.records = records
    search = try ParentSearch(uppers, geometries: records.map(\.geometry))
  }

  /// Whether anything stands above.
  var hasAreas: Bool { !records.isEmpty }

  /// - Parameter trustsField: whether the caller named the parent field.
  /// - Returns: a link for each child, and what there is to say about them all.
  func links(
    of children: [ParentSearch.Child], level: Level, trustsField: Bool
  ) throws(Fault) -> (links: [Link], summary: ParentSummary) {
    let (parents, summary) = try search.parents(of: children, level: level, trustsField: trustsField)
    let links = zip(children, parents).map { child, parent in
      guard let parent else { return Link(id: nil, code: child.statedParent.isEmpty ? nil : child.statedParent) }
      let record = records[parent]
      return Link(id: record.editionID == draft ? record.id : nil, code: record.code)
    }
    return (links, summary)
  }
}
