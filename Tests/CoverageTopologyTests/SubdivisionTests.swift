import GEOSOperations
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

@testable import CoverageTopology

@Suite struct SubdivisionTests {
  private let square = rectangle(0, 0, 100, 100)

  @Test func crossingStreetsMakeBlocks() {
    let cross = Subdivision(
      of: MultiPolygon([square]),
      by: [
        DividingLine([Point(-5, 50), Point(105, 50)], label: 2),
        DividingLine([Point(50, -5), Point(50, 105)], label: 1),
      ])
    #expect(cross.areas == [2500, 2500, 2500, 2500])
    #expect(cross.edges.count { $0.label == Subdivision.border } == 8)
    #expect(cross.edges.filter { $0.label == 1 }.allSatisfy { $0.a.x == 50 && $0.left >= 0 && $0.right >= 0 })
    // Joined across one street the other is left.
    let halves = cross.polygons(of: cross.interiors.map { $0!.x < 50 ? 0 : 1 }, count: 2)
    #expect(halves.map(\.planarArea) == [5000, 5000])
    #expect(halves.allSatisfy { $0.polygons.count == 1 })
  }

  @Test func theLowestLabelNamesTheEdge() {
    let along = Subdivision(
      of: MultiPolygon([square]),
      by: [
        DividingLine([Point(50, 0), Point(50, 100)], label: 7), DividingLine([Point(50, 20), Point(50, 60)], label: 3),
        DividingLine([Point(0, 0), Point(0, 100)], label: 1),
      ])
    let inner = along.edges.filter { $0.label != Subdivision.border }
    #expect(inner.count { $0.label == 3 } == 1 && inner.count { $0.label == 7 } == 2 && inner.count == 3)
  }

  /// A block within a block, one that touches its border in a point, and a lake that is no part of the region.
  @Test func holesAndTouchingRingsAreValid() throws {
    let lake = rectangle(60, 60, 80, 80).exterior
    let region = MultiPolygon([Polygon(square.exterior, holes: [Ring(lake.points.reversed())])])
    let inner = rectangle(10, 10, 30, 30).exterior.points
    let touching = [Point(0, 50), Point(20, 40), Point(20, 60), Point(0, 50)]
    let bridge = [Point(30, 30), Point(40, 45), Point(60, 60)]
    let cut = Subdivision(
      of: region, by: [inner, touching, bridge].map { DividingLine($0, label: 1) })
    #expect(cut.areas.sorted() == [200, 400, 9000])
    let geos = try GEOSContext()
    for face in cut.faces() { #expect(try geos.flaw(in: face) == nil) }
    #expect(cut.faces().reduce(0) { $0 + $1.planarArea } == region.planarArea)
  }

  @Test func looseEndsAreLedOnWithinTheTolerance() {
    let lines = [
      DividingLine([Point(50, 3), Point(50, 97)], label: 1),
      // Ends 2 from the first, and 8 from the border.
      DividingLine([Point(8, 40), Point(48, 40)], label: 2),
    ]
    let apart = Subdivision(of: MultiPolygon([square]), by: lines)
    #expect(apart.faceCount == 1)
    let joined = Subdivision(of: MultiPolygon([square]), by: lines, joining: LooseEnds.Rule(tolerance: 5))
    #expect(joined.faceCount == 2 && joined.looseEnds.joined.count == 3)
    #expect(joined.looseEnds.left == [Point(8, 40)])
    let wide = Subdivision(of: MultiPolygon([square]), by: lines, joining: LooseEnds.Rule(tolerance: 9))
    #expect(wide.faceCount == 3 && wide.looseEnds.left.isEmpty)
    // Metres that differ along the axes.
    let flat = Subdivision(
      of: MultiPolygon([square]), by: lines,
      joining: LooseEnds.Rule(tolerance: 5, metresPerX: 0.5, metresPerY: 10))
    #expect(flat.looseEnds.joined.count == 2)
  }

  @Test func aRegionInTwoPartsIsOneSubdivision() {
    let region = MultiPolygon([square, rectangle(200, 0, 260, 50)])
    let cut = Subdivision(of: region, by: [DividingLine([Point(-1, 25), Point(300, 25)], label: 1)])
    #expect(cut.areas.sorted() == [1500, 1500, 2500, 7500])
  }

  /// The same faces as GEOS finds among the same lines, and faces that fill the region.
  @Test(arguments: 1...8) func randomLinesAsGEOSPolygonizesThem(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let lines = (0..<30).map { _ in
      (0..<4).map { _ in
        Point(.random(in: -20...120, using: &generator), .random(in: -20...120, using: &generator))
      }
    }
    let region = MultiPolygon([square])
    let cut = Subdivision(of: region, by: lines.map { DividingLine($0, label: 1) })
    let geos = try GEOSContext()
    let expected = try geos.polygonized([square.exterior.points] + lines).filter { isWithin(square, $0) }
    let (ours, theirs) = (cut.areas.sorted(), expected.map(\.planarArea).sorted())
    #expect(ours.count == theirs.count, "seed \(seed)")
    #expect(zip(ours, theirs).allSatisfy { ($0 - $1).magnitude < 1e-7 }, "seed \(seed)")
    for face in cut.faces() { #expect(try geos.flaw(in: face) == nil, "seed \(seed)") }
    // Joined at random, the groups still fill the region, and are valid.
    let groups = cut.areas.map { _ in Int.random(in: 0..<5, using: &generator) }
    let joined = cut.polygons(of: groups, count: 5)
    #expect((joined.reduce(0) { $0 + $1.planarArea } - 10_000).magnitude < 1e-7, "seed \(seed)")
    for group in joined { #expect(try geos.flaw(in: group) == nil, "seed \(seed)") }
    // Cut further, nothing that was there moves.
    let finer = cut.divided(by: [DividingLine([Point(0, 33), Point(100, 34)], label: 2)])
    #expect((finer.areas.reduce(0, +) - 10_000).magnitude < 1e-7 && finer.faceCount > cut.faceCount, "seed \(seed)")
  }

  @Test(.enabled(if: SharedData.isPresent("streets_wuhan"))) func streetsOfWuhanAsGEOSPolygonizesThem() throws {
    let source = try FeatureFile.open(SharedData.path("streets_wuhan/wuhan_8989_simplified.gpkg"))
    var lines: [[Point]] = []
    while let feature = try source.next() {
      if case .lineString(let points)? = feature.geometry { lines.append(points) }
    }
    let middle = Box(around: lines.lazy.flatMap(\.self)).center
    let box = rectangle(middle.x - 3000, middle.y - 3000, middle.x + 3000, middle.y + 3000)
    let near = lines.filter { Box(around: $0).intersects(box.box) }
    let cut = Subdivision(of: MultiPolygon([box]), by: near.map { DividingLine($0, label: 1) })
    let geos = try GEOSContext()
    let expected = try geos.polygonized([box.exterior.points] + near).filter { isWithin(box, $0) }
    let (ours, theirs) = (cut.areas.sorted(), expected.map(\.planarArea).sorted())
    #expect(ours.count == theirs.count && ours.count > 200)
    #expect(zip(ours, theirs).allSatisfy { ($0 - $1).magnitude < 1e-4 })
    for face in cut.faces() { #expect(try geos.flaw(in: face) == nil) }
    #expect((cut.areas.reduce(0, +) - 36e6).magnitude < 36e6 * 1e-12)
  }
}

private func rectangle(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> Polygon {
  Polygon(
    Ring([
      Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top), Point(left, bottom),
    ]))
}

/// GEOS's rings run clockwise.
private func isWithin(_ region: Polygon, _ face: Polygon) -> Bool {
  let turned = Polygon(Ring(face.exterior.points.reversed()), holes: face.holes)
  return turned.pointWithin.map { region.location(of: $0) == .inside } ?? false
}
