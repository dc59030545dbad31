import AreaIndex
import SpatialPrimitives
import TestSupport
import Testing

struct NearestTests {
  /// Every edge is looked at.
  static func border(
    _ area: MultiPolygon, _ point: Point, _ metric: LocalMetric
  ) -> Double {
    var nearest = Double.infinity
    for ring in area.polygons.flatMap(\.rings) {
      for (a, b) in zip(ring.points, ring.points.dropFirst()) {
        let place = Segment.nearestPoint(
          to: point, from: a, b, scaleX: metric.metresPerX, scaleY: metric.metresPerY)
        nearest = min(nearest, metric.distance(from: point, to: place))
      }
    }
    return nearest
  }

  @Test(arguments: [false, true]) func agreesWithBruteForce(geographic: Bool) throws {
    let origin = geographic ? Point(113.3, 23.1) : Point(5e5, 2.5e6)
    var areas = DegenerateTests.division(12, origin: origin, size: geographic ? 0.2 : 2e4, seed: 12)
    areas.removeLast(30)
    areas.append(AreaShape(level: .street, code: "", geometry: MultiPolygon([])))
    let index = try AreaIndex(areas, threads: 2)
    var random = SeededGenerator(seed: 61)
    for (round, probe) in AreaIndexTests.probes(areas, 300, &random).enumerated() {
      // Some far outside.
      let point = round % 10 == 0 ? Point(probe.x + (geographic ? 3 : 3e5), probe.y) : probe
      let metric = geographic ? LocalMetric.geographic(latitude: point.y) : .planar(metresPerUnit: 1)
      let reach = [50.0, 5000, .infinity].randomElement(using: &random)!
      let excluded = index.assign(point).area(at: .grid)
      var expected: (metres: Double, code: String, ordinal: Int32)?
      for (ordinal, area) in areas.enumerated() where area.level == .grid && Int32(ordinal) != excluded {
        let border = Self.border(area.geometry, point, metric)
        #expect(index.borderDistance(from: point, of: Int32(ordinal), metric: metric) == border, "seed 61")
        let metres = area.geometry.location(of: point) == .outside ? border : 0
        guard metres <= reach else { continue }
        if let best = expected, (best.metres, best.code) < (metres, area.code) { continue }
        expected = (metres, area.code, Int32(ordinal))
      }
      let found = index.nearest(to: point, level: .grid, within: reach, metric: metric, excluding: excluded)
      #expect(found?.ordinal == expected?.ordinal, "seed 61: \(point)")
      #expect(found?.metres == expected?.metres)
      if let found, found.metres > 0 { #expect(metric.distance(from: point, to: found.point) == found.metres) }
      if excluded >= 0 {
        #expect(index.runnerUp(to: point, besides: excluded, within: reach, metric: metric) == found)
      }
      #expect(index.nearest(to: point, level: .street, within: .infinity, metric: metric) == nil)
    }
    #expect(index.nearest(to: Point(.nan, 0), level: .grid, within: 1, metric: .planar(metresPerUnit: 1)) == nil)
    #expect(
      index.borderDistance(from: origin, of: Int32(areas.count - 1), metric: .planar(metresPerUnit: 1)) == .infinity)
  }

  @Test func candidates() throws {
    var random = SeededGenerator(seed: 67)
    let areas = (0..<80).map { (code: Int) -> AreaShape in
      let x = Int.random(in: 0...8, using: &random)
      let y = Int.random(in: 0...8, using: &random)
      let square = AreaIndexTests.square(Double(x), Double(y), Double(Int.random(in: 1...3, using: &random)))
      return AreaShape(level: code % 2 == 0 ? .grid : .community, code: "\(code % 7)", geometry: square)
    }
    let index = try AreaIndex(areas, threads: 1)
    for point in AreaIndexTests.probes(areas, 500, &random) {
      for level in [Level.community, .grid, .city] {
        let expected = areas.indices
          .filter { areas[$0].level == level && areas[$0].geometry.location(of: point) != .outside }
          .sorted { (areas[$0].code, $0) < (areas[$1].code, $1) }
        let found = index.candidates(point, at: level)
        #expect(found.map { Int($0.ordinal) } == expected, "seed 67")
        for candidate in found {
          #expect(candidate.location == areas[Int(candidate.ordinal)].geometry.location(of: point))
        }
      }
    }
  }
}
