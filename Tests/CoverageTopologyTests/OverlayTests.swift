import CoverageTopology
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct OverlayTests {
  private func square(_ x: Double, _ y: Double, _ size: Double = 2) -> MultiPolygon {
    MultiPolygon([
      Polygon(Ring([Point(x, y), Point(x + size, y), Point(x + size, y + size), Point(x, y + size), Point(x, y)]))
    ])
  }

  /// What every overlay must be, held against exact containment and GEOS.
  private func check(_ areas: [MultiPolygon], _ note: String) throws {
    let overlay = Overlay(areas)
    let geos = try GEOSContext()
    var sums = [Double](repeating: 0, count: areas.count)
    for face in 0..<overlay.faceCount {
      let polygon = overlay.polygon(of: face)
      let holders = overlay.areas(of: face)
      for area in holders { sums[Int(area)] += polygon.planarArea }
      // A face as thin as rounding may lie on the other side of a line that was not moved.
      guard polygon.planarArea > 1e-6, let point = polygon.pointWithin else { continue }
      let expected = areas.indices.filter { areas[$0].location(of: point) != .outside }
      #expect(holders == expected, "\(note), face \(face)")
    }
    for (area, sum) in zip(areas, sums) {
      let exact = area.planarArea
      #expect((sum - exact).magnitude <= 1e-9 * exact, "\(note): \(sum) of \(exact)")
    }
    let single = overlay.unions(of: (0..<Int32(overlay.faceCount)).map { $0 }, count: overlay.faceCount)
    for (face, shape) in single.enumerated() {
      #expect((shape.planarArea - overlay.polygon(of: face).planarArea).magnitude < 1e-6, "\(note)")
      if shape.planarArea > 1e-6 { #expect(try geos.flaw(in: shape) == nil, "\(note), face \(face)") }
    }
    // The faces of one area joined are that area.
    for (number, area) in areas.enumerated() {
      let groups = (0..<overlay.faceCount).map { face -> Int32 in
        overlay.areas(of: face).contains(number) ? 0 : -1
      }
      let joined = overlay.unions(of: groups, count: 1)[0]
      #expect(try geos.flaw(in: joined) == nil, "\(note), area \(number)")
      let common = try geos.intersectionArea(joined, area)
      #expect((common - area.planarArea).magnitude <= 1e-9 * area.planarArea, "\(note), area \(number)")
    }
  }

  @Test func twoSquaresThatOverlapAreThreeFaces() throws {
    let overlay = Overlay([square(0, 0), square(1, 1)])
    let found = (0..<overlay.faceCount).map { overlay.areas(of: $0) }.sorted { $0.count < $1.count }
    #expect(found.count == 3 && found[2] == [0, 1] && Set(found[..<2].flatMap(\.self)) == [0, 1])
    try check([square(0, 0), square(1, 1)], "two squares")
  }

  @Test func islandsAreInTheFaceRoundThem() throws {
    var frame = square(0, 0, 10)
    frame.polygons[0].holes = [square(2, 2, 6).polygons[0].exterior]
    // A square in the hole, one in the frame, one round all, and one in the hole's middle that touches nothing.
    try check([frame, square(3, 3, 2), square(0.5, 0.5, 1), square(-5, -5, 30), square(6, 6, 1)], "islands")
    // The hole touches the exterior in a point.
    var touching = square(0, 0, 10)
    touching.polygons[0].holes = [Ring([Point(0, 5), Point(3, 3), Point(3, 7), Point(0, 5)])]
    try check([touching, square(20, 0)], "touching hole")
  }

  @Test func facesBesideOneAnotherShareTheirBorders() throws {
    let overlay = Overlay([square(0, 0), square(2, 0), square(1, 0)])
    var lengths: [Set<Int>: Double] = [:]
    overlay.forEachBorder { a, b, left, right in
      lengths[[left, right], default: 0] += (b.x - a.x).magnitude + (b.y - a.y).magnitude
    }
    // Four strips one wide and two high: three borders within, the rest to the outside.
    #expect(lengths.filter { !$0.key.contains(overlay.outside) }.map(\.value) == [2, 2, 2])
    #expect(lengths.filter { $0.key.contains(overlay.outside) }.reduce(0) { $0 + $1.value } == 12)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func netsDrawnApart(_ seed: UInt64) throws {
    let one = SeededCoverage(columns: 5, rows: 4, seed: seed)
    let other = SeededCoverage(columns: 4, rows: 5, seed: seed + 100)
    try check(one.areas + other.blocks(2) + one.blocks(3), "seed \(seed)")
  }

  /// Lines drawn twice, a hair apart.
  @Test(arguments: [4, 5] as [UInt64]) func netsDrawnTwice(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let net = SeededCoverage(columns: 4, rows: 3, seed: seed)
    let copy = net.areas.map {
      $0.moving(vertex: 3, by: .random(in: -1e-9...1e-9, using: &random), .random(in: -1e-3...1e-3, using: &random))
    }
    try check(net.areas + copy, "seed \(seed)")
  }

  /// Areas joined of faces, laid over the nets that cut them: their points lie a unit in the last place off the lines.
  @Test(arguments: [6, 7] as [UInt64]) func netsThatWereCutBefore(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let net = SeededCoverage(columns: 4, rows: 4, seed: seed)
    let traced = net.areas.map { area in
      area.mapRings { ring in
        Ring(
          ring.points.map {
            Point($0.x + .random(in: -1...1, using: &random), $0.y + .random(in: -1...1, using: &random))
          })
      }
    }
    .map { area in area.mapRings { ring in Ring(Array(ring.points.dropLast()) + [ring.points[0]]) } }
    let nets = net.areas + traced + SeededCoverage(columns: 3, rows: 3, size: 140, seed: seed + 50).areas
    let first = Overlay(nets)
    let groups = (0..<first.faceCount).map { face in first.areas(of: face).first.map { $0 < 16 ? Int32($0) : -1 } ?? -1
    }
    let joined = first.unions(of: groups, count: 16)
    try check(joined + nets, "seed \(seed)")
    let second = Overlay(joined + nets)
    let third = second.unions(
      of: (0..<second.faceCount).map { face in second.areas(of: face).first.map { $0 < 16 ? Int32($0) : -1 } ?? -1 },
      count: 16
    )
    try check(third + joined + nets, "seed \(seed), again")
  }
}
