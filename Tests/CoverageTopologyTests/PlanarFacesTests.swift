import SpatialPrimitives
import TestSupport
import Testing

@testable import CoverageTopology

@Suite struct PlanarFacesTests {
  @Test func ringsWithinRingsAreHoles() throws {
    let faces = PlanarFaces(
      PlanarGraph(square(0, 0, 100) + square(10, 10, 30) + square(20, 20, 5) + square(60, 60, 20)))
    let areas = faces.faces.map { faces.polygon($0).planarArea }.sorted()
    #expect(areas == [25, 400, 875, 8700])
    let large = try #require(faces.faces.first { faces.polygon($0).planarArea == 8700 })
    #expect(large.holes.count == 2)
    #expect(faces.polygon(large).exterior.doubledSignedArea > 0)
    #expect(faces.polygon(large).holes.allSatisfy { $0.doubledSignedArea < 0 })
  }

  @Test func piecesThatLeadNowhereAreLeftOut() {
    let spur = [
      Piece(a: Point(0, 0), b: Point(-5, -5), source: 9), Piece(a: Point(-5, -5), b: Point(-9, 0), source: 9),
    ]
    let faces = PlanarFaces(PlanarGraph(square(0, 0, 10) + spur))
    #expect(faces.faces.count == 1 && faces.graph.halfEdgeCount == 8)
  }

  /// Euler: nodes − edges + faces = 1 + parts; and the faces fill each part, each place once.
  @Test(arguments: 1...6) func facesFillWhatTheyLieIn(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = (0..<40).map { number in
      Piece(
        a: Point(.random(in: 0...100, using: &generator), .random(in: 0...100, using: &generator)),
        b: Point(.random(in: 0...100, using: &generator), .random(in: 0...100, using: &generator)),
        source: UInt32(number))
    }
    let faces = PlanarFaces(PlanarGraph(Noding.noded(pieces)))
    let graph = faces.graph
    let nodes = Set((0..<graph.halfEdgeCount).map { graph.origin($0) }).count
    let parts = faces.cycles.count { $0.isOutside }
    #expect(nodes - graph.halfEdgeCount / 2 + faces.faces.count == parts, "seed \(seed)")
    let outer = faces.cycles.filter(\.isOutside).map { cycle in
      Ring(cycle.halves.map { graph.origin(Int($0)) } + [graph.origin(Int(cycle.halves[0]))]).doubledSignedArea
    }
    let inner = faces.cycles.filter { !$0.isOutside }.map { cycle in
      Ring(cycle.halves.map { graph.origin(Int($0)) } + [graph.origin(Int(cycle.halves[0]))]).doubledSignedArea
    }
    #expect((outer.reduce(0, +) + inner.reduce(0, +)).magnitude < 1e-6 && inner.allSatisfy { $0 > -1e-9 })
    // A point in each face lies in no other.
    let polygons = faces.faces.map { faces.polygon($0) }.filter { $0.planarArea > 1e-6 }
    for (number, polygon) in polygons.enumerated() {
      guard let point = polygon.pointWithin else {
        Issue.record("seed \(seed): no point in face \(number)")
        continue
      }
      #expect(polygons.indices.filter { polygons[$0].location(of: point) != .outside } == [number], "seed \(seed)")
    }
  }

  private func square(_ x: Double, _ y: Double, _ side: Double) -> [Piece] {
    let corners = [Point(x, y), Point(x + side, y), Point(x + side, y + side), Point(x, y + side), Point(x, y)]
    return zip(corners, corners.dropFirst()).map { Piece(a: $0, b: $1, source: 0) }
  }
}
