import AreaIndex
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport

/// Real boundaries as an index takes them. Codes are made up: what matters here is the geometry.
enum RealData: String, CaseIterable, Sendable {
  case nyc, korea, taxiZones, chicago, world

  private var layers: [(path: String, layer: String?, level: Level)] {
    switch self {
    case .nyc:
      [
        ("nyc/borough-boundaries.geojson", nil, .district), ("nyc/communitydist-boundaries.geojson", nil, .street),
        ("nyc/nta-boundaries.geojson", nil, .community),
      ]
    case .korea:
      [
        ("kr_admin/seoul.gpkg", "sido", .city), ("kr_admin/seoul.gpkg", "sigungu", .district),
        ("kr_admin/seoul.gpkg", "emd", .street), ("kr_admin/jeju.gpkg", "sido", .city),
        ("kr_admin/jeju.gpkg", "sigungu", .district), ("kr_admin/jeju.gpkg", "emd", .street),
        ("kr_admin/jeju.gpkg", "ri", .community),
      ]
    case .taxiZones: [("nyc_taxi_zones/taxi_zones.shp", nil, .grid)]
    case .chicago: [("chicago/community_areas.shp", nil, .community), ("chicago/census_tracts.shp", nil, .grid)]
    case .world: ["FJI", "KIR", "NZL"].map { ("world/\($0).geojson", nil, .city) }
    }
  }

  var isPresent: Bool { layers.allSatisfy { SharedData.isPresent($0.path) } }

  func areas() throws -> [AreaShape] {
    var areas: [AreaShape] = []
    for (path, layer, level) in layers {
      let source = try FeatureFile.open(SharedData.path(path), layer: layer)
      while let feature = try source.next() {
        guard let geometry = feature.geometry?.asMultiPolygon else { continue }
        areas.append(AreaShape(level: level, code: "\(areas.count)", geometry: geometry))
      }
    }
    return areas
  }

  /// Set by `ONEGRID_SOAK=1`: a million points instead of a sample.
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
}
