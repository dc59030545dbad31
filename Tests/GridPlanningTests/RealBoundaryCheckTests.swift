import AreaIndex
import CityStore
import CoverageTopology
import Diagnostics
import Foundation
import GEOSOperations
import GridPlanning
import Projections
import SpatialPrimitives
import TestSupport
import Testing

/// On real boundaries: what overlaps is what GEOS's overlay of every two areas says, and what is open is what GEOS's union
/// leaves open. Both are held against the limits by the same measure.
@Suite struct RealBoundaryCheckTests {
  struct DataSet: Sendable, CustomTestStringConvertible {
    var path: String
    var layer: String?
    var code: String?
    var testDescription: String { path + (layer.map { ":\($0)" } ?? "") }
  }

  static let sets = [
    DataSet(path: "nyc/borough-boundaries.geojson", code: "boro_name"),
    DataSet(path: "nyc/communitydist-boundaries.geojson"),
    DataSet(path: "nyc_taxi_zones/taxi_zones.shp"), DataSet(path: "chicago/community_areas.shp"),
    DataSet(path: "chicago/census_tracts.shp"), DataSet(path: "kr_admin/jeju.gpkg", layer: "emd"),
    DataSet(path: "kr_admin/jeju.gpkg", layer: "ri"), DataSet(path: "kr_admin/seoul.gpkg", layer: "sigungu"),
    DataSet(path: "kr_admin/seoul.gpkg", layer: "emd"), DataSet(path: "nyc/nta-boundaries.geojson"),
  ]
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
  /// Debug builds take the small ones.
  static var present: [DataSet] {
    let wanted =
      isSoak ? sets : sets.filter { $0.path.hasPrefix("chicago") || $0.layer == "sigungu" || $0.layer == "ri" }
    return wanted.filter { SharedData.isPresent($0.path) }
  }

  @Test(arguments: present) func overlapsAndGapsAreThoseOfABruteForceOverlay(_ set: DataSet) throws {
    var request = ImportRequest(files: [], level: .grid)
    request.layer = set.layer
    request.fields.code = set.code
    let subject = try CheckSubject(file: SharedData.path(set.path), request: request)
    var limits = CheckLimits()
    limits.leastWidth = 0.01
    limits.gapWidth = 1_000_000
    let findings = try AreaCheck.run(subject, limits: limits, threads: 2).findings
    let geos = try GEOSContext()
    let shapes = try subject.areas.map {
      try geos.flaw(in: $0.geometry) == nil ? $0.geometry : geos.makeValid($0.geometry).geometry
    }
    let measure = try GroundMeasure(subject.coordinateSystem)
    let metres = subject.coordinateSystem.metresPerUnit

    /// The parts that are beyond doubt wider, or narrower, than the limit.
    func sorted(_ polygons: [Polygon]) throws -> (certain: Double, possible: Double) {
      var (certain, possible) = (0.0, 0.0)
      for polygon in polygons {
        let doubled = polygon.rings.reduce(0) {
          $0 + zip($1.points, $1.points.dropFirst()).reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
        }
        guard polygon.planarArea > 0, doubled > 0 else { continue }
        // The largest circle is between twice and four times the area by the perimeter wide, for anything convex.
        let narrow = 2 * polygon.planarArea / doubled * metres
        if narrow * 0.6 > limits.leastWidth { certain += polygon.planarArea }
        if (polygon.planarArea * 4 / .pi).squareRoot() * metres * 1.2 > limits.leastWidth {
          possible += polygon.planarArea
        }
      }
      return (certain, possible)
    }
    let center = subject.areas[0].geometry.box.center
    let step = 1 / metres
    let unit =
      try measure.area(
        of: MultiPolygon([
          Polygon(
            Ring([
              center, Point(center.x + 100 * step, center.y), Point(center.x + 100 * step, center.y + 100 * step),
              Point(center.x, center.y + 100 * step), center,
            ]))
        ])) / (100 * step) / (100 * step)

    var overlaps: [Set<Int>: Double] = [:]
    for finding in findings where finding.kind == .overlap {
      overlaps[Set(finding.areas.compactMap(\.row)), default: 0] += finding.squareMetres ?? 0
    }
    for (first, a) in shapes.enumerated() {
      for (second, b) in shapes.enumerated() where second > first && a.box.intersects(b.box) {
        let (certain, possible) = try sorted(geos.intersection(a, b).polygons)
        let ours =
          overlaps.removeValue(forKey: Set([subject.areas[first], subject.areas[second]].compactMap(\.row))) ?? 0
        #expect(
          ours >= certain * unit * 0.98 - 1e-6 && ours <= possible * unit * 1.02 + 1e-6,
          "\(set): rows \(first + 1) and \(second + 1): \(ours) m², GEOS \(certain * unit) to \(possible * unit)")
      }
    }
    #expect(overlaps.isEmpty, "\(set): \(overlaps)")
    var holes: [Polygon] = []
    let union = try geos.union(shapes)
    for polygon in union.polygons { for hole in polygon.holes { holes.append(Polygon(hole)) } }
    // What stands in a hole is no part of the gap.
    let open = try holes.flatMap { try geos.difference(MultiPolygon([$0]), union).polygons }
    let (certain, possible) = try sorted(open)
    let gaps = findings.reduce(0) { $0 + ($1.kind == .gap ? $1.squareMetres ?? 0 : 0) }
    #expect(
      gaps >= certain * unit * 0.98 - 1e-6 && gaps <= possible * unit * 1.02 + 1e-6,
      "\(set): gaps \(gaps) m², GEOS \(certain * unit) to \(possible * unit)")
  }
}
