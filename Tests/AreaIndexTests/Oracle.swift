import AreaIndex
import SpatialPrimitives
import TestSupport
import Testing

/// The contract's words done slowly: every area is looked at for every point.
struct Oracle {
  let areas: [AreaShape]
  private let boxes: [Box]

  init(_ areas: [AreaShape]) {
    self.areas = areas
    // Of all rings: a hole of an invalid area may lie outside its exterior.
    boxes = areas.map { area in Box(around: area.geometry.polygons.flatMap { $0.rings.flatMap(\.points) }) }
  }

  struct Expected: Equatable {
    var chosen: [Level: Int32] = [:]
    var boundary: Set<Level> = []
    var overlap: Set<Level> = []
  }

  /// - Parameter locate: `MultiPolygon.location(of:)`, or another judge of containment.
  func answer(
    _ point: Point, _ locate: (Point, MultiPolygon) -> Location = { $1.location(of: $0) }
  ) -> Expected {
    var expected = Expected()
    for level in Level.allCases {
      var held: [(ordinal: Int, location: Location)] = []
      for (ordinal, area) in areas.enumerated() where area.level == level && boxes[ordinal].contains(point) {
        let location = locate(point, area.geometry)
        if location != .outside { held.append((ordinal, location)) }
      }
      guard !held.isEmpty else { continue }
      func isChild(_ ordinal: Int) -> Bool {
        let parent = areas[ordinal].parent
        return parent >= 0 && areas[Int(parent)].level < level && expected.chosen[areas[Int(parent)].level] == parent
      }
      func isBefore(_ a: Int, _ b: Int) -> Bool {
        if isChild(a) != isChild(b) { return isChild(a) }
        let (x, y) = (areas[a].code, areas[b].code)
        let (blankX, blankY) = (x.allSatisfy(\.isWhitespace), y.allSatisfy(\.isWhitespace))
        if blankX != blankY { return blankY }
        if Array(x.utf8) != Array(y.utf8) { return x.utf8.lexicographicallyPrecedes(y.utf8) }
        return a < b
      }
      expected.chosen[level] = Int32(held.map(\.ordinal).min(by: isBefore)!)
      if held.contains(where: { $0.location == .boundary }) { expected.boundary.insert(level) }
      if held.count > 1, held.contains(where: { $0.location == .inside }) { expected.overlap.insert(level) }
    }
    return expected
  }

  static func seen(_ answer: Answer) -> Expected {
    var seen = Expected()
    for level in Level.allCases {
      if answer.area(at: level) >= 0 { seen.chosen[level] = answer.area(at: level) }
      if answer.isBoundary(level) { seen.boundary.insert(level) }
      if answer.isOverlap(level) { seen.overlap.insert(level) }
    }
    return seen
  }
}

extension AreaIndex {
  /// The answers of a batch.
  func assign(_ points: [Point]) -> [Answer] {
    var answers = [Answer](repeating: .outside, count: points.count)
    let (x, y) = (points.map(\.x), points.map(\.y))
    var span = answers.mutableSpan
    assign(x: x.span, y: y.span, into: &span)
    return answers
  }
}
