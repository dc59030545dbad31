import AreaIndex
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

/// Real boundaries, on points at random and on points placed on and beside their vertices and edges.
struct RealDataTests {
  @Test(arguments: RealData.allCases.filter(\.isPresent)) func agreesWithOracles(data: RealData) throws {
    let areas = try data.areas()
    let index = try AreaIndex(areas, threads: 2)
    try compareWithBruteForce(areas, index)
    try compareWithRationals(areas, index)
    try compareWithGEOS(areas, index)
  }

  private func compareWithBruteForce(_ areas: [AreaShape], _ index: AreaIndex) throws {
    var random = SeededGenerator(seed: 101)
    let points = AreaIndexTests.probes(areas, RealData.isSoak ? 1_000_000 : 60, &random)
    #expect(try AreaIndexTests.compare(areas, points, seed: 101, index: index) > 0)
  }

  /// The contract's proof: rational arithmetic, on vertices and edges of real areas, and an ulp beside.
  private func compareWithRationals(_ areas: [AreaShape], _ index: AreaIndex) throws {
    let oracle = Oracle(areas)
    var random = SeededGenerator(seed: 103)
    let rings = areas.flatMap { $0.geometry.polygons.flatMap(\.rings) }.map(\.points)
    var wrong = 0
    for round in 0..<(RealData.isSoak ? 3000 : 3) {
      let ring = rings.randomElement(using: &random)!
      let at = Int.random(in: 0..<ring.count - 1, using: &random)
      let (a, b) = (ring[at], ring[at + 1])
      let place = round % 2 == 0 ? a : Point(a.x / 2 + b.x / 2, a.y / 2 + b.y / 2)
      for point in [place, Point(place.x.nextUp, place.y), Point(place.x, place.y.nextDown)] {
        let expected = oracle.answer(point) { ExactContainment.location(of: $0, in: $1) }
        if Oracle.seen(index.assign(point)) != expected { wrong += 1 }
        if round % 2 == 0, point == a { #expect(!expected.boundary.isEmpty) }
      }
    }
    #expect(wrong == 0, "seed 103")
  }

  /// GEOS answers for every area that it calls valid; of the few others it has no opinion, and each edge is looked at.
  private func compareWithGEOS(_ areas: [AreaShape], _ index: AreaIndex) throws {
    let context = try GEOSContext()
    let prepared = try areas.map { area in
      try context.flaw(in: area.geometry) == nil ? PreparedArea(area.geometry, in: context) : nil
    }
    #expect(prepared.contains { $0 != nil })
    let boxes = areas.map(\.geometry.box)
    var random = SeededGenerator(seed: 107)
    var wrong = 0
    var held = 0
    for point in AreaIndexTests.probes(areas, RealData.isSoak ? 1_000_000 : 2000, &random) {
      let answer = index.assign(point)
      for level in index.levels {
        var candidates: [Int32] = []
        var onBorder = false
        for ordinal in areas.indices where areas[ordinal].level == level && boxes[ordinal].contains(point) {
          let location: Location
          if let area = prepared[ordinal] {
            location = try area.contains(point) ? .inside : area.intersects(point) ? .boundary : .outside
          } else {
            location = areas[ordinal].geometry.location(of: point)
          }
          guard location != .outside else { continue }
          candidates.append(Int32(ordinal))
          if location == .boundary { onBorder = true }
        }
        let chosen = candidates.min { String($0).utf8.lexicographicallyPrecedes(String($1).utf8) } ?? -1
        if answer.area(at: level) != chosen || answer.isBoundary(level) != onBorder { wrong += 1 }
        if chosen >= 0 { held += 1 }
      }
    }
    #expect(wrong == 0, "seed 107")
    #expect(held > 500)
  }
}
