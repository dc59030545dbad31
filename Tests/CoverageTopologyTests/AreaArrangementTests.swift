import CoverageTopology
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

/// Areas cut and put together again, held against GEOS.
@Suite struct AreaArrangementTests {
  let geos: GEOSContext
  init() throws { geos = try GEOSContext() }

  private func isValid(_ geometry: MultiPolygon) throws -> Bool { try geos.flaw(in: geometry) == nil }

  private func edges(_ geometry: MultiPolygon) -> Set<[Point]> {
    Set(
      geometry.polygons.flatMap(\.rings).flatMap { ring in
        zip(ring.points, ring.points.dropFirst()).map { a, b in (a.x, a.y) < (b.x, b.y) ? [a, b] : [b, a] }
      })
  }

  private func points(_ geometry: MultiPolygon) -> Set<Point> {
    Set(geometry.polygons.flatMap(\.rings).flatMap(\.points))
  }

  @Test(arguments: UInt64(1)...6) func partsOfACellAreTheCellAndShareTheirBorder(seed: UInt64) throws {
    let coverage = SeededCoverage(columns: 3, rows: 3, seed: seed)
    var random = SeededGenerator(seed: seed)
    let cell = coverage.areas[4]
    let box = cell.box.expanded(by: 5)
    // From side to side, bent, and past the border at both ends.
    let line = (0...6).map { step in
      Point(
        box.minX + box.width * Double(step) / 6, box.center.y + .random(in: -30...30, using: &random))
    }
    let arrangement = AreaArrangement([cell], cutBy: [line])
    #expect(arrangement.faces.count >= 2, "seed \(seed)")
    let parts = arrangement.areas(labels: Array(arrangement.faces.indices), count: arrangement.faces.count)
    var sum = 0.0
    for part in parts {
      #expect(try isValid(part))
      sum += part.planarArea
      #expect(try geos.difference(part, cell).planarArea < 1e-6)
    }
    #expect((sum - cell.planarArea).magnitude < 1e-6)
    // GEOS's own parts, by which side of the line a face lies on, have the same areas.
    let whole = try geos.union(parts)
    #expect((whole.planarArea - cell.planarArea).magnitude < 1e-6)
    for (first, one) in parts.enumerated() {
      for other in parts[(first + 1)...] { #expect(try geos.intersectionArea(one, other) < 1e-9) }
    }
    // Every edge of a part is shared with another part, or is the cell's border, whole or cut.
    var counts: [[Point]: Int] = [:]
    for part in parts { for edge in edges(part) { counts[edge, default: 0] += 1 } }
    let shared = counts.filter { $0.value == 2 }
    #expect(!shared.isEmpty)
    let outer = edges(cell)
    let cut = counts.filter { $0.value == 1 && !outer.contains($0.key) }.map(\.key)
    // What is left of a border's edge that was cut ends where the line crosses it.
    let corners = points(cell)
    #expect(cut.allSatisfy { !corners.isSuperset(of: $0) })
    for edge in counts.keys where counts[edge] == 2 { #expect(!outer.contains(edge)) }
    // Put together again they are the cell, bit for bit.
    let again = arrangement.areas(labels: arrangement.faces.map { _ in 0 }, count: 1)[0]
    #expect(edges(again) == outer)
    #expect(again.polygons.count == 1)
  }

  @Test func aLineThatEndsWithinDividesNothing() {
    let cell = SeededCoverage(columns: 1, rows: 1, seed: 3).areas[0]
    let center = cell.box.center
    let arrangement = AreaArrangement([cell], cutBy: [[Point(center.x, center.y - 500), center]])
    #expect(arrangement.faces.count == 1)
    #expect(edges(arrangement.areas(labels: [0], count: 1)[0]) == edges(cell))
  }

  @Test(arguments: UInt64(1)...4) func areasAreMergedAsGEOSMergesThem(seed: UInt64) throws {
    let coverage = SeededCoverage(columns: 4, rows: 4, seed: seed)
    // Round the four in the middle: a hole comes to be where they are not.
    let ring = coverage.areas.indices.filter { ![5, 6, 9, 10].contains($0) }.map { coverage.areas[$0] }
    let arrangement = AreaArrangement(ring, cutBy: [])
    #expect(arrangement.faces.count == 12)
    let merged = arrangement.areas(labels: arrangement.faces.map { _ in 0 }, count: 1)[0]
    #expect(try isValid(merged))
    #expect(merged.polygons.count == 1 && merged.polygons[0].holes.count == 1)
    let expected = try geos.union(ring)
    #expect(edges(merged) == edges(expected), "seed \(seed)")
  }

  @Test func aHoleThatTouchesTheBorderIsARingOfItsOwn() throws {
    func square(_ x: Double, _ y: Double, _ size: Double) -> MultiPolygon {
      let corners = [Point(x, y), Point(x + size, y), Point(x + size, y + size), Point(x, y + size), Point(x, y)]
      return MultiPolygon([Polygon(Ring(corners))])
    }
    // The inner square stands on the outer one's lower border by one corner.
    let outer = square(0, 0, 10)
    let diamond = [Point(5, 0), Point(7, 2), Point(5, 4), Point(3, 2), Point(5, 0)]
    let arrangement = AreaArrangement([outer], cutBy: [diamond])
    let labels = arrangement.faces.map { $0.polygon.box.width < 5 ? 1 : 0 }
    let parts = arrangement.areas(labels: labels, count: 2)
    #expect(parts[0].polygons.count == 1 && parts[0].polygons[0].holes.count == 1)
    #expect(parts[0].planarArea == 92 && parts[1].planarArea == 8)
    for part in parts { #expect(try isValid(part)) }
    // Two that meet at a corner only are two parts of one area.
    let pair = AreaArrangement([square(0, 0, 1), square(1, 1, 1)], cutBy: [])
    let both = pair.areas(labels: [0, 0], count: 1)[0]
    #expect(both.polygons.count == 2)
    #expect(try isValid(both))
  }

  @Test func groundGoesFromOneAreaToItsNeighbour() throws {
    let coverage = SeededCoverage(columns: 2, rows: 1, seed: 8)
    let (west, east) = (coverage.areas[0], coverage.areas[1])
    let border = points(west).intersection(points(east)).sorted { $0.y < $1.y }
    let middle = border[border.count / 2]
    let ring = [
      Point(middle.x - 20, middle.y - 20), Point(middle.x + 15, middle.y - 18), Point(middle.x + 12, middle.y + 20),
      Point(middle.x - 18, middle.y + 22), Point(middle.x - 20, middle.y - 20),
    ]
    let marked = MultiPolygon([Polygon(Ring(ring))])
    let arrangement = AreaArrangement([west, east], cutBy: [ring])
    let labels = arrangement.faces.map { $0.areas == [1] || marked.location(of: $0.interior) == .inside ? 1 : 0 }
    let parts = arrangement.areas(labels: labels, count: 2)
    for part in parts { #expect(try isValid(part)) }
    let taken = try geos.intersectionArea(west, marked)
    #expect((parts[0].planarArea - (west.planarArea - taken)).magnitude < 1e-6)
    #expect((parts[1].planarArea - (east.planarArea + taken)).magnitude < 1e-6)
    // The polygon's vertices in the east divide nothing and are gone.
    #expect(!points(parts[1]).contains(ring[1]))
    #expect(points(parts[1]).contains(ring[0]) && points(parts[0]).contains(ring[0]))
    #expect(Coverage(parts, isSound: [true, true]).misfits(leastArea: 0).isEmpty)
  }
}
