import AreaIndex
import Diagnostics
import GridPlanning
import Projections
import SpatialPrimitives
import TestSupport
import Testing

/// Measures on the ground against geodesics: in degrees, in metres and in feet.
@Suite struct FaceMeasureTests {
  /// A hole of known size in an area.
  @Test(arguments: ["EPSG:4490", "EPSG:4547", "EPSG:2263"]) func aHoleHasItsMetres(_ crs: String) throws {
    let system = try CoordinateSystem(crs)
    let center =
      crs == "EPSG:2263"
      ? Point(1_000_000, 200_000) : crs == "EPSG:4547" ? Point(500_000, 2_500_000) : Point(113.2, 23.1)
    for (width, length) in [(0.01, 80.0), (0.3, 1500), (12, 40)] {
      let metric =
        crs == "EPSG:4490"
        ? LocalMetric.geographic(latitude: center.y) : LocalMetric.planar(metresPerUnit: system.metresPerUnit)
      func ring(_ wide: Double, _ high: Double) -> Ring {
        let (x, y) = (wide / metric.metresPerX / 2, high / metric.metresPerY / 2)
        return Ring([(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)].map { Point(center.x + $0.0, center.y + $0.1) })
      }
      let hole = ring(length, width)
      let area = CheckSubject.Area(
        level: .grid, code: "1", name: "", geometry: MultiPolygon([Polygon(ring(4000, 4000), holes: [hole])]))
      let subject = CheckSubject(areas: [area], coordinateSystem: system, hasParents: false, title: .init(verbatim: ""))
      let finding = try #require(try AreaCheck.run(subject).findings.first { $0.kind == .gap })
      // What doubles can say of so narrow a strip.
      let slack = 0.001 + (crs == "EPSG:4490" ? 3e-8 : 3e-10) / width
      let exact = try GroundMeasure(system).area(of: MultiPolygon([Polygon(hole)]))
      if width * length > 100 { #expect((try #require(finding.squareMetres) / exact - 1).magnitude < 1e-5, "\(crs)") }
      #expect((try #require(finding.squareMetres) / (width * length) - 1).magnitude < slack, "\(crs), \(width) m")
      #expect((try #require(finding.greatestWidth) / width - 1).magnitude < 0.02, "\(crs), \(width) m")
      #expect((try #require(finding.meanWidth) / width - 1).magnitude < 0.02, "\(crs), \(width) m")
      #expect((try #require(finding.length) / length - 1).magnitude < 0.02, "\(crs), \(width) m")
    }
  }
}
