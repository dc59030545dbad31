import CoverageTopology
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

/// Spikes put onto the borders of plain areas are found, each with its ground; what is no spike is not.
@Suite struct SpikeSearchTests {
  private let metres = LocalMetric.planar(metresPerUnit: 1)

  /// A ring with a spike on one of its edges: pointed or blunt, straight or bent, of few vertices or many.
  private func spiked(_ ring: Ring, width: Double, length: Double, _ random: inout SeededGenerator) -> (Ring, [Point]) {
    let edges = ring.points.indices.dropLast().filter { edge in
      hypot(ring.points[edge + 1].x - ring.points[edge].x, ring.points[edge + 1].y - ring.points[edge].y) > 20
    }
    let edge = edges.randomElement(using: &random) ?? 0
    let (a, b) = (ring.points[edge], ring.points[edge + 1])
    let size = hypot(b.x - a.x, b.y - a.y)
    let along = Point((b.x - a.x) / size, (b.y - a.y) / size)
    let out = Point(along.y, -along.x)
    let foot = Double.random(in: 8...size - 8, using: &random)
    let lean = Double.random(in: -0.5...0.5, using: &random)
    let isBent = Bool.random(using: &random)
    let bend = isBent ? Double.random(in: -0.2...0.2, using: &random) : 0
    func place(_ u: Double, _ v: Double) -> Point {
      let x = foot + u + lean * v + bend * v * v / length
      return Point(a.x + x * along.x + v * out.x, a.y + x * along.y + v * out.y)
    }
    let steps = Int.random(in: 1...6, using: &random)
    let isBlunt = Bool.random(using: &random)
    var spike: [Point] = []
    for step in 0..<steps {
      let part = Double(step) / Double(steps)
      spike.append(place(-width / 2 * (isBlunt ? 1 : 1 - part), length * part))
    }
    spike += isBlunt ? [place(-width / 2, length), place(width / 2, length)] : [place(0, length)]
    let otherSteps = isBent ? steps : Int.random(in: 1...6, using: &random)
    for step in (0..<otherSteps).reversed() {
      let part = Double(step) / Double(otherSteps)
      spike.append(place(width / 2 * (isBlunt ? 1 : 1 - part), length * part))
    }
    var points = ring.points
    points.insert(contentsOf: spike, at: edge + 1)
    return (Ring(points), spike)
  }

  @Test(arguments: 1...60) func spikesThatWerePutOnAreFound(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let coverage = SeededCoverage(columns: 3, rows: 3, bends: 1, size: 300, seed: seed)
    let ring = coverage.areas[4].polygons[0].exterior
    // Leaning and bent, it is a little wider than it was made.
    let width = pow(10, Double.random(in: -4...(-0.2), using: &random))
    let length = max(1.2, 6 * width) * pow(10, Double.random(in: 0...1.2, using: &random))
    let (spiked, points) = spiked(ring, width: width, length: length, &random)
    let found = Polygon(spiked).spikes(narrowerThan: 1, metric: metres)
    let spike = try #require(found.first, "seed \(seed): \(width) wide, \(length) long")
    #expect(found.count == 1, "seed \(seed)")
    let (size, own) = (spike.outline.planarArea, Ring(points + [points[0]]).doubledSignedArea.magnitude / 2)
    #expect((size - own).magnitude < 0.05 * own + 1e-6, "seed \(seed): \(size), made \(own)")
    #expect(spike.length >= length * 0.95 && spike.length <= length * 1.3 + 2, "seed \(seed)")
    // Turned round, or begun elsewhere, it is the same; from the other side it is none.
    let begun = Array(spiked.points[7...] + spiked.points[1...7])
    #expect(Polygon(Ring(begun)).spikes(narrowerThan: 1, metric: metres).map(\.outline.planarArea) == [size])
    let far = [Point(-9e5, -9e5), Point(2e6, -9e5), Point(2e6, 4e6), Point(-9e5, 4e6), Point(-9e5, -9e5)]
    let around = Polygon(Ring(far), holes: [Ring(spiked.points.reversed())])
    #expect(around.spikes(narrowerThan: 1, metric: metres).isEmpty, "seed \(seed)")
  }

  @Test(arguments: 1...10) func plainAreasHaveNone(_ seed: UInt64) {
    for bends in 0..<5 {
      for area in SeededCoverage(columns: 6, rows: 6, bends: bends, seed: seed).areas {
        #expect(area.polygons[0].spikes(narrowerThan: 1, metric: metres).isEmpty, "seed \(seed)")
      }
    }
  }

  /// A corner may be as acute as it likes, with vertices along its sides too.
  @Test(arguments: [0.1, 0.5, 1, 3, 8, 20], [1, 4, 40]) func acuteCornersAreNone(_ degrees: Double, _ steps: Int) {
    let rise = tan(degrees * .pi / 180)
    let lower = (0...steps).map { Point(1000 * Double($0) / Double(steps), 0) }
    let upper = (1...steps).reversed().map { step -> Point in
      let x = 1000 * Double(step) / Double(steps)
      return Point(x, x * rise)
    }
    let wedge = Polygon(Ring(lower + upper + [lower[0]]))
    #expect(wedge.spikes(narrowerThan: 1, metric: metres).isEmpty)
  }

  /// A line drawn beyond the corner where it should have ended, and back.
  @Test func whatOvershootsACornerIsOne() throws {
    let corners: [(Double, Double)] = [
      (0, 0), (100, 0), (100, 60), (112, 60.2), (100, 60.4), (100, 100), (0, 100), (0, 0),
    ]
    let straight: [(Double, Double)] = [(0, 0), (112, 0), (100, 0.3), (100, 100), (0, 100), (0, 0)]
    for (corners, size) in [(corners, 2.4), (straight, 1.8)] as [([(Double, Double)], Double)] {
      let ring = Ring(corners.map { Point($0.0, $0.1) })
      let spike = try #require(Polygon(ring).spikes(narrowerThan: 1, metric: metres).first)
      #expect((spike.outline.planarArea - size).magnitude < 1e-9)
      #expect(Polygon(ring).spikes(narrowerThan: 0.1, metric: metres).isEmpty)
    }
  }

  @Test func whatIsThinAllRoundHangsOnNothing() {
    let strip = [Point(0, 0), Point(50, 0), Point(50, 0.4), Point(25, 0.5), Point(0, 0.4), Point(0, 0)]
    #expect(Polygon(Ring(strip)).spikes(narrowerThan: 1, metric: metres).isEmpty)
    let triangle = [Point(0, 0), Point(50, 0), Point(50, 0.4), Point(0, 0)]
    #expect(Polygon(Ring(triangle)).spikes(narrowerThan: 1, metric: metres).isEmpty)
    #expect(Polygon(Ring([])).spikes(narrowerThan: 1, metric: metres).isEmpty)
  }
}
