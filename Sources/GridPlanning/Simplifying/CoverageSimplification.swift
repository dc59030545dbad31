import AreaIndex
import CoverageTopology
public import Diagnostics
package import SpatialPrimitives

/// Simplifies the borders of all areas of all levels together.
///
/// A border is simplified once, however many areas of however many levels it bounds. So neighbours stay neighbours vertex
/// by vertex, areas stay within those above them, and no gap and no overlap opens; what gaps and overlaps there were stay.
public enum CoverageSimplification {
  /// - Parameters:
  ///   - tolerance: in metres; no vertex that is taken out lies farther from the border that takes its place.
  ///   - households: of each area by its ordinal, where they are known.
  /// - Throws: what keeps coordinates from being measured.
  public static func run(
    _ subject: CheckSubject, tolerance: Double, households counts: [Double?] = [], listener: Listener = .silent
  ) throws(Fault) -> SimplifyResult {
    let measure = try FaceMeasure(subject.coordinateSystem)
    listener.progress(
      ProgressReport(stage: Text("cutting borders", zh: "切分边界"), done: 0, total: nil, unit: "areas"))
    let overlay = Overlay(subject.areas.map(\.geometry), reach: .exact)
    listener.progress(
      ProgressReport(
        stage: Text("simplifying borders", zh: "简化边界"), done: 0, total: subject.areas.count, unit: "areas"))
    let simplified = overlay.simplified(tolerance: tolerance) { measure.metric(around: $0) }
    var result = SimplifyResult()
    result.tolerance = tolerance
    result.greatestShift = simplified.greatestShift
    (result.verticesBefore, result.verticesAfter) = (simplified.verticesBefore, simplified.verticesAfter)

    var changes: [Int: SimplifyResult.AreaChange] = [:]
    var levels: [Level?: SimplifyResult.LevelChange] = [:]
    var households: [Level?: Double] = [:]
    for (from, to, size) in simplified.moved {
      let (losers, winners) = (overlay.areas(of: from), overlay.areas(of: to))
      for area in losers where !winners.contains(area) {
        changes[area, default: SimplifyResult.AreaChange(ordinal: area)].lost += size
      }
      for area in winners where !losers.contains(area) {
        changes[area, default: SimplifyResult.AreaChange(ordinal: area)].gained += size
      }
      let different = Set(losers).symmetricDifference(winners)
      for level in Set(different.map { subject.areas[$0].level }) {
        levels[level, default: SimplifyResult.LevelChange(level: level)].squareMetres += size
      }
    }
    let faces = FaceOwners(overlay, of: Array(subject.areas.indices)).facesByArea
    for (ordinal, area) in subject.areas.enumerated() {
      levels[area.level, default: SimplifyResult.LevelChange(level: area.level)].areas += 1
      guard let own = faces[ordinal] else {
        result.left.append(ordinal)
        continue
      }
      guard isOwn(area.level, subject) else { continue }
      let geometry = simplified.overlay.union(of: own)
      guard Set(geometry.vertices) != Set(area.geometry.vertices) else { continue }
      result.geometries[ordinal] = geometry
      var change = changes[ordinal] ?? SimplifyResult.AreaChange(ordinal: ordinal)
      (change.before, change.after) = (
        measure.squareMetres(of: area.geometry), measure.squareMetres(of: geometry)
      )
      (change.verticesBefore, change.verticesAfter) = (area.geometry.vertices.count, geometry.vertices.count)
      if ordinal < counts.count, let count = counts[ordinal], change.before > 0 {
        change.householdsLost = count * min(1, change.lost / change.before)
      }
      levels[area.level]?.areasChanged += 1
      if let lost = change.householdsLost { households[area.level, default: 0] += lost }
      result.areas.append(change)
    }
    for (level, lost) in households { levels[level]?.households = lost }
    result.levels = levels.values.filter { isOwn($0.level, subject) }.sorted {
      ($0.level?.rawValue ?? 0) < ($1.level?.rawValue ?? 0)
    }
    return result
  }

  private static func isOwn(_ level: Level?, _ subject: CheckSubject) -> Bool {
    level.map { subject.ownLevels?.contains($0) ?? true } ?? true
  }

  /// Counts the cases that lie in another area of a level than before, by the rule of every look-up.
  ///
  /// - Parameter forEachCase: calls its argument with the place of each case, in the subject's coordinate system.
  package static func countCases(
    _ result: inout SimplifyResult, of subject: CheckSubject, threads: Int,
    _ forEachCase: ((Point) throws(Fault) -> Void) throws(Fault) -> Void
  ) throws(Fault) {
    func index(_ shape: (Int) -> MultiPolygon) throws(Fault) -> AreaIndex {
      try AreaIndex(
        subject.areas.indices.map { ordinal in
          let (area, geometry) = (subject.areas[ordinal], shape(ordinal))
          return AreaShape(
            level: area.level ?? .grid, code: area.code, parent: Int32(area.parent ?? -1),
            geometry: geometry.isUsable ? geometry : MultiPolygon([]))
        }, threads: threads)
    }
    let (old, new) = (
      try index { subject.areas[$0].geometry }, try index { result.geometries[$0] ?? subject.areas[$0].geometry }
    )
    var changed = [Int](repeating: 0, count: Level.allCases.count)
    var total = 0
    try forEachCase { place in
      let (before, after) = (old.assign(place), new.assign(place))
      for level in Level.allCases where before.area(at: level) != after.area(at: level) {
        changed[Int(level.rawValue)] += 1
      }
      total += 1
    }
    result.cases = total
    for position in result.levels.indices {
      if let level = result.levels[position].level { result.levels[position].cases = changed[Int(level.rawValue)] }
    }
  }
}
