package import AreaIndex
package import Diagnostics

extension CityDatabase {
  /// Finds the areas above anew after the areas of `level` have changed: for the next level below, and for areas further
  /// below that have nothing above them.
  ///
  /// - Returns: what there is to say, for each level with areas to link.
  @discardableResult
  package func relinkAreas(below level: Level, in draft: Edition, _ writer: AreaWriter) throws(Fault) -> [ParentSummary]
  {
    let below = try areaCounts(in: draft).map(\.level).filter { $0 > level }
    var summaries: [ParentSummary] = []
    for lower in below {
      var records: [AreaRecord] = []
      try forEachArea(in: draft, level: lower) { (area) throws(Fault) in
        if lower == below.first || area.parentID == nil { records.append(area) }
      }
      guard !records.isEmpty else { continue }
      let linking = try ParentLinking(self, draft: draft, above: lower)
      let children = records.map { record in
        ParentSearch.Child(
          code: record.code, name: record.name, statedParent: record.parentCode ?? "", geometry: record.geometry)
      }
      let (links, summary) = try linking.links(of: children, level: lower, trustsField: false)
      for (record, link) in zip(records, links) where record.parentID != link.id || record.parentCode != link.code {
        try writer.setParent(of: record.id, to: link.id, code: link.code)
      }
      summaries.append(summary)
    }
    return summaries
  }
}
