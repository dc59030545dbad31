import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// What a city object covers of the ground.
enum Footprint {
  /// The outline, seen from above, of the coarsest geometry that has one: of solids what their undersides cover, of
  /// other surfaces what all of them do.
  ///
  /// - Parameter metresPerUnit: of the coordinates.
  /// - Returns: `nil` for what has no extent in the plane, such as a pole, a line or a wall without thickness.
  static func of(_ geometries: [CityGeometry], metresPerUnit: Double, _ context: GEOSContext) -> MultiPolygon? {
    let candidates = geometries.filter(\.kind.hasSurfaces)
    let order = candidates.indices.sorted {
      (candidates[$0].lod ?? "9", $0) < (candidates[$1].lod ?? "9", $1)
    }
    for position in order {
      let parts = parts(of: candidates[position], thinnest: 1e-4 / metresPerUnit)
      guard !parts.isEmpty else { continue }
      if let outline = united(parts, context), !outline.isEmpty { return outline }
    }
    return nil
  }

  private static func united(_ parts: [MultiPolygon], _ context: GEOSContext) -> MultiPolygon? {
    let isValid = (try? context.flaw(in: parts[0]) == nil) ?? false
    if parts.count == 1, isValid { return parts[0] }
    if parts.count > 1, let union = try? context.union(parts) { return union }
    let mended = parts.compactMap { try? context.makeValid($0).geometry }
    return try? context.union(mended)
  }

  /// The surfaces that make up the outline, each seen from above.
  private static func parts(of geometry: CityGeometry, thinnest: Double) -> [MultiPolygon] {
    var parts: [MultiPolygon] = []
    for surface in geometry.surfaces.indices {
      let rings = geometry.rings(ofSurface: surface)
      guard let outer = rings.first else { continue }
      let exterior = ring(outer, of: geometry)
      let area = exterior.doubledSignedArea
      // The orientation of a surface says what is outside: seen from above, an underside runs clockwise.
      guard geometry.kind.hasSolids ? area < 0 : area != 0, exterior.isClosed else { continue }
      // What is thinner than a tenth of a millimetre is a wall that rounding has tilted.
      guard area.magnitude > thinnest * (exterior.box.width + exterior.box.height) else { continue }
      parts.append(MultiPolygon([Polygon(exterior, holes: rings.dropFirst().map { ring($0, of: geometry) })]))
    }
    return parts
  }

  private static func ring(_ ring: Int, of geometry: CityGeometry) -> Ring {
    var points: [Point] = []
    for index in geometry.indices(ofRing: ring) {
      let point = geometry.points[Int(index)].inPlane
      if point != points.last { points.append(point) }
    }
    while points.count > 1, points.last == points.first { points.removeLast() }
    if let first = points.first { points.append(first) }
    return Ring(points)
  }
}
