import Diagnostics
import Foundation
import Projections
import SpatialPrimitives
import TestSupport
import Testing

/// A transformation between two systems as users write them.
func transformation(_ source: String, _ target: String) throws -> Transformation {
  try Transformation(from: CoordinateSystem(source), to: CoordinateSystem(target))
}

/// Metres between two places in degrees.
func metres(_ a: Point, _ b: Point) -> Double { Ellipsoid.wgs84.distance(a, b) }

@Suite struct TransformationTests {
  @Test func zhengzhouInBothKindsOfZone() throws {
    let place = Point(113.625368, 34.7466)
    let central = try #require(try transformation("EPSG:4490", "EPSG:4547").transform(place))
    #expect(abs(central.x - 465_695.348) < 0.001)
    #expect(abs(central.y - 3_846_545.068) < 0.001)
    let prefixed = try #require(try transformation("EPSG:4490", "EPSG:4526").transform(place))
    #expect(abs(prefixed.x - 38_465_695.348) < 0.001)
  }

  @Test(arguments: [
    ("EPSG:4490", "EPSG:4490"), ("EPSG:4490", "EPSG:4326"), ("EPSG:4326", "EPSG:4490"), ("OGC:CRS84", "EPSG:4490"),
    ("EPSG:4547", "EPSG:4547"), ("gcj02", "GCJ-02"), ("EPSG:4480", "EPSG:4490"),
  ])
  func identityKeepsTheBits(source: String, target: String) throws {
    let move = try transformation(source, target)
    #expect(move.isIdentity)
    let points = [Point(113.123456789012345, 34.1), Point(-0.0, 91), Point(.infinity, 1)]
    var moved = points
    move.transformEach(&moved)
    for (a, b) in zip(points, moved) {
      #expect(a.x.bitPattern == b.x.bitPattern && a.y.bitPattern == b.y.bitPattern)
    }
  }

  @Test func chinaAndTheWorldAreOneAndItIsSaid() throws {
    #expect(try transformation("EPSG:4490", "EPSG:4326").accuracyNote?.english.contains("taken as one") == true)
    #expect(try transformation("EPSG:4547", "EPSG:4326").accuracyNote?.english.contains("taken as one") == true)
    let place = Point(465_695.348, 3_846_545.068)
    let here = try #require(try transformation("EPSG:4547", "EPSG:4490").transform(place))
    let there = try #require(try transformation("EPSG:4547", "EPSG:4326").transform(place))
    #expect(here == there)
    #expect(try transformation("EPSG:4547", "EPSG:4490").accuracyNote == nil)
    #expect(try transformation("EPSG:2401", "EPSG:4490").accuracyNote?.english.contains("no known datum shift") == true)
  }

  @Test(arguments: [
    ("EPSG:4490", "EPSG:4547"), ("EPSG:4490", "EPSG:4526"), ("EPSG:4326", "EPSG:3857"), ("EPSG:4490", "gcj02"),
    ("EPSG:4490", "bd09"), ("EPSG:4490", "bd09mc"), ("EPSG:4547", "bd09mc"), ("gcj02", "bd09mc"),
  ])
  func wayBackIsExact(source: String, target: String) throws {
    var generator = SeededGenerator(seed: 0x0DD5)
    let there = try transformation(source, target)
    let back = try transformation(target, source)
    let isPlane = try CoordinateSystem(source).kind == .projected
    var worst = 0.0
    for _ in 0..<2_000 {
      let start =
        isPlane
        ? Point(
          .random(in: 350_000...650_000, using: &generator), .random(in: 2_300_000...5_800_000, using: &generator))
        : Point(.random(in: 112...116, using: &generator), .random(in: 20...53, using: &generator))
      let end = try #require(there.transform(start))
      let again = try #require(back.transform(end))
      worst = max(worst, isPlane ? hypot(again.x - start.x, again.y - start.y) : metres(start, again))
    }
    // The northing of BD-09 Mercator jumps by 4 cm at 30° N; no seeded point falls into the gap.
    #expect(worst < 0.000_1, "seed 0x0DD5: \(worst) m")
  }

  @Test func pointsOutsideAreToldApart() throws {
    let move = try transformation("EPSG:4490", "EPSG:4547")
    #expect(move.transform(Point(34, 113)) == nil)
    #expect(move.transform(Point(.nan, 34)) == nil)
    var points = [Point(113.6, 34.7), Point(34, 113), Point(113.7, 34.8)]
    move.transformEach(&points)
    #expect(points[0].isFinite && !points[1].isFinite && points[2].isFinite)
    #expect(points[2] == move.transform(Point(113.7, 34.8)))
    var bad = [Point(113.6, 34.7), Point(34, 113)]
    let fault = #expect(throws: Fault.self) { try move.transform(&bad) }
    #expect(fault?.code == "outside-crs")
    #expect(fault?.what.english.contains("34.0 113.0") == true)
  }

  /// PROJ's own vectors (`builtins.gie`) for three projections.
  @Test(.enabled(if: SharedData.isPresent("proj_gie/gie/builtins.gie")))
  func projVectors() throws {
    let text = try String(contentsOfFile: SharedData.path("proj_gie/gie/builtins.gie"), encoding: .utf8)
    var compared = 0
    for operation in ["+proj=utm +ellps=GRS80 +zone=30", "+proj=merc +ellps=GRS80", "+proj=cass +ellps=GRS80"] {
      for (input, expected) in gieForward(text, operation: operation.replacingOccurrences(of: "+", with: "")) {
        // An ulp beside the pole, a degree's rounding is kilometres of Mercator.
        if input.y.magnitude > 89.9 { continue }
        let move = try transformation("+proj=longlat +ellps=GRS80", operation)
        let result = try #require(move.transform(input))
        #expect(hypot(result.x - expected.x, result.y - expected.y) < 0.001, "\(operation) \(input)")
        compared += 1
      }
    }
    #expect(compared >= 12)
  }

  /// The forward `accept`/`expect` pairs that follow an operation.
  private func gieForward(_ text: String, operation: String) -> [(Point, Point)] {
    var pairs: [(Point, Point)] = []
    var isOurs = false
    var isForward = true
    var input: Point?
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      switch words.first {
      case "operation":
        let given = Set(words.dropFirst().map { $0.replacingOccurrences(of: "+", with: "") })
        isOurs = given == Set(operation.split(separator: " ").map(String.init))
        isForward = true
      case "direction": isForward = words.dropFirst().first == "forward"
      case "accept":
        input = words.count >= 3 ? Double(words[1]).flatMap { x in Double(words[2]).map { Point(x, $0) } } : nil
      case "expect":
        guard isOurs, isForward, let from = input, words.count >= 3, let x = Double(words[1]), let y = Double(words[2])
        else { continue }
        pairs.append((from, Point(x, y)))
      default: continue
      }
    }
    return pairs
  }
}
