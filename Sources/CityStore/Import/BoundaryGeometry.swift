import Diagnostics
import SpatialPrimitives
import SpatialFormats

/// Why a row cannot become an area.
struct Rejection: Error, Hashable {
  /// A stable name, e.g. `null-geometry`.
  var code: String
  var detail: String?

  init(code: String, detail: String? = nil) {
    self.code = code
    self.detail = detail
  }

  init(_ fault: Fault) { self.init(code: fault.code, detail: fault.what.english) }

  /// What stands in the rejects file.
  var reason: String { detail.map { "\(code): \($0)" } ?? code }
}

/// The polygons that a row gives.
struct BoundaryGeometry {
  var polygons: MultiPolygon
  /// What stands beside the polygons and is no part of an area; `nil` where nothing does.
  var defect: String?

  /// - Throws: `null-geometry`, `empty-geometry`, `wrong-geometry-type`, `bad-coordinate`, or what the reader found wrong
  ///   with the geometry's own encoding.
  init(_ feature: Feature) throws(Rejection) {
    if let problem = feature.geometryProblem { throw Rejection(problem) }
    guard let geometry = feature.geometry else { throw Rejection(code: "null-geometry") }
    var parts: [Polygon] = []
    var hasOthers = false
    BoundaryGeometry.collect(geometry, into: &parts, &hasOthers)
    if parts.isEmpty, hasOthers { throw Rejection(code: "wrong-geometry-type", detail: geometry.kindName) }
    polygons = MultiPolygon(parts.filter { !$0.exterior.points.isEmpty })
    if polygons.isEmpty { throw Rejection(code: "empty-geometry") }
    if hasOthers { defect = "points or lines beside the polygons" }
    for polygon in parts {
      for ring in polygon.rings {
        guard let bad = ring.points.first(where: { !$0.isFinite }) else { continue }
        throw Rejection(code: "bad-coordinate", detail: "\(bad.x) \(bad.y)")
      }
    }
  }

  private static func collect(_ geometry: Geometry, into parts: inout [Polygon], _ hasOthers: inout Bool) {
    switch geometry {
    case .polygon(let polygon): parts.append(polygon)
    case .multiPolygon(let polygons): parts += polygons.polygons
    case .collection(let members): for member in members { collect(member, into: &parts, &hasOthers) }
    case .point, .multiPoint, .lineString, .multiLineString: hasOthers = true
    }
  }
}
