import AreaIndex
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

struct DegenerateTests {
  /// A gap-free division of a square into wedges and bands with jittered inner vertices, each border the same vertices
  /// on both sides.
  static func division(_ side: Int, origin: Point, size: Double, seed: UInt64) -> [AreaShape] {
    var random = SeededGenerator(seed: seed)
    var grid: [[Point]] = []
    for row in 0...side {
      grid.append(
        (0...side).map { column in
          let inner = row > 0 && row < side && column > 0 && column < side
          let jitter = { inner ? Double.random(in: -0.2...0.2, using: &random) : 0 }
          return Point(
            origin.x + size * (Double(column) + jitter()) / Double(side),
            origin.y + size * (Double(row) + jitter()) / Double(side))
        })
    }
    var areas: [AreaShape] = []
    for row in 0..<side {
      for column in 0..<side {
        let (a, b) = (grid[row][column], grid[row][column + 1])
        let (c, d) = (grid[row + 1][column + 1], grid[row + 1][column])
        for ring in [[a, b, c, a], [a, c, d, a]] {
          areas.append(
            AreaShape(level: .grid, code: "\(areas.count)", geometry: MultiPolygon([Polygon(Ring(ring))])))
        }
      }
    }
    return areas
  }

  /// No point inside is lost, none has two interiors, and none outside is taken.
  @Test(arguments: [1.0, 1e-9, 1e6]) func partition(size: Double) throws {
    let origin = Point(113.3, 23.1)
    let areas = Self.division(9, origin: origin, size: size, seed: 5)
    let index = try AreaIndex(areas, threads: 2)
    let whole = MultiPolygon([
      Polygon(
        Ring([
          origin, Point(origin.x + size, origin.y), Point(origin.x + size, origin.y + size),
          Point(origin.x, origin.y + size), origin,
        ]))
    ])
    var random = SeededGenerator(seed: 31)
    for point in AreaIndexTests.probes(areas, 1000, &random) {
      let answer = index.assign(point)
      #expect((answer.area(at: .grid) >= 0) == (whole.location(of: point) != .outside), "seed 31: \(point)")
      #expect(!answer.isOverlap(.grid), "seed 31: \(point)")
    }
    try AreaIndexTests.compare(areas, AreaIndexTests.probes(areas, 600, &random), seed: 31)
  }

  /// Rings turned round and begun elsewhere mean the same.
  @Test func reversedAndRotated() throws {
    let areas = Self.division(6, origin: Point(-0.3, -0.2), size: 0.7, seed: 8)
    var random = SeededGenerator(seed: 37)
    let turned = areas.map { area in
      var area = area
      var points = Array(area.geometry.polygons[0].exterior.points.dropLast())
      let start = Int.random(in: 0..<points.count, using: &random)
      points = Array(points[start...] + points[..<start])
      if Bool.random(using: &random) { points.reverse() }
      area.geometry = MultiPolygon([Polygon(Ring(points + [points[0]]))])
      return area
    }
    let points = AreaIndexTests.probes(areas, 5000, &random)
    #expect(try AreaIndex(areas, threads: 1).assign(points) == AreaIndex(turned, threads: 1).assign(points))
  }

  /// Slivers a nanometre wide, in bundles; vertices an ulp apart; edges that go on in a line with each other.
  @Test func slivers() throws {
    var areas: [AreaShape] = []
    var x = 113.25
    for code in 0..<60 {
      let next: Double = code % 3 == 0 ? x.nextUp : x + 1e-14 * Double(code + 1)
      let ring = [Point(x, 23), Point(next, 23), Point(next, 23.5), Point(x, 23.5), Point(x, 23)]
      areas.append(AreaShape(level: .grid, code: "\(code)", geometry: MultiPolygon([Polygon(Ring(ring))])))
      x = next
    }
    areas.append(AreaShape(level: .street, code: "s", geometry: AreaIndexTests.square(113, 23, 0.5)))
    let tip = [Point(113.25, 23), Point(113.5, 23.25), Point(113.25.nextUp, 23), Point(113.25, 23)]
    areas.append(AreaShape(level: .district, code: "d", geometry: MultiPolygon([Polygon(Ring(tip))])))
    var random = SeededGenerator(seed: 41)
    #expect(try AreaIndexTests.compare(areas, AreaIndexTests.probes(areas, 1200, &random), seed: 41) > 200)
  }

  /// A star of many edges in one vertex, which no split of cells can part.
  @Test func star() throws {
    let centre = Point(0.1, 0.1)
    let rim = (0...400).map { (step: Int) -> Point in
      let angle: Double = Double(step % 400) / 400 * 2 * .pi
      return Point(0.1 + 0.05 * cos(angle), 0.1 + 0.05 * sin(angle))
    }
    let areas = (0..<400).map { step in
      AreaShape(
        level: .grid, code: "\(step)",
        geometry: MultiPolygon([Polygon(Ring([centre, rim[step], rim[step + 1], centre]))]))
    }
    var random = SeededGenerator(seed: 43)
    var points = AreaIndexTests.probes(areas, 600, &random)
    for _ in 0..<200 {
      points.append(
        Point(0.1 + .random(in: -1e-9...1e-9, using: &random), 0.1 + .random(in: -1e-9...1e-9, using: &random)))
    }
    #expect(try AreaIndexTests.compare(areas, points, seed: 43) > 20)
  }

  /// Many areas one upon the other: the smallest code, and the overlap is told.
  @Test func piles() throws {
    var random = SeededGenerator(seed: 47)
    let areas = (0..<120).map { (code: Int) -> AreaShape in
      let x = Double.random(in: 0...1, using: &random)
      let y = Double.random(in: 0...1, using: &random)
      let square = AreaIndexTests.square(x, y, .random(in: 0.2...1, using: &random))
      let level: Level = code % 2 == 0 ? .grid : .community
      return AreaShape(level: level, code: "\(code)", parent: Int32((code + 1) % 120), geometry: square)
    }
    try AreaIndexTests.compare(areas, AreaIndexTests.probes(areas, 600, &random), seed: 47, threads: 2)
  }

  /// One area far away from many small ones, zero among the coordinates, and coordinates at the ends of the range.
  @Test func ranges() throws {
    var areas = Self.division(5, origin: Point(0, 0), size: 1e-3, seed: 9)
    areas.append(AreaShape(level: .street, code: "far", geometry: AreaIndexTests.square(-1e8, 1e8, 3e7)))
    areas.append(
      AreaShape(level: .community, code: "thin", geometry: AreaIndexTests.square(-.leastNonzeroMagnitude, 0, 5e-4)))
    var random = SeededGenerator(seed: 53)
    try AreaIndexTests.compare(areas, AreaIndexTests.probes(areas, 1000, &random), seed: 53)
    let huge = [AreaShape(level: .grid, code: "h", geometry: AreaIndexTests.square(-1e300, -1e300, 2e300))]
    try AreaIndexTests.compare(huge, AreaIndexTests.probes(huge, 500, &random), seed: 53)
    let tiny = [
      AreaShape(level: .grid, code: "t", geometry: AreaIndexTests.square(0, 0, 2024 * .leastNonzeroMagnitude))
    ]
    try AreaIndexTests.compare(tiny, AreaIndexTests.probes(tiny, 500, &random), seed: 53)
  }

  /// The same answers whatever the number of threads.
  @Test func threads() throws {
    let areas = Self.division(16, origin: Point(113, 23), size: 0.4, seed: 10)
    var random = SeededGenerator(seed: 59)
    let points = AreaIndexTests.probes(areas, 4000, &random)
    let expected = try AreaIndex(areas, threads: 1).assign(points)
    for threads in [2, 3, 8] { #expect(try AreaIndex(areas, threads: threads).assign(points) == expected) }
  }
}
