import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

@testable import Casework
@testable import Projections

/// `--doubtful` and `--explain` tell the same whether borders are found by a map, as of many events, or by the trees, as of
/// few; with any number of threads.
@Suite struct BordersOfEventsTests {
  let fixture: AssignmentFixture
  init() throws { fixture = try AssignmentFixture() }

  /// Most of them nearer to a border than some hundred metres, some exactly on one, some outside.
  private static func events(_ count: Int) -> [String] {
    var random = SeededGenerator(seed: 53)
    return (0..<count).map { row in
      func coordinate(_ low: Double) -> Double {
        let line = low + 0.125 * Double(Int.random(in: 0...2, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return line
        case 1: return .random(in: low - 0.05...low + 0.3, using: &random)
        case 2: return line + .random(in: -2e-3...2e-3, using: &random)
        default: return line + .random(in: -3e-4...3e-4, using: &random)
        }
      }
      let lon = coordinate(113)
      return "\(row),\(lon),\(coordinate(23))"
    }
  }

  @Test(arguments: [nil, 20, 250] as [Double?]) func manyAreToldAsFew(doubtful: Double?) throws {
    let rows = Self.events(9000)
    func run(_ rows: [String], threads: Int) throws -> [String] {
      try fixture.run("id,lon,lat\n" + rows.joined(separator: "\n") + "\n") {
        $0.columns = .some(["id"])
        $0.hasNames = false
        $0.doubtful = doubtful
        $0.explains = doubtful == nil
        $0.snap = doubtful == 250 ? 30 : nil
        $0.threads = threads
      }.lines
    }
    let whole = try run(rows, threads: 1)
    #expect(try run(rows, threads: 3) == whole, "seed 53")
    var pieces = [whole[0]]
    for start in stride(from: 0, to: rows.count, by: 3000) {
      pieces += try run(Array(rows[start..<start + 3000]), threads: 1).dropFirst()
    }
    #expect(pieces == whole, "seed 53")
    #expect(whole.filter { $0.contains("G1,inside,") && $0.contains(",G2") }.count > 100)
  }

  /// What stands in for the geodesic up to a kilometre is closer to it than is counted on.
  @Test func theMetricIsThatExact() {
    var random = SeededGenerator(seed: 59)
    var worst = 0.0
    for _ in 0..<20_000 {
      let place = Point(.random(in: -170...170, using: &random), .random(in: -60...60, using: &random))
      let metric = LocalMetric.geographic(latitude: place.y)
      let angle = Double.random(in: 0...(2 * .pi), using: &random)
      let reach = Double.random(in: 1...1000, using: &random)
      let other = Point(
        place.x + reach * cos(angle) / metric.metresPerX, place.y + reach * sin(angle) / metric.metresPerY)
      let geodesic = Ellipsoid.wgs84.longDistance(place, other)
      worst = max(worst, (metric.distance(from: place, to: other) - geodesic).magnitude / geodesic)
    }
    #expect(worst < AreaFinder.metricError / 5, "seed 59")
  }

  /// Millimetres as the standard library writes them.
  @Test func metresAreWrittenOut() {
    var random = SeededGenerator(seed: 61)
    for round in 0..<2000 {
      let metres = round < 20 ? Double(round) / 2000 : pow(10, Double.random(in: -4...7, using: &random))
      let target = ByteBuffer()
      NumberText.append(metres: metres, to: target)
      let text = unsafe String(decoding: target.bytes, as: UTF8.self)
      #expect(text == String(format: "%.3f", (metres * 1000).rounded() / 1000), "seed 61")
    }
  }
}
