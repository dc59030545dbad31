import AreaIndex
import Diagnostics
import GridPlanning
import Projections
import SpatialPrimitives
import TestSupport
import Testing

/// Geometry that no drawing program should write: each is named, none stops the check.
@Suite struct BadGeometryTests {
  static let cases: [(name: String, geometry: MultiPolygon, reason: String)] = [
    ("bow tie", rings([[(0, 0), (100, 100), (100, 0), (0, 100)]]), "Self-intersection"),
    ("no area", rings([[(0, 0), (100, 100), (200, 200)]]), ""),
    ("one point", rings([[(5, 5), (5, 5), (5, 5)]]), ""),
    ("empty", MultiPolygon([]), "no polygon"),
    ("no number", rings([[(0, 0), (.nan, 100), (100, 0)]]), "no number"),
    ("endless", rings([[(0, 0), (.infinity, 100), (100, 0)]]), "no number"),
    (
      "open", MultiPolygon([Polygon(Ring([Point(0, 0), Point(100, 0), Point(100, 100), Point(0, 100)]))]), "not closed"
    ),
    (
      "hole outside", rings([[(0, 0), (100, 0), (100, 100), (0, 100)], [(200, 200), (250, 200), (250, 250)]]),
      "Hole lies outside shell"
    ),
    (
      "rings twice", rings([[(0, 0), (100, 0), (100, 100), (0, 100)], [(0, 0), (100, 0), (100, 100), (0, 100)]]), ""
    ),
    ("spike", rings([[(0, 0), (100, 0), (100, 100), (150, 150), (100, 100), (0, 100)]]), "Self-intersection"),
    (
      "parts on one another",
      MultiPolygon(
        rings([[(0, 0), (100, 0), (100, 100), (0, 100)]]).polygons
          + rings([[(50, 50), (150, 50), (150, 150), (50, 150)]]).polygons),
      "Self-intersection"
    ),
  ]

  @Test(arguments: cases.indices) func isNamedWithItsReason(_ number: Int) throws {
    let (name, geometry, reason) = Self.cases[number]
    let neighbour = Self.rings([[(100, 0), (200, 0), (200, 100), (100, 100)]])
    let findings = try check([geometry, neighbour])
    let invalid = findings.filter { $0.kind == .invalidGeometry }
    #expect(invalid.count == 1, "\(name)")
    #expect(invalid.first?.areas.map(\.code) == ["A0"], "\(name)")
    let message = invalid.first?.message.english ?? ""
    #expect(reason.isEmpty || message.contains(reason), "\(name): \(message)")
  }

  @Test func aBowTieStillOverlapsWithWhatItCovers() throws {
    let findings = try check([Self.cases[0].geometry, Self.rings([[(60, 20), (95, 20), (95, 80), (60, 80)]])])
    #expect(findings.contains { $0.kind == .overlap && $0.areas.map(\.code) == ["A0", "A1"] })
  }

  @Test func tenThousandPartsAreOneNote() throws {
    let parts = (0..<10_000).flatMap { number in
      let (x, y) = (Double(number % 100) * 30, Double(number / 100) * 30)
      return Self.rings([[(x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20)]]).polygons
    }
    let findings = try check([MultiPolygon(parts)])
    #expect(findings.map(\.kind) == [.multipart])
    #expect(findings.first?.pieces == 10_000)
  }

  private func check(_ geometries: [MultiPolygon]) throws -> [Finding] {
    let areas = geometries.enumerated().map { number, geometry in
      CheckSubject.Area(
        level: .grid, code: "A\(number)", name: "", geometry: geometry.shifted(500_000, 2_500_000))
    }
    let subject = CheckSubject(
      areas: areas, coordinateSystem: try CheckFixture.metres.get(), hasParents: false, title: .init(verbatim: "bad"))
    return try AreaCheck.run(subject).findings
  }

  private static func rings(_ rings: [[(Double, Double)]]) -> MultiPolygon {
    let closed = rings.map { ring in Ring((ring + ring.prefix(1)).map { Point($0.0, $0.1) }) }
    return MultiPolygon([Polygon(closed[0], holes: Array(closed.dropFirst()))])
  }
}

extension MultiPolygon {
  fileprivate func shifted(_ x: Double, _ y: Double) -> MultiPolygon {
    mapRings { ring in Ring(ring.points.map { Point($0.x + x, $0.y + y) }) }
  }
}
