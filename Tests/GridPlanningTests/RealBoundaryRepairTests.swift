import AreaIndex
import CityStore
import Diagnostics
import Foundation
import GEOSOperations
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Real boundaries: checked, repaired, checked again.
@Suite struct RealBoundaryRepairTests {
  /// Debug builds take a small one.
  static var present: [RealBoundaryCheckTests.DataSet] {
    RealBoundaryCheckTests.present.filter { RealBoundaryCheckTests.isSoak || $0.layer == "sigungu" }
      + ["FJI", "KIR", "NZL"].map { RealBoundaryCheckTests.DataSet(path: "world/\($0).geojson", code: "iso3") }
      .filter { SharedData.isPresent($0.path) }
  }

  @Test(arguments: present, [2.0, 50]) func whatIsNarrowIsMendedAndTheRestIsNamed(
    _ set: RealBoundaryCheckTests.DataSet, _ tolerance: Double
  ) throws {
    guard RealBoundaryCheckTests.isSoak || tolerance < 10 else { return }
    var reading = ImportRequest(files: [], level: .grid)
    reading.layer = set.layer
    reading.fields.code = set.code
    let subject = try CheckSubject(file: SharedData.path(set.path), request: reading)
    var request = RepairRequest()
    request.tolerance = tolerance
    let result = try CoverageRepair.run(subject, request, threads: 2)
    var repaired = subject
    for (ordinal, geometry) in result.geometries { repaired.areas[ordinal].geometry = geometry }
    let after = try AreaCheck.run(repaired, threads: 2).findings.filter { $0.severity == .error }
    // Islands on both sides of the antimeridian: rings that touch themselves there, all mended.
    if set.path.hasPrefix("world") { #expect(result.remainders.isEmpty, "\(set)") }
    let borders: [Finding.Kind] = [.overlap, .gap, .invalidGeometry, .sliver, .duplicateGeometry]
    #expect(after.count { borders.contains($0.kind) } == result.remainders.count, "\(set)")
    for remainder in result.remainders {
      #expect(!remainder.reason.english.isEmpty)
      // Almost all that is left is too wide.
      if [.overlap, .gap].contains(remainder.finding.kind) {
        #expect(
          (remainder.finding.greatestWidth ?? 0) > tolerance * 0.5, "\(set): \(remainder.finding.message.english)")
      }
    }
    let scale = max(1, result.gained)
    #expect((result.gained + result.dropped - result.lost - result.filled).magnitude < 1e-9 * scale, "\(set)")
    for balance in result.balances where balance.gained + balance.lost > 0 {
      let expected = balance.before + balance.gained - balance.held - balance.lost
      #expect((balance.after - expected).magnitude < 1e-3 + 1e-9 * balance.before, "\(set): \(balance.ordinal)")
    }
    #expect(result.greatestShift <= tolerance)
    let geos = try GEOSContext()
    for (ordinal, geometry) in result.geometries {
      #expect(try geos.flaw(in: geometry) == nil && !geometry.isEmpty, "\(set): \(ordinal)")
    }
    // No two areas share more ground than those that are told to be left.
    let named = Set(
      result.remainders.filter { $0.finding.kind == .overlap }.map { Set($0.finding.areas.compactMap(\.row)) })
    for (ordinal, geometry) in result.geometries {
      for (other, area) in repaired.areas.enumerated()
      where other != ordinal && area.geometry.box.intersects(geometry.box) {
        guard try geos.flaw(in: area.geometry) == nil else { continue }
        let pair = Set([repaired.areas[ordinal].row, area.row].compactMap { $0 })
        guard !named.contains(where: { $0.isSuperset(of: pair) }) else { continue }
        let common = try geos.intersection(geometry, area.geometry)
        #expect(common.planarArea <= 1e-3 * geometry.box.width * geometry.box.height * 1e-6, "\(set): \(pair)")
      }
    }
  }
}
