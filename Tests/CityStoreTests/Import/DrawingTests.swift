import CityStore
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct DrawingTests {
  private func drawing(_ text: String, crs: String? = "EPSG:4490", of system: String = "EPSG:4490") throws -> Drawing {
    let fixture = try CityFixture(settings: DatabaseSettings(crs: system))
    let path = fixture.scratch.file("drawn.csv")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try fixture.open(.reading).drawing(inFile: path, crs: crs)
  }

  @Test func linesAndPolygonsAreTakenAsTheyAre() throws {
    let drawn = try drawing(
      """
      WKT
      "LINESTRING (113.1 23.1, 113.2 23.15, 113.3 23.1)"
      "MULTILINESTRING ((113 23, 113.1 23.1), (113.4 23, 113.5 23))"
      "POLYGON ((113 23, 113.1 23, 113.1 23.1, 113 23))"
      POINT (113 23)

      """)
    #expect(drawn.lines.map(\.count) == [3, 2, 2] && drawn.polygons.count == 1)
    #expect(drawn.lines[0] == [Point(113.1, 23.1), Point(113.2, 23.15), Point(113.3, 23.1)])
  }

  @Test func theyAreBroughtIntoTheSystemOfTheDatabase() throws {
    let drawn = try drawing("WKT\n\"LINESTRING (113.999 23.1, 114.001 23.1)\"\n", of: "EPSG:4547")
    let line = drawn.lines[0]
    // Around the central meridian of 114°, whose x is 500,000 m.
    #expect((line[0].x + line[line.count - 1].x - 1_000_000).magnitude < 1e-3)
    #expect((line[line.count - 1].x - line[0].x - 205).magnitude < 1)
  }

  @Test func whatSaysNothingIsRefused() throws {
    #expect(fault { _ = try drawing("WKT\nPOINT (113 23)\n") }?.code == "nothing-drawn")
    #expect(fault { _ = try drawing("WKT\n\"LINESTRING (113 23, 114 24)\"\n", crs: nil) }?.code == "missing-crs")
  }
}
