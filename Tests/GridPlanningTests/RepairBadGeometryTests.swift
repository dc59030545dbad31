import AreaIndex
import Diagnostics
import Foundation
import GEOSOperations
import GridPlanning
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Geometry that no drawing program should write: mended and told, or left with a reason; never lost.
@Suite struct RepairBadGeometryTests {
  @Test(arguments: BadGeometryTests.cases.indices) func isMendedOrLeft(_ number: Int) throws {
    let (name, geometry, _) = BadGeometryTests.cases[number]
    let corners = [(100.0, 0.0), (200, 0), (200, 100), (100, 100), (100, 0)]
    let neighbour = MultiPolygon([Polygon(Ring(corners.map { Point($0.0, $0.1) }))])
    let (result, subject) = try repaired([geometry, neighbour])
    #expect(result.findingsBefore >= 1, "\(name)")
    let told = result.changes.filter { $0.rule == .geometry && $0.to == 0 }
    let left = result.remainders.filter { $0.finding.kind == .invalidGeometry }
    #expect(told.count + left.count == 1, "\(name): \(told.count) mended, \(left.count) left")
    // Why it is left lies in its rings, not in the ground where it should be.
    #expect(left.allSatisfy { !$0.reason.english.isEmpty && !$0.reason.english.contains("tolerance") })
    let mends = ["bow tie", "open", "hole outside", "spike", "parts on one another"].contains(name)
    #expect(mends == !told.isEmpty, "\(name)")
    if mends {
      let mended = try #require(result.geometries[0])
      #expect(try GEOSContext().flaw(in: mended) == nil && mended.planarArea > 0, "\(name)")
      // Every place that the rings went round an odd number of times, but for what the neighbour claims too.
      let sound = try GEOSContext().makeValid(subject.areas[0].geometry).geometry
      #expect((mended.planarArea - sound.planarArea).magnitude < 1, "\(name)")
    } else {
      #expect(result.geometries[0] == nil, "\(name)")
    }
  }

  /// `ONEGRID_SOAK=1`: ten thousand.
  @Test func manyPartsArePutTogetherAgain() throws {
    let count = RealBoundaryCheckTests.isSoak ? 10_000 : 400
    let parts = (0..<count).map { number in
      let (x, y) = (Double(number % 20) * 30, Double(number / 20) * 30)
      let corners = [(x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20), (x, y)]
      return Polygon(Ring(corners.map { Point($0.0, $0.1) }))
    }
    let corners = [(-50.0, -50.0), (0.4, -50), (0.4, 0.4), (-50, 0.4), (-50, -50)]
    let neighbour = MultiPolygon([Polygon(Ring(corners.map { Point($0.0, $0.1) }))])
    let (result, _) = try repaired([MultiPolygon(parts), neighbour])
    #expect(result.remainders.map(\.reason.english).isEmpty)
    // The overlap goes to the smaller area.
    #expect(result.changes.filter(\.rule.movesGround).map { [$0.from, $0.to] } == [[0, 1]])
    #expect(try #require(result.geometries[0]).polygons.count == count)
  }

  /// Published sets of nasty polygons, each with itself moved by a little: nothing stops the repair, and what comes out is
  /// valid or as it was. `ONEGRID_SOAK=1`.
  @Test(.enabled(if: RealBoundaryCheckTests.isSoak && SharedData.isPresent("nasty_geometry")))
  func nastyPolygonsComeOutValid() throws {
    let geos = try GEOSContext()
    let names = FileManager.default.enumerator(atPath: SharedData.path("nasty_geometry"))?.compactMap { $0 as? String }
    var tried = 0
    for name in (names ?? []).sorted() where name.hasSuffix(".geojson") && !name.contains("JSONTestSuite") {
      guard let shapes = try? polygons(of: "nasty_geometry/" + name), !shapes.isEmpty,
        shapes.reduce(0, { $0 + $1.pointCount }) < 2000
      else { continue }
      let areas = shapes + shapes.map { shape in shape.mapRings { Ring($0.points.map { Point($0.x + 1e-9, $0.y) }) } }
      let (result, _) = try repaired(areas, origin: Point(0, 0))
      tried += 1
      for (ordinal, geometry) in result.geometries {
        #expect(try geos.flaw(in: geometry) == nil && !geometry.isEmpty, "\(name): \(ordinal)")
      }
    }
    #expect(tried > 5)
  }

  private func polygons(of file: String) throws -> [MultiPolygon] {
    let source = try FeatureFile.open(SharedData.path(file))
    var areas: [MultiPolygon] = []
    while let feature = try source.next(), areas.count < 40 {
      if let polygons = feature.geometry?.asMultiPolygon { areas.append(polygons) }
    }
    return areas
  }

  private func repaired(
    _ areas: [MultiPolygon], origin: Point = Point(500_000, 2_500_000)
  ) throws -> (RepairResult, CheckSubject) {
    let subject = CheckSubject(
      areas: areas.enumerated().map { number, geometry in
        CheckSubject.Area(
          level: .grid, code: "A\(number)", name: "",
          geometry: geometry.mapRings { Ring($0.points.map { Point($0.x + origin.x, $0.y + origin.y) }) })
      }, coordinateSystem: try CheckFixture.metres.get(), hasParents: false, title: .init(verbatim: "bad"))
    return (try CoverageRepair.run(subject), subject)
  }
}
