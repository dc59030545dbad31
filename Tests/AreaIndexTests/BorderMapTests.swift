import SpatialPrimitives
import TestSupport
import Testing

@testable import AreaIndex

/// What the map of the borders says is what comparing all edges says.
struct BorderMapTests {
  @Test(arguments: [false, true]) func agreesWithBruteForce(geographic: Bool) throws {
    let origin = geographic ? Point(113.3, 23.1) : Point(5e5, 2.5e6)
    let size = geographic ? 0.2 : 2e4
    var areas = DegenerateTests.division(12, origin: origin, size: size, seed: 12)
    areas.removeLast(30)
    // Others of another level, which do not count, and an area without any ground.
    areas.append(
      AreaShape(level: .street, code: "S", geometry: AreaIndexTests.square(origin.x, origin.y, size / 3)))
    areas.append(AreaShape(level: .grid, code: "", geometry: MultiPolygon([])))
    let index = try AreaIndex(areas, threads: 2)
    let map = try #require(BorderMap(index, level: .grid))
    var random = SeededGenerator(seed: 97)
    var found = (inside: 0, border: 0, other: 0, asked: 0)
    for _ in 0..<1000 {
      let point = Point(
        origin.x + size * Double.random(in: 0...1, using: &random),
        origin.y + size * Double.random(in: 0...1, using: &random))
      let answer = index.assign(point)
      let own = answer.area(at: .grid)
      guard own >= 0, !answer.isBoundary(.grid), !answer.isOverlap(.grid) else { continue }
      found.inside += 1
      let metric = geographic ? LocalMetric.geographic(latitude: point.y) : .planar(metresPerUnit: 1)
      let reach = [5.0, 50, 300, 900, 20_000].randomElement(using: &random)!
      guard let around = map.surroundings(of: point, in: own, within: reach, metric: metric) else { continue }
      found.asked += 1
      let border = NearestTests.border(areas[Int(own)].geometry, point, metric)
      #expect(around.border?.metres == (border <= reach ? border : nil), "seed 97: \(point)")
      #expect(around.border?.ordinal ?? own == own)
      let others = areas.indices.filter { areas[$0].level == .grid && $0 != Int(own) }
        .map { (metres: NearestTests.border(areas[$0].geometry, point, metric), code: areas[$0].code, ordinal: $0) }
        .filter { $0.metres <= reach }
        .min { ($0.metres, $0.code) < ($1.metres, $1.code) }
      #expect(around.other?.ordinal == others.map { Int32($0.ordinal) }, "seed 97: \(point)")
      #expect(around.other?.metres == others?.metres)
      let sought = map.surroundings(of: point, in: own, within: reach, seeksBorder: true, metric: metric)
      #expect(sought?.other == around.other)
      if let place = sought?.border { #expect(place == index.nearestBorder(from: point, of: own, metric: metric)) }
      if around.border != nil { #expect(sought?.border == around.border) }
      // And the same as the trees say, place for place.
      let near = index.nearestBorder(from: point, of: own, metric: metric)
      if let border = around.border { #expect(near == border) }
      #expect(index.runnerUp(to: point, besides: own, within: reach, metric: metric) == around.other)
      if around.border != nil { found.border += 1 }
      if around.other != nil { found.other += 1 }
    }
    #expect(found.asked > 400 && found.border > 100 && found.other > 100 && found.asked < found.inside)
  }

  /// An edge of many areas, areas that are one place or a line, and edges through the whole extent.
  @Test func oddAreas() throws {
    func triangle(_ a: Point, _ b: Point, _ c: Point) -> MultiPolygon { MultiPolygon([Polygon(Ring([a, b, c, a]))]) }
    let (a, b) = (Point(0, 0), Point(10, 0))
    var areas = [5.0, -1, -2, -3, -4].enumerated().map { number, height in
      AreaShape(level: .grid, code: "\(9 - number)", geometry: triangle(a, b, Point(5, height)))
    }
    areas.append(AreaShape(level: .grid, code: "P", geometry: triangle(Point(5, 3), Point(5, 3), Point(5, 3))))
    areas.append(AreaShape(level: .grid, code: "L", geometry: triangle(Point(4, 2.5), Point(4, 1.5), Point(4, 2))))
    let index = try AreaIndex(areas, threads: 1)
    let map = try #require(BorderMap(index, level: .grid))
    let metric = LocalMetric.planar(metresPerUnit: 1)
    func other(_ x: Double, _ y: Double) -> Int32? {
      map.surroundings(of: Point(x, y), in: 0, within: 2, metric: metric)?.other?.ordinal
    }
    #expect(other(5, 0.5) == 4)  // Four areas share the base: the first by code.
    #expect(other(5, 2.9) == 5)
    #expect(other(4.1, 1.8) == 6)
    #expect(map.surroundings(of: Point(5, 1), in: 0, within: 1e9, metric: metric) == nil)
    #expect(BorderMap(index, level: .city) == nil)
  }

  @Test func nothingIsToldBesideAPole() throws {
    let area = AreaShape(level: .grid, code: "N", geometry: AreaIndexTests.square(0, 89.5, 0.4))
    let map = try #require(BorderMap(AreaIndex([area], threads: 1), level: .grid))
    #expect(
      map.surroundings(of: Point(0.2, 89.7), in: 0, within: 10, metric: .geographic(latitude: 89.7)) == nil)
  }
}
