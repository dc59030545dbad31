import AreaIndex
import CityStore
import Diagnostics
import GEOSOperations
import SpatialPrimitives

extension RevisionDesk {
  /// An area below, and how its ground lies in the parts of the area above: the largest share first.
  struct Child {
    var record: AreaRecord
    var shares: [OverlapShare]
  }

  func children(of area: AreaRecord, in parts: [MultiPolygon]) throws(Fault) -> [Child] {
    let records = try city.children(of: area)
    return zip(records, try geos.shares(of: records.map(\.geometry), in: parts)).map(Child.init)
  }

  /// Links areas below to the part that holds most of each.
  ///
  /// - Parameter parents: the id and code of each part, in the order of the shares.
  func relink(
    _ children: [Child], to parents: [(id: Int64, code: String)], _ report: inout RevisionReport
  ) throws(Fault) {
    for child in children {
      let best = child.shares.first
      let parent = parents[best?.parent ?? 0]
      if child.record.parentID != parent.id || child.record.parentCode != parent.code {
        try writer(child.record.level).setParent(of: child.record.id, to: parent.id, code: parent.code)
        report.relinked += 1
      }
      // A neighbour's border that runs along the child's own leaves a share of rounding.
      guard child.shares.count > 1, let share = best?.share, share < 1 - 1e-6 else { continue }
      report.cutChildren.append(
        RevisionReport.CutChild(
          level: child.record.level, code: child.record.code, name: child.record.name, parent: parent.code,
          share: share))
    }
    if let first = report.cutChildren.first {
      warn(
        "children-cut",
        Text(
          "the border runs through \(Text.counted(report.cutChildren.count, "area")) below, e.g. \(first.level) \(first.code); "
            + "revise them with the same file",
          zh: "边界穿过 \(report.cutChildren.count) 个下级区域，例如 \(first.level) \(first.code)；请用同一文件修改它们"))
    }
  }

  /// Says where areas that come to be one, or exchange ground, belong to different areas above.
  func warnOfParents(_ areas: [AreaRecord]) {
    let above = Set(areas.compactMap(\.parentCode)).sorted()
    guard above.count > 1 else { return }
    let list = above.joined(separator: ", ")
    warn(
      "parents-differ",
      Text(
        "the areas belong to different areas above (\(list)), whose borders stay as they are",
        zh: "这些区域属于不同的上级（\(list)），上级边界未变"))
  }
}
