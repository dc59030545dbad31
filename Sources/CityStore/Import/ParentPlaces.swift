import AreaIndex
import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// Finds the area above by place: the one in which most of an area lies.
///
/// Where another witness names an area, a point inside is enough; without one the overlap is computed.
struct ParentPlaces {
  private let index: AreaIndex
  private let levels: [Level]
  private let geometries: [MultiPolygon]

  init(levels: [Level], geometries: [MultiPolygon]) throws(Fault) {
    self.levels = levels
    self.geometries = geometries
    var shapes: [AreaShape] = []
    shapes.reserveCapacity(levels.count)
    for (level, geometry) in zip(levels, geometries) {
      shapes.append(AreaShape(level: level, code: "", geometry: geometry))
    }
    index = try AreaIndex(shapes, threads: 1)
  }

  /// The areas above `children`: for each the one that holds most of it, of the nearest level whose areas hold at least
  /// half of it; where no level does, of the nearest level that holds any of it. `nil` where there is no overlap at all.
  ///
  /// - Parameter expected: for each child, areas that other witnesses name; one that holds a point inside is believed.
  func homes(of children: [MultiPolygon], expected: [[Int]]) throws(Fault) -> [Int?] {
    let answers = children.map { $0.interiorPoint.map(index.assign) ?? .outside }
    var homes: [Int?] = Array(repeating: nil, count: children.count)
    var fallbacks = homes
    var searching = Array(children.indices)
    for level in index.levels.reversed() {
      var doubtful: [Int] = []
      for child in searching {
        let area = Int(answers[child].area(at: level))
        let isClear = !answers[child].isBoundary(level) && !answers[child].isOverlap(level)
        if isClear, expected[child].contains(area) { homes[child] = area } else { doubtful.append(child) }
      }
      let uppers = levels.indices.filter { levels[$0] == level }
      let shares = try GEOSContext().shares(of: doubtful.map { children[$0] }, in: uppers.map { geometries[$0] })
      searching = []
      for (child, shares) in zip(doubtful, shares) {
        let best = shares.first.map { uppers[$0.parent] }
        if shares.reduce(0, { $0 + $1.share }) >= 0.5 {
          homes[child] = best
        } else {
          fallbacks[child] = fallbacks[child] ?? best
          searching.append(child)
        }
      }
    }
    return zip(homes, fallbacks).map { $0 ?? $1 }
  }
}
