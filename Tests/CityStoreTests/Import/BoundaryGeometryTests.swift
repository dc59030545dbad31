import Diagnostics
import SpatialFormats
import SpatialPrimitives
import Testing

@testable import CityStore

@Suite struct BoundaryGeometryTests {
  private static let ring = Ring([Point(0, 0), Point(1, 0), Point(0, 1), Point(0, 0)])

  private func rejection(_ geometry: Geometry?, _ problem: Fault? = nil) -> String? {
    do throws(Rejection) {
      _ = try BoundaryGeometry(Feature(row: 1, geometry: geometry, values: [], geometryProblem: problem))
      return nil
    } catch { return error.reason }
  }

  @Test func whatIsNoArea() {
    #expect(rejection(nil) == "null-geometry")
    #expect(rejection(.multiPolygon(MultiPolygon([]))) == "empty-geometry")
    #expect(rejection(.polygon(Polygon(Ring([])))) == "empty-geometry")
    #expect(rejection(.point(Point(0, 0))) == "wrong-geometry-type: Point")
    #expect(
      rejection(.collection([.lineString([Point(0, 0), Point(1, 1)])])) == "wrong-geometry-type: GeometryCollection")
    #expect(
      rejection(.polygon(Polygon(Ring([Point(0, 0), Point(.nan, 0), Point(0, 0)])))) == "bad-coordinate: nan 0.0")
    let broken = Fault(.data, code: "bad-wkt", Text(verbatim: "at 3"))
    #expect(rejection(nil, broken) == "bad-wkt: at 3")
  }

  @Test func polygonsAreTakenOutOfAMixture() throws {
    let mixed = Geometry.collection([.point(Point(5, 5)), .polygon(Polygon(Self.ring, holes: [Ring([])]))])
    let sorted = try BoundaryGeometry(Feature(row: 1, geometry: mixed, values: []))
    #expect(sorted.polygons == MultiPolygon([Polygon(Self.ring, holes: [Ring([])])]))
    #expect(sorted.defect == "points or lines beside the polygons")
    let whole = try BoundaryGeometry(Feature(row: 1, geometry: .polygon(Polygon(Self.ring)), values: []))
    #expect(whole.defect == nil)
  }
}
