import AreaIndex
import Casework
import CityStore
import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Assignment from a boundary file to rows, where it is hardest, against exact arithmetic over all areas.
@Suite struct StressTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] == "1"

  private typealias Area = (code: String, geometry: MultiPolygon)

  /// Writes areas and points, assigns, and compares each row with the oracle: the smallest code among the areas that hold
  /// the point, and whether any has it on its border.
  private func check(_ areas: [Area], _ points: [Point], seed: UInt64 = 0) throws {
    let path = scratch.file("areas.geojson")
    try Data(Self.text(areas).utf8).write(to: URL(fileURLWithPath: path))
    let rows = points.map { "\($0.x),\($0.y)\n" }.joined()
    try Data(("lon,lat\n" + rows).utf8).write(to: URL(fileURLWithPath: scratch.file("e.csv")))
    var run = AssignmentRun(events: scratch.file("e.csv"))
    run.output = scratch.file("o.csv")
    run.hasNames = false
    run.columns = .none
    run.threads = 2
    let summary = try run.run(on: AreaFile(path))
    #expect(summary.rows == points.count && summary.rejected == 0)
    let lines = try String(contentsOfFile: scratch.file("o.csv"), encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(lines.count == points.count)
    let sorted = areas.map { ($0.code, $0.geometry, $0.geometry.box) }.sorted { $0.0 < $1.0 }
    for (point, line) in zip(points, lines) {
      var code = ""
      var isBorder = false
      for (candidate, geometry, box) in sorted where box.contains(point) {
        let location = ExactContainment.location(of: point, in: geometry)
        if location == .outside { continue }
        if code.isEmpty { code = candidate }
        if location == .boundary { isBorder = true }
      }
      let expected = "\(code),\(code.isEmpty ? "outside" : isBorder ? "boundary" : "inside")"
      #expect(line == expected, "seed \(seed): \(point)")
      if line != expected { return }
    }
  }

  private static func text(_ areas: [Area]) -> String {
    let features = areas.map { area in
      let polygons = area.geometry.polygons.map { polygon in
        "["
          + polygon.rings.map { ring in
            "[" + ring.points.map { "[\($0.x),\($0.y)]" }.joined(separator: ",") + "]"
          }.joined(separator: ",") + "]"
      }.joined(separator: ",")
      return
        #"{"type":"Feature","properties":{"code":"\#(area.code)"},"geometry":{"type":"MultiPolygon","coordinates":[\#(polygons)]}}"#
    }
    return #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",\n") + "]}"
  }

  /// A ring around a place, its vertices far and near in turn.
  private static func star(
    _ center: Point, vertices: Int, radius: ClosedRange<Double>, _ random: inout SeededGenerator
  ) -> Ring {
    var points: [Point] = []
    for index in 0..<vertices {
      let angle = 2 * Double.pi * Double(index) / Double(vertices)
      let length = Double.random(in: radius, using: &random)
      points.append(Point(center.x + length * cos(angle), center.y + length * sin(angle)))
    }
    return Ring(points + [points[0]])
  }

  /// Points on the vertices and edges of rings, a few units in the last place beside them, and anywhere around.
  private static func points(_ areas: [Area], _ count: Int, _ random: inout SeededGenerator) -> [Point] {
    let box = areas.reduce(into: Box.empty) { $0.formUnion($1.geometry.box) }
    return (0..<count).map { _ in
      let ring = areas.randomElement(using: &random)!.geometry.polygons.randomElement(using: &random)!.exterior.points
      let edge = Int.random(in: 0..<ring.count - 1, using: &random)
      let part = [0, 0.5, Double.random(in: 0...1, using: &random)].randomElement(using: &random)!
      var point = Point(
        ring[edge].x + part * (ring[edge + 1].x - ring[edge].x), ring[edge].y + part * (ring[edge + 1].y - ring[edge].y)
      )
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        point = Point(
          Double.random(in: box.minX...box.maxX, using: &random), Double.random(in: box.minY...box.maxY, using: &random)
        )
      case 1:
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          point.x = Bool.random(using: &random) ? point.x.nextUp : point.x.nextDown
        }
      default: break
      }
      return point
    }
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>) func onePolygonOfManyVertices(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let vertices = Self.isSoak ? 1_000_000 : 2_000
    let hole = Self.star(Point(113, 23), vertices: vertices / 4, radius: 0.05...0.09, &random)
    let ring = Self.star(Point(113, 23), vertices: vertices, radius: 0.1...0.3, &random)
    let area = Area("A", MultiPolygon([Polygon(ring, holes: [hole])]))
    try check([area], Self.points([area], Self.isSoak ? 2000 : 150, &random), seed: seed)
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>) func manyOverlappingAreas(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let areas = (0..<(Self.isSoak ? 10_000 : 250)).map { number in
      let center = Point(Double.random(in: 113...113.2, using: &random), Double.random(in: 23...23.2, using: &random))
      let ring = Self.star(center, vertices: 40, radius: 0.005...0.02, &random)
      return Area("A\(number)", MultiPolygon([Polygon(ring)]))
    }
    try check(areas, Self.points(areas, Self.isSoak ? 4000 : 500, &random), seed: seed)
  }

  /// Areas side by side that are as narrow as doubles allow: 1.4 × 10⁻¹⁴ degrees are 1.4 nanometres.
  @Test func sliversOfANanometre() throws {
    var random = SeededGenerator(seed: 9)
    var x = 113.0
    var areas: [Area] = []
    for number in 0..<(Self.isSoak ? 400 : 120) {
      var right = x
      for _ in 0..<Int.random(in: 1...3, using: &random) { right = right.nextUp }
      let ring = [Point(x, 23), Point(right, 23), Point(right, 23.01), Point(x, 23.01), Point(x, 23)]
      areas.append(Area("S\(1000 + number)", MultiPolygon([Polygon(Ring(ring))])))
      x = right
    }
    var points: [Point] = []
    var place = 113.0.nextDown
    while place <= x.nextUp {
      for y in [23.0, 23.005, 23.01, 23.01.nextUp] { points.append(Point(place, y)) }
      place = place.nextUp
    }
    // A wedge between two lines that part by a nanometre over a kilometre.
    areas.append(
      Area(
        "W",
        MultiPolygon([
          Polygon(Ring([Point(114, 23), Point(114.01, 23.01), Point(114.01, 23.01.nextUp), Point(114, 23)]))
        ])))
    for _ in 0..<300 {
      let part = Double.random(in: 0...0.01, using: &random)
      points.append(Point(114 + part, 23 + part))
    }
    try check(areas, points)
  }

  /// RFC 7946, 3.1.9: an area across 180° is cut there; both of its edges at the meridian are borders.
  @Test func areasAcrossTheAntimeridian() throws {
    func box(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> Polygon {
      Polygon(
        Ring([Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY), Point(minX, minY)]))
    }
    let areas = [
      Area("A", MultiPolygon([box(175, -20, 180, -10), box(-180, -20, -175, -10)])),
      Area("B", MultiPolygon([box(170, -20, 175, -10), box(-180, -10, -170, 0)])),
      Area("P", MultiPolygon([box(-180, -90, 180, -60)])),
    ]
    let values = [-180, -179.9999999, -175, -172, -170, 0, 170, 175, 179.9999999, 180]
    let points = values.flatMap { x in [-90, -75, -60, -20, -15, -10, -5, 0, 90].map { Point(x, $0) } }
    try check(areas, points.filter { $0 != Point(0, 0) })
  }

  @Test(.enabled(if: SharedData.isPresent("world"))) func islandsOnBothSidesOfTheAntimeridian() throws {
    var random = SeededGenerator(seed: 12)
    var areas: [Area] = []
    for name in ["FJI", "KIR", "NZL"] {
      let source = try FeatureFile.open(SharedData.path("world/\(name).geojson"))
      while let feature = try source.next() {
        if let geometry = feature.geometry?.asMultiPolygon { areas.append(Area(name, geometry)) }
      }
    }
    #expect(areas.count == 3)
    try check(areas, Self.points(areas, Self.isSoak ? 4000 : 300, &random))
  }
}
