import AreaIndex
import Diagnostics
import Foundation
import GEOSOperations
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Coverages with flaws put into them are without flaws after a repair, or what is left is named; nothing moves further
/// than the tolerance, and the ledger adds up.
@Suite struct CoverageRepairTests {
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil

  @Test func aPerfectCityIsNotTouched() throws {
    let fixture = CheckFixture()
    let result = try CoverageRepair.run(fixture.subject())
    #expect(result.geometries.isEmpty && result.changes.isEmpty && result.remainders.isEmpty)
    #expect(result.findingsBefore == 0)
  }

  /// Vertices pushed about by a centimetre to a hundred metres, at all levels: gaps, overlaps, slivers, strays.
  @Test(arguments: 1...(isSoak ? 40 : 2)) func seededFlawsAreMendedOrNamed(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var fixture = CheckFixture(columns: 9, rows: 6, side: 3, bends: 2, size: 400, seed: seed)
    for _ in 0..<12 {
      let area = Int.random(in: 1..<fixture.areas.count, using: &random)
      let reach = pow(10, Double.random(in: -2...2, using: &random))
      let angle = Double.random(in: 0...(2 * .pi), using: &random)
      fixture.areas[area].geometry = fixture.areas[area].geometry.moving(
        vertex: .random(in: 0..<40, using: &random), by: reach * cos(angle), reach * sin(angle))
    }
    var request = RepairRequest()
    request.tolerance = 5
    let result = try CoverageRepair.run(fixture.subject(), request)
    try audit(fixture, result, request, "seed \(seed)")
    let left = try check(fixture, result).findings.filter { $0.severity == .error }
    #expect(left.count == result.remainders.count, "seed \(seed)")
    for finding in left where [.overlap, .gap].contains(finding.kind) {
      #expect((finding.greatestWidth ?? 0) > 2, "seed \(seed): \(finding.message.english)")
    }
  }

  /// Everything that a large tolerance may decide is decided: nothing is left.
  @Test(arguments: 1...(isSoak ? 40 : 2)) func smallFlawsAreAllMended(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let size = Self.isSoak ? (9, 6) : (5, 4)
    var fixture = CheckFixture(columns: size.0, rows: size.1, side: 3, bends: 2, size: 400, seed: seed)
    for number in fixture.areas.indices.dropFirst() {
      let vertices = fixture.areas[number].geometry.polygons[0].exterior.points.count
      for vertex in 0..<vertices where Int.random(in: 0..<4, using: &random) == 0 {
        let reach = pow(10, Double.random(in: -9...0.3, using: &random))
        let angle = Double.random(in: 0...(2 * .pi), using: &random)
        fixture.areas[number].geometry = fixture.areas[number].geometry.moving(
          vertex: vertex, by: reach * cos(angle), reach * sin(angle))
      }
    }
    var request = RepairRequest()
    request.tolerance = 6
    let result = try CoverageRepair.run(fixture.subject(), request)
    #expect(result.findingsBefore > 20)
    try audit(fixture, result, request, "seed \(seed)")
    #expect(result.remainders.map { $0.finding.message.english + ": " + $0.reason.english }.isEmpty, "seed \(seed)")
    let again = try check(fixture, result).findings.filter { $0.severity == .error }.map(\.message.english)
    #expect(again.isEmpty, "seed \(seed)")
  }

  @Test func aGapGoesToTheLongestBorderAndAnOverlapToTheSmallerArea() throws {
    let left = MultiPolygon([CoverageRepairTests.box(0, 0, 100, 100)])
    let right = MultiPolygon([CoverageRepairTests.box(100.5, 0, 150, 100)])
    let top = MultiPolygon([CoverageRepairTests.box(0, 99.6, 150, 150)])
    let bottom = MultiPolygon([CoverageRepairTests.box(0, -50, 150, 0)])
    let result = try repaired([left, right, top, bottom])
    #expect(result.remainders.isEmpty)
    let overlaps = result.changes.filter { $0.rule == .overlap }
    // The top one is larger than the right one and smaller than the left one.
    #expect(Set(overlaps.map { [$0.from, $0.to] }) == [[0, 2], [2, 1]])
    let gaps = result.changes.filter { $0.rule == .gap }
    #expect(gaps.map(\.from) == [nil])
    #expect((result.gained - result.lost - result.filled + result.dropped).magnitude < 1e-9)
    #expect((result.filled - 0.5 * 99.6).magnitude < 0.1)
  }

  /// An overlap 4 km long, at a tolerance of some millimetres: its border would have to be looked at in a million places.
  @Test func whatIsTooLongToBeProvedIsLeftForThatReason() throws {
    let areas = [
      MultiPolygon([CoverageRepairTests.box(0, 0, 100, 4000)]),
      MultiPolygon([CoverageRepairTests.box(99.997, 0, 200, 4000)]),
    ]
    let result = try repaired(areas, tolerance: 0.004)
    #expect(result.geometries.isEmpty && result.remainders.count == 1)
    #expect(result.remainders.first?.reason.english.hasPrefix("it is too long") == true)
    // With more room it is decided at once.
    #expect(try repaired(areas, tolerance: 1).remainders.isEmpty)
  }

  @Test func ranksGoBeforeShares() throws {
    let areas = [
      MultiPolygon([CoverageRepairTests.box(0, 0, 100, 100)]),
      MultiPolygon([CoverageRepairTests.box(99.5, 0, 300, 100)]),
    ]
    #expect(try repaired(areas).changes.map(\.to) == [0])
    #expect(try repaired(areas, ranks: [.number(2), .number(1)]).changes.map(\.to) == [1])
    #expect(try repaired(areas, ranks: [.none, .text("b")]).changes.map(\.to) == [1])
    #expect(AreaRank("10") > AreaRank(" 9 ") && AreaRank("a") > AreaRank("7") && AreaRank("") > AreaRank("z"))
  }

  @Test func whatIsAllowedIsLeft() throws {
    let areas = [
      MultiPolygon([CoverageRepairTests.box(0, 0, 100, 100)]),
      MultiPolygon([CoverageRepairTests.box(99.5, 0, 300, 100)]),
    ]
    let folder = try Scratch()
    try "kind,codes,reason\noverlap,A0 A1,park\n".write(
      toFile: folder.file("allow.csv"), atomically: true, encoding: .utf8)
    var request = RepairRequest()
    request.allowed = try AllowList(reading: folder.file("allow.csv"))
    let result = try CoverageRepair.run(subject(areas), request)
    #expect(result.geometries.isEmpty)
  }

  /// A gap with three arms: no neighbour may have all of it, each has what is near.
  @Test func aForkedGapIsDivided() throws {
    let center = Point(500_500, 2_500_500)
    func sector(_ first: Double, _ second: Double) -> MultiPolygon {
      let middle = (first + second) / 2
      let apex = Point(center.x + 0.6 * cos(middle), center.y + 0.6 * sin(middle))
      let (a, b) = (
        Point(apex.x + 400 * cos(first), apex.y + 400 * sin(first)),
        Point(apex.x + 400 * cos(second), apex.y + 400 * sin(second))
      )
      return MultiPolygon([Polygon(Ring([apex, a, b, apex]))])
    }
    let third = 2 * Double.pi / 3
    let outer = [(0.1, third + 0.1), (third + 0.1, 2 * third + 0.1), (2 * third + 0.1, 2 * .pi + 0.1)].map {
      sector($0.0, $0.1)
    }
    // A frame, so that the arms do not open outward.
    let square = Polygon(
      CoverageRepairTests.box(0, 0, 1000, 1000).exterior,
      holes: [Ring(hull(outer.flatMap { $0.polygons[0].exterior.points.dropFirst().dropLast() }, around: center))])
    let areas = outer + [MultiPolygon([square])]
    let result = try repaired(areas, tolerance: 1.5)
    #expect(result.remainders.map(\.reason.english).isEmpty)
    #expect(Set(result.changes.compactMap(\.to)).count > 1)
    #expect(result.greatestShift <= 1.5)
  }

  @Test func aFingerIsLostByTheOneWhoseFingerItIs() throws {
    // Nine tenths of a metre wide and fifty long, from the right area into the left one: its tip is far from the left one's border.
    let left = MultiPolygon([CoverageRepairTests.box(0, 0, 100, 100)])
    let points: [(Double, Double)] = [
      (100, 0), (160, 0), (160, 100), (100, 100), (100, 50.9), (50, 50.9), (50, 50), (100, 50), (100, 0),
    ]
    let right = MultiPolygon([Polygon(Ring(points.map { Point(500_000 + $0.0, 2_500_000 + $0.1) }))])
    let result = try repaired([left, right])
    #expect(result.changes.filter(\.rule.movesGround).map(\.to) == [0])
    #expect(result.remainders.isEmpty)
    #expect(try #require(result.geometries[1]).planarArea == 6000)
  }

  // MARK: The audit

  /// Validity, movement, sums, and that neighbours share their vertices.
  private func audit(
    _ fixture: CheckFixture, _ result: RepairResult, _ request: RepairRequest, _ name: String
  ) throws {
    let geos = try GEOSContext()
    for (ordinal, geometry) in result.geometries {
      #expect(try geos.flaw(in: geometry) == nil, "\(name): \(ordinal)")
      #expect(!geometry.isEmpty)
      // What it won lies within the tolerance of what it was, and what it lost within that of what it is not.
      let old = try geos.makeValid(fixture.areas[ordinal].geometry).geometry
      for changed in [try geos.difference(geometry, old), try geos.difference(old, geometry)] {
        for point in changed.polygons.flatMap(\.exterior.points) {
          let away = old.borderDistance(from: point)
          #expect(away <= request.tolerance * 1.001, "\(name): \(ordinal) moved by \(away)")
        }
      }
    }
    #expect(result.greatestShift <= request.tolerance)
    let scale = max(1, result.gained)
    #expect((result.gained + result.dropped - result.lost - result.filled).magnitude < 1e-9 * scale, "\(name)")
    for balance in result.balances {
      let expected = balance.before + balance.gained - balance.held - balance.lost
      // A vertex put into an edge that is straight in the plane moves it on the ellipsoid.
      let isMoved = balance.gained + balance.lost > 0
      #expect(
        (balance.after - expected).magnitude < (isMoved ? 1e-3 : 1e-6 * balance.before),
        "\(name): area \(balance.ordinal)")
    }
  }

  private func check(_ fixture: CheckFixture, _ result: RepairResult) throws -> CheckResult {
    var fixture = fixture
    for (ordinal, geometry) in result.geometries { fixture.areas[ordinal].geometry = geometry }
    return try fixture.check()
  }

  private func repaired(
    _ areas: [MultiPolygon], tolerance: Double = 1, ranks: [AreaRank] = []
  ) throws -> RepairResult {
    var request = RepairRequest()
    request.tolerance = tolerance
    request.ranks = ranks
    return try CoverageRepair.run(subject(areas), request)
  }

  private func subject(_ areas: [MultiPolygon]) throws -> CheckSubject {
    CheckSubject(
      areas: areas.enumerated().map { CheckSubject.Area(level: .grid, code: "A\($0)", name: "", geometry: $1) },
      coordinateSystem: try CheckFixture.metres.get(), hasParents: false, title: .init(verbatim: "areas"))
  }

  static func box(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> Polygon {
    let corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return Polygon(Ring(corners.map { Point(500_000 + $0.0, 2_500_000 + $0.1) }))
  }

  private func hull(_ points: [Point], around center: Point) -> [Point] {
    let sorted = points.sorted { atan2($0.y - center.y, $0.x - center.x) < atan2($1.y - center.y, $1.x - center.x) }
    return sorted + sorted.prefix(1)
  }
}

extension MultiPolygon {
  fileprivate func borderDistance(from point: Point) -> Double {
    var best = Double.infinity
    for ring in polygons.flatMap(\.rings) {
      for (a, b) in zip(ring.points, ring.points.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let square = dx * dx + dy * dy
        let part = square > 0 ? min(max(((point.x - a.x) * dx + (point.y - a.y) * dy) / square, 0), 1) : 0
        best = min(best, hypot(point.x - a.x - part * dx, point.y - a.y - part * dy))
      }
    }
    return best
  }
}
