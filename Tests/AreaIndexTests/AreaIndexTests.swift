import AreaIndex
import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

struct AreaIndexTests {
  static func square(_ x: Double, _ y: Double, _ side: Double) -> MultiPolygon {
    MultiPolygon([
      Polygon(Ring([Point(x, y), Point(x + side, y), Point(x + side, y + side), Point(x, y + side), Point(x, y)]))
    ])
  }

  /// Compares single and batch answers with the oracle; returns how many points had a candidate on a border.
  @discardableResult
  static func compare(
    _ areas: [AreaShape], _ points: [Point], seed: UInt64, threads: Int = 1, index: AreaIndex? = nil
  ) throws -> Int {
    let index = try index ?? AreaIndex(areas, threads: threads)
    let oracle = Oracle(areas)
    let batch = index.assign(points)
    var onBorder = 0
    var wrong = 0
    for (point, answer) in zip(points, batch) {
      let expected = oracle.answer(point)
      if !expected.boundary.isEmpty { onBorder += 1 }
      if Oracle.seen(answer) != expected || index.assign(point) != answer {
        wrong += 1
        if wrong <= 5 {
          Issue.record(
            "seed \(seed): \(point): \(Oracle.seen(answer)), alone \(Oracle.seen(index.assign(point))), not \(expected)"
          )
        }
      }
    }
    #expect(wrong == 0)
    return onBorder
  }

  /// Points on, beside and away from what the areas are made of.
  static func probes(_ areas: [AreaShape], _ count: Int, _ random: inout SeededGenerator) -> [Point] {
    let rings = areas.flatMap { $0.geometry.polygons.flatMap(\.rings) }.map(\.points).filter { $0.count > 1 }
    var box = Box.empty
    for area in areas { box.formUnion(area.geometry.box) }
    box = box.expanded(by: max(box.width, box.height) / 20)
    return (0..<count).map { round in
      if round % 4 == 0 || rings.isEmpty {
        return Point(.random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
      }
      let ring = rings.randomElement(using: &random)!
      let at = Int.random(in: 0..<ring.count - 1, using: &random)
      let (a, b) = (ring[at], ring[at + 1])
      var t = [0, 0.5, Double.random(in: 0...1, using: &random), Double.random(in: -1...2, using: &random)]
        .randomElement(using: &random)!
      if round % 4 == 1 { t = 0 }
      var p = Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
      if round % 8 == 3 { p.y = rings.randomElement(using: &random)!.randomElement(using: &random)!.y }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        p.x = Bool.random(using: &random) ? p.x.nextUp : p.x.nextDown
      }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        p.y = Bool.random(using: &random) ? p.y.nextUp : p.y.nextDown
      }
      return p
    }
  }

  @Test func nothingAtAll() throws {
    let index = try AreaIndex([], threads: 2)
    #expect(index.levels.isEmpty && index.count == 0)
    #expect(index.assign(Point(1, 2)) == .outside)
    let empty = try AreaIndex([AreaShape(level: .grid, code: "1", geometry: MultiPolygon([]))], threads: 1)
    #expect(empty.levels == [.grid])
    #expect(empty.assign(Point(0, 0)) == .outside)
    #expect(empty.assign(Point(.nan, 0)) == .outside)
  }

  @Test func oneSquare() throws {
    let index = try AreaIndex([AreaShape(level: .street, code: "1", geometry: Self.square(0, 0, 8))], threads: 1)
    #expect(index.assign(Point(1, 1)).area(at: .street) == 0)
    #expect(!index.assign(Point(1, 1)).isBoundary(.street))
    #expect(index.assign(Point(8, 8)).isBoundary(.street))
    #expect(index.assign(Point(0, 3)).area(at: .street) == 0)
    #expect(index.assign(Point((8.0).nextUp, 3)) == .outside)
    #expect(index.assign(Point(1, 1)).area(at: .grid) == -1)
    for odd in [Point(.nan, 1), Point(1, .infinity), Point(-.greatestFiniteMagnitude, 1), Point(1e300, 1e300)] {
      #expect(index.assign(odd) == .outside)
    }
  }

  @Test func badCoordinates() {
    for value in [Double.nan, .infinity, 1e301] {
      let area = AreaShape(
        level: .grid, code: "7", geometry: MultiPolygon([Polygon(Ring([Point(0, 0), Point(value, 0), Point(1, 1)]))]))
      #expect("\(value)") { try AreaIndex([area], threads: 1) } throws: { ($0 as? Fault)?.code == "bad-coordinate" }
    }
  }

  /// Random rings on a small lattice: shared edges, touching vertices, crossings, repeated points, spikes, duplicates,
  /// several levels that do not nest, holes, codes that repeat or are blank.
  @Test(arguments: 0..<30) func latticeRings(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let size = [3, 6, 12][Int(seed) % 3]
    let unit = [1.0, 0.1, 1e-7, 3e5][Int(seed) / 3 % 4]
    let shift = seed % 5 == 0 ? 0.0 : Double.random(in: -200...200, using: &random)
    func ring() -> Ring {
      let points = (0..<Int.random(in: 1...7, using: &random)).map { _ in
        Point(
          shift + unit * Double(Int.random(in: 0...size, using: &random)),
          shift + unit * Double(Int.random(in: 0...size, using: &random)))
      }
      return Ring(Bool.random(using: &random) ? points : points + [points[0]])
    }
    let count = Int.random(in: 1...14, using: &random)
    var areas = (0..<count).map { _ in
      AreaShape(
        level: [.district, .street, .grid].randomElement(using: &random)!,
        code: ["", " ", "1", "2", "10", "é"].randomElement(using: &random)!,
        parent: Int32.random(in: -1..<Int32(count), using: &random),
        geometry: MultiPolygon(
          (0..<Int.random(in: 1...2, using: &random)).map { _ in
            Polygon(ring(), holes: Bool.random(using: &random) ? [ring()] : [])
          }))
    }
    areas.append(areas[0])
    var points = Self.probes(areas, 200, &random)
    for i in -1...2 * size + 1 {
      for j in -1...2 * size + 1 { points.append(Point(shift + unit * Double(i) / 2, shift + unit * Double(j) / 2)) }
    }
    #expect(try Self.compare(areas, points, seed: seed) > 0)
  }
}
