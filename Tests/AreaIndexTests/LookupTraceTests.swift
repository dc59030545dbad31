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

  /// Edges that no cell can part, and areas by the hundred in one place, cost a look-up no more than others.
  @Test func bundlesAndPiles() throws {
    func area(_ code: Int, _ ring: [Point]) -> AreaShape {
      AreaShape(level: .grid, code: "\(code)", geometry: MultiPolygon([Polygon(Ring(ring + [ring[0]]))]))
    }
    let bundle = (0..<150).map { step in
      let x = Double(step) * 1e-13
      return area(step, [Point(x, 0), Point(x + 1, 1), Point(x + 1, 1.5)])
    }
    let pile = (0..<150).map { area($0, [Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1.25)]) }
    for areas in [bundle, pile] {
      let index = try AreaIndex(areas, threads: 1)
      #expect(index.byteCount < 200_000)
      var random = SeededGenerator(seed: 73)
      let traces = (0..<2000).map { _ in
        index.trace(Point(.random(in: 0...1, using: &random), .random(in: 0...1.5, using: &random)))
      }
      #expect(traces.filter(\.isSettled).count < 20)
      #expect(traces.reduce(0) { $0 + $1.lines } < 4 * 2000)
      try AreaIndexTests.compare(areas, AreaIndexTests.probes(areas, 60, &random), seed: 73, index: index)
    }
  }
}
