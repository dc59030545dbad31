import Foundation
import SpatialIndexing
import SpatialPrimitives
import TestSupport
import Testing

/// Triangles cover a face exactly once where all of them turn as it does and what bounds them together is the face's rings:
/// then they wind round every place as often as the face does, once.
struct FaceTrianglesTests {
  private struct Edge: Hashable {
    var from: Point3
    var to: Point3
  }

  /// - Parameter rings: the outer one turning left as seen against `normal`, holes right.
  private func expectCover(_ rings: [[Point3]], _ comment: Comment? = nil) throws {
    var faces = FaceSet()
    faces.append(rings)
    let cut = try #require(faces.triangles(ofFace: 0), comment)
    #expect(cut.isExact, comment)
    var balance: [Edge: Int] = [:]
    func walk(_ a: Point3, _ b: Point3, _ count: Int) {
      if a == b { return }
      let isForward = (a.x, a.y, a.z) < (b.x, b.y, b.z)
      balance[isForward ? Edge(from: a, to: b) : Edge(from: b, to: a), default: 0] += isForward ? count : -count
    }
    var area = 0.0
    for start in stride(from: 0, to: cut.indices.count, by: 3) {
      let (a, b, c) = (corner(start), corner(start + 1), corner(start + 2))
      let turn = cross(a, b, c)
      #expect(dot(turn, cut.normal) > 0, comment)
      area += dot(turn, turn).squareRoot() / 2
      walk(a, b, 1)
      walk(b, c, 1)
      walk(c, a, 1)
    }
    func corner(_ place: Int) -> Point3 { cut.corners[Int(cut.indices[place])] }
    for ring in rings {
      for (a, b) in zip(ring, ring.dropFirst() + [ring[0]]) { walk(a, b, -1) }
    }
    #expect(balance.values.allSatisfy { $0 == 0 }, comment)
    var expected = 0.0
    for ring in rings {
      var sum = Point3(0, 0, 0)
      for place in 1..<max(1, ring.count - 1) {
        let turn = cross(ring[0], ring[place], ring[place + 1])
        sum = Point3(sum.x + turn.x, sum.y + turn.y, sum.z + turn.z)
      }
      expected += dot(sum, cut.normal) / 2
    }
    #expect(abs(area - expected) <= 1e-9 * max(1, expected), comment)
  }

  private func cross(_ a: Point3, _ b: Point3, _ c: Point3) -> Point3 {
    let (u, v) = (Point3(b.x - a.x, b.y - a.y, b.z - a.z), Point3(c.x - a.x, c.y - a.y, c.z - a.z))
    return Point3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
  }

  private func dot(_ a: Point3, _ b: Point3) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }

  /// Whole-number maps that turn no face over.
  private static let maps: [@Sendable (Point) -> Point3] = [
    { Point3($0.x, $0.y, 7) }, { Point3(3, $0.x, $0.y) }, { Point3($0.y, -2, $0.x) },
    { Point3($0.x + 400_000, $0.y + 2_500_000, 2 * $0.x - 3 * $0.y) }, { Point3($0.y, $0.x, 1) },
    { Point3($0.x, $0.x * 2 - $0.y, $0.y * 5) },
  ]

  private func expectCoverEverywhere(_ pairs: [[(Double, Double)]], _ comment: Comment? = nil) throws {
    for map in Self.maps { try expectCover(pairs.map { ring in ring.map { map(Point($0.0, $0.1)) } }, comment) }
  }

  @Test func facesOfEveryShape() throws {
    try expectCoverEverywhere([[(0, 0), (4, 0), (1, 3)]])
    try expectCoverEverywhere([[(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]])
    // Corners on straight edges are corners of triangles, too.
    try expectCoverEverywhere([[(0, 0), (1, 0), (2, 0), (4, 0), (4, 2), (4, 4), (0, 4), (0, 1)]])
    // A comb with two holes, one of them nearer to a tooth than to what it looks at.
    try expectCoverEverywhere([
      [(4, 3), (0, 0), (12, 0), (12, 8), (10, 8), (10, 3), (9, 3), (9, 8), (7, 8), (7, 3), (6, 3), (6, 8), (4, 8)],
      [(8, 1), (8, 2), (9, 2), (9, 1)], [(10, 1), (11, 2), (11, 1)],
    ])
    // Holes in a row, in line with corners of the outline.
    try expectCoverEverywhere([
      [(0, 0), (20, 0), (20, 4), (0, 4), (0, 2)], [(2, 2), (3, 3), (4, 2), (3, 1)], [(6, 2), (7, 3), (8, 2), (7, 1)],
      [(10, 1), (10, 3), (12, 3), (12, 1)], [(14, 1), (14, 3), (16, 2)],
    ])
    // Holes that touch the outline, and one another, in a corner.
    try expectCoverEverywhere([
      [(0, 0), (8, 0), (8, 8), (0, 8)], [(0, 0), (1, 3), (3, 1)], [(3, 1), (4, 3), (5, 1)],
    ])
    // One ring round two courts, joined by a way of no width.
    try expectCoverEverywhere([
      [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0), (1, 1), (1, 4), (4, 4), (4, 1), (1, 1)]
    ])
  }

  /// Places round a middle in the order of their angles, each with holes of the same kind between the middle and the border.
  @Test func manyFacesWithHoles() throws {
    let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
    for seed in 0..<UInt64(isSoak ? 5000 : 60) {
      var random = SeededGenerator(seed: seed)
      func star(_ x: Double, _ y: Double, _ reach: ClosedRange<Double>, _ count: Int) -> [(Double, Double)] {
        let first = Double.random(in: 0..<0.1, using: &random)
        return (0..<count).map { number in
          let angle = 2 * Double.pi * (Double(number) + first) / Double(count)
          let radius = Double.random(in: reach, using: &random)
          return ((x + radius * cos(angle)).rounded(), (y + radius * sin(angle)).rounded())
        }
      }
      var rings = [star(0, 0, 4000...9000, Int.random(in: 12...60, using: &random))]
      for column in -2..<2 where Bool.random(using: &random) {
        for row in -2..<2 where Bool.random(using: &random) {
          let hole = star(
            Double(column) * 1200 + 600, Double(row) * 1200 + 600, 100...580, Int.random(in: 5...24, using: &random))
          rings.append(hole.reversed())
        }
      }
      try expectCoverEverywhere(rings, "seed \(seed)")
    }
  }

  @Test func whatIsNoFaceHasNoTriangles() throws {
    var faces = FaceSet()
    faces.append([[Point3(0, 0, 0), Point3(1, 1, 1), Point3(2, 2, 2)]])
    #expect(faces.triangles(ofFace: 0) == nil)
    // A bow tie is cut all the same, and said to be none.
    faces.append([[Point3(0, 0, 0), Point3(4, 0, 0), Point3(0, 5, 0), Point3(5, 4, 0)]])
    let cut = try #require(faces.triangles(ofFace: 1))
    #expect(!cut.isExact && cut.indices.count.isMultiple(of: 3))
  }
}
