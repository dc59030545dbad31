import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// What a city object covers of the ground.
enum Footprint {
  /// The outline, seen from above, of the coarsest geometry that has one: what its ground surfaces cover; where it has none,
  /// of solids what their undersides do, and of other surfaces what all of them do.
  ///
  /// - Parameters:
  ///   - metresPerUnit: of the coordinates.
  ///   - grounds: which surfaces of a geometry are ground surfaces.
  /// - Returns: `nil` for what has no extent in the plane, such as a pole, a line or a wall without thickness.
  static func of(
    _ geometries: [CityGeometry], metresPerUnit: Double, _ context: GEOSContext, grounds: (Int) -> [Int]
  ) -> MultiPolygon? {
    let candidates = geometries.indices.filter { geometries[$0].kind.hasSurfaces }
    let order = candidates.sorted { (geometries[$0].lod ?? "9", $0) < (geometries[$1].lod ?? "9", $1) }
    for position in order {
      let geometry = geometries[position]
      let thinnest = 1e-4 / metresPerUnit
      var parts = parts(of: geometry, grounds(position), facing: .either, thinnest: thinnest)
      if parts.isEmpty {
        let facing = geometry.kind.hasSolids ? Facing.down : .either
        parts = Footprint.parts(of: geometry, Array(geometry.surfaces.indices), facing: facing, thinnest: thinnest)
      }
      guard !parts.isEmpty else { continue }
      if let outline = united(parts, context), !outline.isEmpty { return filled(outline, thinnest: thinnest) }
    }
    return nil
  }

  /// Without holes that are thinner than a thickness: rounded faces that meet leave such between them, and in other coordinates
  /// they collapse.
  private static func filled(_ outline: MultiPolygon, thinnest: Double) -> MultiPolygon {
    MultiPolygon(
      outline.polygons.map { polygon in
        let holes = polygon.holes.filter {
          $0.doubledSignedArea.magnitude > thinnest * ($0.box.width + $0.box.height)
        }
        return Polygon(polygon.exterior, holes: holes)
      })
  }

  /// Which way the surfaces look that count.
  private enum Facing { case down, either }

  private static func united(_ parts: [MultiPolygon], _ context: GEOSContext) -> MultiPolygon? {
    func isValid(_ outline: MultiPolygon) -> Bool { (try? context.flaw(in: outline) == nil) ?? false }
    // Faces of one shell mostly meet edge to edge: an overlay would cost more than all the rest of an import.
    let joined = parts.count == 1 ? parts[0] : OutlineJoining.joined(parts.flatMap(\.polygons))
    if let joined, isValid(joined) { return joined }
    if parts.count > 1, let union = try? context.union(parts) { return union }
    let mended = parts.compactMap { try? context.makeValid($0).geometry }
    return try? context.union(mended)
  }

  /// The surfaces that make up the outline, each seen from above.
  private static func parts(
    of geometry: CityGeometry, _ surfaces: [Int], facing: Facing, thinnest: Double
  ) -> [MultiPolygon] {
    var parts: [MultiPolygon] = []
    for surface in surfaces {
      let rings = geometry.rings(ofSurface: surface)
      guard let outer = rings.first else { continue }
      let exterior = ring(outer, of: geometry)
      let area = exterior.doubledSignedArea
      // The orientation of a surface says what is outside: seen from above, an underside runs clockwise.
      guard facing == .down ? area < 0 : area != 0, exterior.isClosed else { continue }
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
