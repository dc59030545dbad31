import AreaIndex
import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// Finds the area above by place: the one in which most of an area lies.
///
/// Most areas nest cleanly, which a point inside and the vertices show; the overlap itself is computed only in doubt.
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
    let insides = children.map(\.interiorPoint)
    var homes: [Int?] = Array(repeating: nil, count: children.count)
    var fallbacks = homes
    var searching = Array(children.indices)
    for level in index.levels.reversed() {
      var doubtful: [Int] = []
      for child in searching {
        guard let inside = insides[child] else { continue }
        homes[child] = clearHome(of: children[child], inside: inside, expected: expected[child], at: level)
        if homes[child] == nil { doubtful.append(child) }
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

  /// The area of `level` that certainly holds most of `geometry`; `nil` in doubt.
  private func clearHome(of geometry: MultiPolygon, inside: Point, expected: [Int], at level: Level) -> Int? {
    let holders = index.candidates(inside, at: level).filter { $0.location == .inside }.map { Int($0.ordinal) }
    if let area = expected.first(where: holders.contains) { return area }
    guard holders.count == 1 else { return nil }
    let holdsEveryVertex = geometry.polygons.allSatisfy { polygon in
      polygon.exterior.points.allSatisfy { point in
        index.candidates(point, at: level).contains { Int($0.ordinal) == holders[0] }
      }
    }
    return holdsEveryVertex ? holders[0] : nil
  }
}
