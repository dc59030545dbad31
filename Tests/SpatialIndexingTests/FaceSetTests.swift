import Foundation
import SpatialIndexing
import SpatialPrimitives
import TestSupport
import Testing

struct FaceSetTests {
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil

  /// The outline pushed up from z = `low` to `high`; every ring turned as it should be seen from outside.
  static func prism(_ polygon: Polygon, low: Double, high: Double, map: (Point3) -> Point3 = { $0 }) -> FaceSet {
    var faces = FaceSet()
    func lifted(_ ring: Ring, _ z: Double) -> [Point3] { ring.points.map { map(Point3($0.x, $0.y, z)) } }
    faces.append(polygon.rings.map { Array(lifted($0, low).reversed()) })
    faces.append(polygon.rings.map { lifted($0, high) })
    for ring in polygon.rings {
      for (a, b) in zip(ring.points, ring.points.dropFirst()) {
        faces.append([
          [Point3(a.x, a.y, low), Point3(b.x, b.y, low), Point3(b.x, b.y, high), Point3(a.x, a.y, high)].map(map)
        ])
      }
    }
    return faces
  }

  static func ring(_ pairs: [(Double, Double)]) -> Ring {
    Ring((pairs + [pairs[0]]).map { Point($0.0, $0.1) })
  }

  /// A comb with two holes: from its first corner most of the triangles stick out.
  static let comb = Polygon(
    ring([(4, 3), (0, 0), (12, 0), (12, 8), (10, 8), (10, 3), (9, 3), (9, 8), (7, 8), (7, 3), (6, 3), (6, 8), (4, 8)]),
    holes: [ring([(8, 1), (8, 2), (9, 2), (9, 1)]), ring([(10, 1), (11, 2), (11, 1)])])

  /// Whole-number maps: flat faces stay exactly flat, in every position.
  private static let maps: [@Sendable (Point3) -> Point3] = [
    { $0 }, { Point3($0.z, $0.x, $0.y) }, { Point3($0.x + 2 * $0.z, $0.y - $0.z, $0.z + 3 * $0.x) },
    { Point3(5 * $0.x - $0.y, $0.x + 3 * $0.y - 2 * $0.z, 7 * $0.z + $0.y + 4096) },
  ]

  /// Places on corners, edges, faces and beside them, in halves; against containment in the outline, exactly.
  @Test(arguments: 0..<4) func prismsInEveryPosition(number: Int) {
    let map = Self.maps[number]
    let faces = Self.prism(Self.comb, low: -1, high: 2, map: map)
    #expect(faces.isClosed)
    var random = SeededGenerator(seed: 91)
    var counts: [Location: Int] = [:]
    for _ in 0..<(Self.isSoak ? 100_000 : 1200) {
      func half(_ range: ClosedRange<Int>) -> Double { Double(Int.random(in: range, using: &random)) / 2 }
      let place = Point3(half(-1...26), half(-1...18), half(-3...5))
      let flat = ExactContainment.location(of: place.inPlane, in: MultiPolygon([Self.comb]))
      var expected = flat
      if place.z < -1 || place.z > 2 { expected = .outside }
      if flat == .inside, place.z == -1 || place.z == 2 { expected = .boundary }
      counts[expected, default: 0] += 1
      #expect(faces.location(of: map(place)) == expected, "seed 91: \(place)")
    }
    #expect(Location.allCases.allSatisfy { counts[$0, default: 0] > 60 }, "\(counts)")
  }

  /// A cube with a hollow: inside the hollow is outside, its wall is the surface.
  @Test func hollows() {
    var faces = FaceSet()
    let square = { (size: Double) in
      Polygon(Self.ring([(-size, -size), (size, -size), (size, size), (-size, size)]))
    }
    for size in [3.0, 1.0] {
      let shell = Self.prism(square(size), low: -size, high: size)
      shell.forEachFace { faces.append($0) }
    }
    #expect(faces.isClosed)
    #expect(faces.location(of: Point3(0, 0, 0)) == .outside)
    #expect(faces.location(of: Point3(1, 0, 0)) == .boundary)
    #expect(faces.location(of: Point3(2, 0, 0)) == .inside)
    #expect(faces.location(of: Point3(2, 2, 2)) == .inside)
    #expect(faces.location(of: Point3(3, 3, 3)) == .boundary)
    #expect(faces.location(of: Point3(0, 0, 4)) == .outside)
    #expect(faces.location(of: Point3(.nan, 0, 0)) == .outside)
  }

  /// A ball of triangles with corners on whole numbers, dented at random.
  private static func dented(_ random: inout SeededGenerator) -> (faces: FaceSet, triangles: [[Point3]]) {
    let (columns, rows) = (9, 6)
    func corner(_ column: Int, _ row: Int, _ radii: [Double]) -> Point3 {
      if row == 0 { return Point3(0, 0, -12) }
      if row == rows { return Point3(0, 0, 12) }
      let (a, b) = (Double(column % columns) / Double(columns) * 2 * .pi, (Double(row) / Double(rows) - 0.5) * .pi)
      let r = radii[row * columns + column % columns]
      return Point3((r * cos(a) * cos(b)).rounded(), (r * sin(a) * cos(b)).rounded(), (r * sin(b)).rounded())
    }
    let radii = (0..<columns * (rows + 1)).map { _ in Double.random(in: 7...14, using: &random) }
    var triangles: [[Point3]] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let quad = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)].map {
          corner($0.0, $0.1, radii)
        }
        triangles.append([quad[0], quad[1], quad[2]])
        triangles.append([quad[0], quad[2], quad[3]])
      }
    }
    triangles.removeAll { $0[0] == $0[1] || $0[1] == $0[2] || $0[2] == $0[0] }
    var faces = FaceSet()
    for triangle in triangles { faces.append([triangle]) }
    return (faces, triangles)
  }

  /// Another algorithm on other arithmetic: how often the way to a far place crosses a triangle, in rationals; a way that
  /// meets an edge or a corner is tried again elsewhere.
  private static func oracle(_ point: Point3, _ triangles: [[Point3]], _ random: inout SeededGenerator) -> Location {
    func sides(_ t: [Point3], _ p: Point3, _ q: Point3) -> [Int] {
      (0..<3).map { ExactContainment.orientation(p, q, t[$0], t[($0 + 1) % 3]) }
    }
    let onto = Point3(1001, 977.5, 1013.25)
    for t in triangles where ExactContainment.orientation(t[0], t[1], t[2], point) == 0 {
      let axes = [onto, Point3(-991, 1009, 31), Point3(13, -1021, 997)]
      // In the plane: seen from a place off it, the point is on the same side of all edges or on them.
      guard let eye = axes.first(where: { ExactContainment.orientation(t[0], t[1], t[2], $0) != 0 }) else { continue }
      let signs = sides(t, eye, point)
      if !(signs.contains(1) && signs.contains(-1)) { return .boundary }
    }
    while true {
      func far() -> Double { Double(Int.random(in: -9000...9000, using: &random)) / 8 }
      let end = Point3(far(), far(), 2000)
      var crossings = 0
      var isClear = true
      for t in triangles {
        let near = ExactContainment.orientation(t[0], t[1], t[2], point)
        let there = ExactContainment.orientation(t[0], t[1], t[2], end)
        if near == there { continue }
        let signs = sides(t, point, end)
        if signs.contains(1) && signs.contains(-1) { continue }
        if signs.contains(0) || near == 0 || there == 0 { isClear = false } else { crossings += 1 }
      }
      if isClear { return crossings % 2 == 1 ? .inside : .outside }
    }
  }

  @Test func dentedBallsAgreeWithRationals() {
    var random = SeededGenerator(seed: 97)
    var counts: [Location: Int] = [:]
    for _ in 0..<(Self.isSoak ? 100 : 3) {
      let (faces, triangles) = Self.dented(&random)
      #expect(faces.isClosed)
      for round in 0..<(Self.isSoak ? 1000 : 40) {
        func whole() -> Double { Double(Int.random(in: -13...13, using: &random)) }
        var point = Point3(whole(), whole(), whole())
        let triangle = triangles[round % triangles.count]
        if round % 3 == 0 { point = triangle[round % 2] }
        if round % 3 == 1 {
          // Half way along an edge, which whole numbers keep exact.
          let (a, b) = (triangle[0], triangle[1])
          point = Point3((a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2)
          if round % 2 == 0 { point.z = point.z.nextUp }
        }
        let expected = Self.oracle(point, triangles, &random)
        counts[expected, default: 0] += 1
        #expect(faces.location(of: point) == expected, "seed 97: \(point)")
      }
    }
    #expect(Location.allCases.allSatisfy { counts[$0, default: 0] > 10 }, "\(counts)")
  }

  /// Against the winding number (van Oosterom & Strackee's solid angles), away from the surface.
  @Test func dentedBallsAgreeWithWindingNumbers() {
    var random = SeededGenerator(seed: 101)
    for _ in 0..<5 {
      let (faces, triangles) = Self.dented(&random)
      for _ in 0..<(Self.isSoak ? 20_000 : 100) {
        func any() -> Double { .random(in: -14...14, using: &random) }
        let point = Point3(any(), any(), any())
        guard faces.squaredDistance(to: point) > 1e-12 else { continue }
        var winding = 0.0
        for triangle in triangles { winding += Self.solidAngle(triangle, point) }
        let expected: Location = (winding / (4 * .pi)).rounded() == 0 ? .outside : .inside
        #expect(faces.location(of: point) == expected, "seed 101: \(point)")
      }
    }
  }

  private static func solidAngle(_ triangle: [Point3], _ p: Point3) -> Double {
    let v = triangle.map { SIMD3($0.x - p.x, $0.y - p.y, $0.z - p.z) }
    func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
    let l = v.map { dot($0, $0).squareRoot() }
    let cross = SIMD3(
      v[1].y * v[2].z - v[1].z * v[2].y, v[1].z * v[2].x - v[1].x * v[2].z, v[1].x * v[2].y - v[1].y * v[2].x)
    let below = l[0] * l[1] * l[2] + dot(v[0], v[1]) * l[2] + dot(v[1], v[2]) * l[0] + dot(v[2], v[0]) * l[1]
    return 2 * atan2(dot(v[0], cross), below)
  }

  @Test func openAndClosed() {
    var faces = Self.prism(Self.comb, low: 0, high: 1)
    #expect(faces.isClosed)
    // 65 under the outline, less the holes of 1 and 1/2.
    #expect(abs(faces.signedVolume - (Self.area(Self.comb.exterior) - 1.5)) < 1e-12)
    faces.append([[Point3(0, 0, 0), Point3(1, 0, 0), Point3(0, 1, 1)]])
    #expect(!faces.isClosed)
    #expect(!FaceSet().isClosed)
    var none = FaceSet()
    none.append([[Point3(0, 0, 0), Point3(1, 0, 0), Point3(0, 0, 0)]])
    #expect(none.count == 0 && none.location(of: Point3(0, 0, 0)) == .outside)
  }

  private static func area(_ ring: Ring) -> Double {
    zip(ring.points, ring.points.dropFirst()).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) } / 2
  }

  /// Against the least over a fine net of places on the faces.
  @Test(arguments: 0..<4) func distances(number: Int) {
    let map = Self.maps[number]
    let faces = Self.prism(Self.comb, low: 0, high: 2, map: map)
    var net: [Point3] = []
    for x in stride(from: 0, through: 12, by: 0.25) {
      for y in stride(from: 0, through: 8, by: 0.25) {
        let flat = Self.comb.location(of: Point(x, y))
        for z in stride(from: 0, through: 2, by: 0.25)
        where flat == .boundary || (flat == .inside && (z == 0 || z == 2)) { net.append(map(Point3(x, y, z))) }
      }
    }
    var random = SeededGenerator(seed: 103)
    for _ in 0..<25 {
      func any(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }
      let point = map(Point3(any(-3...15), any(-3...11), any(-2...4)))
      let least = net.map { Box3($0).squaredDistance(to: point) }.min()!.squareRoot()
      let distance = faces.squaredDistance(to: point).squareRoot()
      // The net is nowhere farther from a place of the surface than half a mesh's diagonal, stretched by the map.
      #expect(distance <= least + 1e-9 && distance >= least - 2.5, "seed 103: \(point)")
    }
    #expect(faces.squaredDistance(to: map(Point3(1, 0, 1))).squareRoot() < 1e-9)
    #expect(FaceSet().squaredDistance(to: Point3(0, 0, 0)) == .infinity)
  }

  @Test func heightsOfALine() {
    let faces = Self.prism(Self.comb, low: -1, high: 2)
    #expect(faces.heights(at: Point(1, 0.5)) == [-1, 2])
    #expect(faces.heights(at: Point(8.5, 1.5)) == [])
    #expect(faces.heights(at: Point(6.5, 5)) == [])
    let tilted = Self.prism(Self.comb, low: 0, high: 2) { Point3($0.x, $0.y, $0.z + 3 * $0.x) }
    #expect(zip(tilted.heights(at: Point(5, 1)), [15, 17]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(tilted.heights(at: Point(5, 1)).count == 2)
  }
}
