import CoverageTopology
import Foundation
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

/// Whatever is taken out, the coverage stays one: nothing crosses, nothing collapses, nothing opens.
@Suite struct ArcSimplificationTests {
  private static let metre = LocalMetric.planar(metresPerUnit: 1)

  @Test(arguments: [(1, 0.5), (2, 3.0), (3, 10), (4, 40), (5, 1000)]) func aPerfectCoverageStaysOne(
    _ seed: UInt64, _ tolerance: Double
  ) throws {
    let lattice = SeededCoverage(columns: 8, rows: 6, bends: 12, seed: seed)
    let areas = lattice.areas + lattice.blocks(3)
    let overlay = Overlay(areas)
    let simplified = overlay.simplified(tolerance: tolerance) { _ in Self.metre }
    #expect(simplified.verticesAfter < simplified.verticesBefore)
    #expect(simplified.greatestShift <= tolerance && simplified.greatestShift > 0)
    let geos = try GEOSContext()
    var shapes: [MultiPolygon] = []
    for area in areas.indices {
      let faces = (0..<overlay.outside).filter { overlay.areas(of: $0).contains(area) }
      let shape = simplified.overlay.union(of: faces)
      #expect(try geos.flaw(in: shape) == nil, "seed \(seed): \(area)")
      #expect(shape.polygons.count == 1 && shape.polygons[0].holes.isEmpty, "seed \(seed): \(area)")
      let kept = Set(areas[area].polygons[0].exterior.points)
      #expect(shape.polygons[0].exterior.points.allSatisfy(kept.contains), "seed \(seed): \(area)")
      shapes.append(shape)
    }
    let sound = Array(repeating: true, count: areas.count)
    let cells = Array(shapes.prefix(lattice.count))
    #expect(Coverage(cells, isSound: Array(sound.prefix(cells.count))).misfits(leastArea: 0).isEmpty, "seed \(seed)")
    // Each block is still its cells.
    for (number, block) in shapes.dropFirst(lattice.count).enumerated() {
      let own = (0..<lattice.count).filter { lattice.block(of: $0, side: 3) == number }
      let total = own.reduce(0) { $0 + cells[$1].planarArea }
      #expect((block.planarArea - total).magnitude < 1e-6, "seed \(seed): block \(number)")
    }
  }

  /// What moved between two faces, against GEOS's overlay of old and new.
  @Test(arguments: [(1, 2.0), (2, 6)]) func theGroundThatMovesIsCounted(_ seed: UInt64, _ tolerance: Double) throws {
    let areas = SeededCoverage(columns: 4, rows: 4, bends: 9, seed: seed).areas
    let overlay = Overlay(areas)
    let simplified = overlay.simplified(tolerance: tolerance) { _ in Self.metre }
    let geos = try GEOSContext()
    for area in areas.indices {
      let faces = (0..<overlay.outside).filter { overlay.areas(of: $0).contains(area) }
      let shape = simplified.overlay.union(of: faces)
      let lost = simplified.moved.reduce(0) {
        overlay.areas(of: $1.from) == [area] ? $0 + $1.squareMetres : $0
      }
      let gained = simplified.moved.reduce(0) {
        overlay.areas(of: $1.to) == [area] ? $0 + $1.squareMetres : $0
      }
      let (less, more) = (
        try geos.difference(areas[area], shape).planarArea, try geos.difference(shape, areas[area]).planarArea
      )
      #expect((lost - less).magnitude < 1e-3 + 1e-3 * less, "seed \(seed): \(area) lost \(lost), GEOS \(less)")
      #expect((gained - more).magnitude < 1e-3 + 1e-3 * more, "seed \(seed): \(area) gained \(gained), GEOS \(more)")
    }
  }

  @Test func smallThingsDoNotCollapse() throws {
    // A small island in a hole, a lens between two corners, and a triangle: all far smaller than the tolerance.
    func ring(_ points: [(Double, Double)]) -> Ring { Ring((points + points.prefix(1)).map { Point($0.0, $0.1) }) }
    let island = ring([(50, 50), (51, 49.5), (52, 50), (52.5, 51), (52, 52), (51, 52.5), (50, 52), (49.5, 51)])
    let outer = MultiPolygon([Polygon(ring([(0, 0), (100, 0), (100, 100), (0, 100)]), holes: [island])])
    let lens = MultiPolygon([Polygon(ring([(100, 20), (101, 30), (100, 40), (100.5, 30)]))])
    let areas = [outer, MultiPolygon([Polygon(island)]), lens]
    let overlay = Overlay(areas)
    let simplified = overlay.simplified(tolerance: 1000) { _ in Self.metre }
    let geos = try GEOSContext()
    for area in areas.indices {
      let faces = (0..<overlay.outside).filter { overlay.areas(of: $0).contains(area) }
      let shape = simplified.overlay.union(of: faces)
      #expect(try geos.flaw(in: shape) == nil && shape.planarArea > 0, "\(area): \(shape)")
    }
  }

  /// A peninsula reaches into a bay: cutting the bay off would run through it.
  @Test func aVertexInTheTriangleKeepsTheBend() {
    func square(_ points: [(Double, Double)]) -> MultiPolygon {
      MultiPolygon([Polygon(Ring((points + points.prefix(1)).map { Point($0.0, $0.1) }))])
    }
    let bay = square([(0, 0), (100, 0), (100, 40), (50, 10), (0, 40)])
    let rock = square([(48, 18), (52, 18), (50, 14)])
    let far = square([(48, 118), (52, 118), (50, 114)])
    func vertices(_ areas: [MultiPolygon]) -> Int {
      let overlay = Overlay(areas)
      return overlay.simplified(tolerance: 35) { _ in Self.metre }.verticesAfter
    }
    #expect(vertices([bay, rock]) > vertices([bay, far]))
  }
}
