import AreaIndex
import SpatialPrimitives
import TestSupport
import Testing

/// Work is bounded by counts, not by times.
struct LookupTraceTests {
  @Test func fewCellsAndEdges() throws {
    let areas = DegenerateTests.division(30, origin: Point(113, 23), size: 0.5, seed: 14)
    let index = try AreaIndex(areas, threads: 2)
    var random = SeededGenerator(seed: 71)
    var cells = 0
    var edges = 0
    var lines = 0
    var settled = 0
    for _ in 0..<2000 {
      let point = Point(.random(in: 113...113.5, using: &random), .random(in: 23...23.5, using: &random))
      let trace = index.trace(point)
      cells += trace.cells
      edges += trace.edges
      lines += trace.lines
      settled += trace.isSettled ? 1 : 0
    }
    #expect(cells < 2 * 2000)
    #expect(edges < 6 * 2000)
    #expect(lines < 3 * 2000)
    #expect(settled < 10)
    #expect(index.byteCount < 1500 * areas.count)
    #expect(index.trace(areas[7].geometry.polygons[0].exterior.points[0]).isSettled)
    #expect(index.trace(Point(0, 0)).cells == 0)
  }

  /// Where no split can part the edges, the cells do not multiply without end.
  @Test func bundlesStaySmall() throws {
    var areas: [AreaShape] = []
    for step in 0..<150 {
      let x = Double(step) * 1e-13
      let ring = [Point(x, 0), Point(x + 1, 1), Point(x + 1, 1.5), Point(x, 0)]
      areas.append(AreaShape(level: .grid, code: "\(step)", geometry: MultiPolygon([Polygon(Ring(ring))])))
    }
    let index = try AreaIndex(areas, threads: 1)
    #expect(index.byteCount < 1_000_000)
    var random = SeededGenerator(seed: 73)
    try AreaIndexTests.compare(areas, AreaIndexTests.probes(areas, 60, &random), seed: 73)
  }
}
