import CoverageTopology
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

/// The plane in faces, against GEOS's overlay of the same areas.
@Suite struct OverlayFacesTests {
  @Test(arguments: 1...6) func facesAreWhatAnOverlaySays(_ seed: UInt64) throws {
    let areas = SeededCoverage.flawed(seed: seed)
    let overlay = Overlay(areas)
    let geos = try GEOSContext()
    var sums: [Int: Double] = [:]
    var pairs: [[Int]: Double] = [:]
    for face in 0..<overlay.outside {
      let size = overlay.polygon(of: face).planarArea
      let held = overlay.areas(of: face)
      for area in held { sums[area, default: 0] += size }
      for (position, first) in held.enumerated() {
        for second in held[(position + 1)...] { pairs[[first, second], default: 0] += size }
      }
    }
    for (area, geometry) in areas.enumerated() {
      let sound = try geos.makeValid(geometry).geometry
      #expect(((sums[area] ?? 0) - sound.planarArea).magnitude < 1e-4, "seed \(seed): \(area)")
    }
    for first in areas.indices {
      for second in areas.indices.dropFirst(first + 1) where areas[first].box.intersects(areas[second].box) {
        let common = try geos.intersectionArea(
          geos.makeValid(areas[first]).geometry, geos.makeValid(areas[second]).geometry)
        #expect(((pairs[[first, second]] ?? 0) - common).magnitude < 1e-4, "seed \(seed): \(first) and \(second)")
      }
    }
  }

  @Test(arguments: 1...6) func cuttingIntoTrianglesChangesNothing(_ seed: UInt64) throws {
    let overlay = Overlay(SeededCoverage.flawed(seed: seed))
    let divided = overlay.dividing(Array(0..<overlay.outside))
    #expect(divided.outside > overlay.outside)
    for area in 0..<30 {
      func size(_ overlay: Overlay) -> Double {
        (0..<overlay.outside).reduce(0) {
          overlay.areas(of: $1).contains(area) ? $0 + overlay.polygon(of: $1).planarArea : $0
        }
      }
      #expect((size(divided) - size(overlay)).magnitude < 1e-6, "seed \(seed): \(area)")
    }
    let others = (0..<divided.outside).filter { divided.polygon(of: $0).exterior.points.count > 4 }
    #expect(others.isEmpty, "seed \(seed)")
  }

  @Test func aFaceWithHolesIsCutToo() {
    let outer = square(0, 0, 100)
    let inner = (0..<9).map { square(10 + Double($0 % 3) * 30, 10 + Double($0 / 3) * 30, 11) }
    let overlay = Overlay([outer] + inner)
    let whole = (0..<overlay.outside).filter { !overlay.polygon(of: $0).holes.isEmpty }
    #expect(whole.count == 1)
    let divided = overlay.dividing(whole)
    let triangles = (0..<divided.outside).filter { divided.areas(of: $0) == [0] }.map { divided.polygon(of: $0) }
    // Four corners and nine holes of four: 4 + 36 vertices, 18 − 2 triangles more for the holes.
    #expect(triangles.count == 40 + 2 * 9 - 2)
    #expect(triangles.allSatisfy { $0.exterior.points.count == 4 && $0.holes.isEmpty })
    #expect(triangles.reduce(0) { $0 + $1.planarArea } == 10_000 - 9 * 121)
  }

  @Test func faceUnionsAreValidAndWhatGEOSMakesOfThem() throws {
    let geos = try GEOSContext()
    for seed in UInt64(1)...6 {
      let overlay = Overlay(SeededCoverage(columns: 7, rows: 6, bends: 1, seed: seed).areas)
      var random = SeededGenerator(seed: seed)
      for _ in 0..<6 {
        let chosen = (0..<overlay.outside).filter { _ in Bool.random(using: &random) }
        guard !chosen.isEmpty else { continue }
        let ours = overlay.union(of: chosen)
        #expect(try geos.flaw(in: ours) == nil, "seed \(seed)")
        let theirs = try geos.union(chosen.map { MultiPolygon([overlay.polygon(of: $0)]) })
        #expect((ours.planarArea - theirs.planarArea).magnitude < 1e-6, "seed \(seed)")
        #expect(ours.polygons.count == theirs.polygons.count, "seed \(seed)")
        #expect(ours.polygons.flatMap(\.holes).count == theirs.polygons.flatMap(\.holes).count, "seed \(seed)")
      }
    }
  }

  /// Bow ties, open and endless rings: what an odd number of rings is round is the area, and it comes out valid.
  @Test func badRingsComeOutValid() throws {
    let geos = try GEOSContext()
    let tie = MultiPolygon([Polygon(Ring([Point(0, 0), Point(4, 4), Point(4, 0), Point(0, 4), Point(0, 0)]))])
    let open = MultiPolygon([Polygon(Ring([Point(1, 1), Point(3, 1), Point(3, 3), Point(1, 3)]))])
    let nowhere = MultiPolygon([Polygon(Ring([Point(.nan, 0), Point(1, 1), Point(2, 0), Point(.nan, 0)]))])
    let spike = MultiPolygon([
      Polygon(Ring([Point(0, 0), Point(9, 0), Point(9, 9), Point(12, 12), Point(9, 9), Point(0, 9), Point(0, 0)]))
    ])
    let overlay = Overlay([tie, open, nowhere, spike])
    func area(_ number: Int) -> MultiPolygon {
      let faces = (0..<overlay.outside).filter { overlay.areas(of: $0).contains(number) }
      return overlay.union(of: faces)
    }
    #expect(area(0).planarArea == 8 && area(0).polygons.count == 2)
    #expect(area(1).planarArea == 4)
    #expect(area(2).isEmpty)
    #expect(area(3).planarArea == 81)
    for number in [0, 1, 3] { #expect(try geos.flaw(in: area(number)) == nil) }
  }

  private func square(_ x: Double, _ y: Double, _ side: Double) -> MultiPolygon {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return MultiPolygon([Polygon(Ring(corners.map { Point($0.0, $0.1) }))])
  }
}
