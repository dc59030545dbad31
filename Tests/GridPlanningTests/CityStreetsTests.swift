import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct CityStreetsTests {
  private let metric = LocalMetric.planar(metresPerUnit: 1)

  private func rectangle(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> MultiPolygon {
    Box(minX: left, minY: bottom, maxX: right, maxY: top).area
  }

  /// All streets of a town in one area, its kerbs with a point each few metres.
  private func town(_ blocks: Int) throws -> MultiPolygon {
    let end = Double(blocks) * 100
    let lines = (0...blocks).map { Double($0) * 100 }
    let along = lines.map { rectangle(-10, $0 - 5, end + 10, $0 + 5) }
    let across = lines.map { rectangle($0 - 5, -10, $0 + 5, end + 10) }
    let whole = try GEOSContext().union(along + across)
    return MultiPolygon(
      whole.polygons.map { polygon in
        let rings = polygon.rings.map(detailed)
        return Polygon(rings[0], holes: Array(rings.dropFirst()))
      })
  }

  /// The ring with twenty points on each edge.
  private func detailed(_ ring: Ring) -> Ring {
    var points: [Point] = []
    for (a, b) in zip(ring.points, ring.points.dropFirst()) {
      for part in 0..<20 {
        let share = Double(part) / 20
        points.append(Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share))
      }
    }
    return Ring(points + [points[0]])
  }

  /// A community looks at what lies near it alone, and finds there what the whole is.
  @Test func allStreetsInOneAreaAreCutForCommunities() throws {
    let geos = try GEOSContext()
    let town = try town(12)
    let streets = try CityStreets(areas: [BlockGround.Carriageway(town, weight: 2)])
    for (column, row) in [(0, 0), (3, 7), (10, 2)] {
      let (x, y) = (Double(column) * 100 - 20, Double(row) * 100 - 20)
      let region = rectangle(x, y, x + 240, y + 240)
      var ground = BlockGround(region: region, metric: metric)
      streets.lay(on: &ground)
      let points = ground.carriageways.flatMap(\.area.polygons).flatMap(\.rings).reduce(0) { $0 + $1.points.count }
      #expect(points < 4 * 2_000 && ground.carriageways.allSatisfy { $0.weight == 2 })
      let near = try geos.intersectionArea(geos.union(ground.carriageways.map(\.area)), region)
      let all = try geos.intersectionArea(town, region)
      #expect((near - all).magnitude < 1e-9 * all)
      var whole = ground
      whole.carriageways = [BlockGround.Carriageway(town, weight: 2)]
      let rules = BlockRules(splitAbove: 100, leastPiece: 10)
      let (cut, uncut) = (try BlockMap(ground, rules), try BlockMap(whole, rules))
      #expect(cut.blocks.count == uncut.blocks.count && cut.blocks.count >= 4)
      for (a, b) in zip(cut.blocks, uncut.blocks) { #expect((a.squareMetres - b.squareMetres).magnitude < 1) }
      try requireSound(cut, ground, "at \(column), \(row)")
    }
  }

  /// A bow tie becomes valid once for all communities.
  @Test func invalidAreasAreMadeValid() throws {
    let tie = MultiPolygon([
      Polygon(Ring([Point(0, 0), Point(100, 10), Point(100, 0), Point(0, 10), Point(0, 0)]))
    ])
    let streets = try CityStreets(areas: [BlockGround.Carriageway(tie)])
    var ground = BlockGround(region: rectangle(-10, -50, 110, 60), metric: metric)
    streets.lay(on: &ground)
    let geos = try GEOSContext()
    #expect(!ground.carriageways.isEmpty)
    for street in ground.carriageways { #expect(try geos.flaw(in: street.area) == nil) }
    #expect(!streets.isEmpty)
    #expect(try CityStreets().isEmpty)
  }

  /// What a border is measured against is what grids are drawn along: the middle, and not the kerbs.
  @Test func areasAreFollowedAlongTheirMiddle() throws {
    let streets = try CityStreets(
      lines: [BlockGround.Street([Point(0, 20), Point(60, 20)])],
      areas: [BlockGround.Carriageway(rectangle(-5, 80, 205, 120))])
    let lines = try streets.followed(in: [(area: rectangle(0, 0, 200, 200), metric: metric)], threads: 1)
    let measured = StreetLines(lines, width: 3, metric: metric)
    #expect(measured.length(of: Point(0, 20), Point(60, 20)) == 60)
    #expect(measured.length(of: Point(10, 100), Point(190, 100)) > 170)
    #expect(measured.length(of: Point(0, 80), Point(200, 80)) == 0)
    #expect(measured.length(of: Point(0, 120), Point(200, 120)) == 0)
  }
}
