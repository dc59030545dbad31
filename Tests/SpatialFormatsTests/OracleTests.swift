import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Real files, read by this module and by GDAL.
@Suite(.enabled(if: GDAL.isInstalled))
struct OracleTests {
  @Test(
    arguments: [
      ("chicago/community_areas.shp", nil), ("nyc_taxi_zones/taxi_zones.shp", nil),
      ("world/FJI.geojson", nil), ("world/NZL.geojson", nil), ("kr_admin/jeju.gpkg", nil),
      ("formats_pyshp/tests/shapefiles/blockgroups.shp", nil),
    ] as [(String, String?)])
  func geometriesAndCountsAgree(file: String, layer: String?) throws {
    let path = SharedData.path(file)
    guard FileManager.default.fileExists(atPath: path) else { return }
    let layers = try FeatureFile.describe(path).layers
    for described in layers {
      let ours = try Table(path, layer: described.name)
      let theirs = try #require(GDAL.features(path, layer: file.hasSuffix("gpkg") ? described.name : nil))
      #expect(ours.features.count == theirs.count)
      #expect(described.count == theirs.count)
      for (feature, oracle) in zip(ours.features, theirs) {
        // GDAL writes 15 digits: areas agree to that.
        let expected = try oracle.wkt.map { try WKT.parse($0) }
        let mine = try #require(feature.geometry?.asMultiPolygon)
        let other = try #require(expected?.asMultiPolygon)
        #expect(mine.pointCount == other.pointCount)
        #expect(mine.polygons.count == other.polygons.count)
        #expect(abs(mine.planarArea - other.planarArea) <= 1e-6 * abs(other.planarArea))
        if oracle.values.count == feature.values.count {
          for (value, text) in zip(feature.values, oracle.values) {
            #expect(Self.agree(value, text), "\(value) \(text)")
          }
        }
      }
    }
  }

  /// GDAL pads numbers by their declared decimals, and writes dates with slashes.
  private static func agree(_ value: Value, _ text: String) -> Bool {
    switch value {
    case .null: text.isEmpty
    case .real(let number): abs((Double(text) ?? .nan) - number) <= 1e-14 * abs(number) + 6e-12
    case .integer(let number): Double(text) == Double(number)
    case .boolean(let truth): text == (truth ? "1" : "0") || text == (truth ? "T" : "F")
    case .text(let mine): mine == text || mine == text.replacingOccurrences(of: "/", with: "-")
    }
  }
}
