import CoverageTopology
import Diagnostics
import Foundation
import GEOSOperations
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Polygons that broke other programs (mapshaper's, GeoRust's and the boolean-operation benchmarks' test files), and
/// islands at the antimeridian: of each file the overlaps are those that GEOS's overlay finds.
@Suite struct NastyGeometryTests {
  static let files: [String] = ["nasty_geometry", "world"].flatMap { folder -> [String] in
    let names = FileManager.default.enumerator(atPath: SharedData.path(folder))?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      !name.contains("JSONTestSuite") && [".geojson", ".json", ".shp"].contains { name.hasSuffix($0) }
    }.map { folder + "/" + $0 }.sorted()
  }

  @Test func overlapsAreThoseOfGEOS() throws {
    guard !Self.files.isEmpty else { return }
    let geos = try GEOSContext()
    var compared = 0
    for file in Self.files {
      // Points, lines and files that are broken themselves are for other tests.
      guard let areas = try? areas(of: file), !areas.isEmpty else { continue }
      let isSound = try areas.map { try geos.flaw(in: $0) == nil }
      let coverage = Coverage(areas, isSound: isSound)
      let faces = coverage.misfits(leastArea: 0)
      let sound = areas.map { try? geos.makeValid($0).geometry }
      var ours: [[Int]: Double] = [:]
      for face in faces {
        for (position, first) in face.areas.enumerated() {
          for second in face.areas[(position + 1)...] { ours[[first, second], default: 0] += face.polygon.planarArea }
        }
      }
      for first in areas.indices.prefix(60) {
        for second in areas.indices.prefix(60) where second > first {
          // What invalid polygons hold is not the same for everyone.
          guard isSound[first], isSound[second], let a = sound[first], let b = sound[second], a.box.intersects(b.box),
            let theirs = try? geos.intersectionArea(a, b)
          else { continue }
          let found = ours[[first, second]] ?? 0
          let size = a.box.width * a.box.height
          #expect(
            (found - theirs).magnitude <= theirs * 1e-6 + size * 1e-8,
            "\(file), \(first) and \(second): \(found), GEOS \(theirs)")
          compared += 1
        }
      }
    }
    #expect(compared > 50)
  }

  private func areas(of file: String) throws -> [MultiPolygon] {
    let source = try FeatureFile.open(SharedData.path(file))
    var areas: [MultiPolygon] = []
    while let feature = try source.next() {
      if let polygons = feature.geometry?.asMultiPolygon, !polygons.isEmpty { areas.append(polygons) }
    }
    return areas
  }
}
