internal import CGEOS
package import Diagnostics
package import SpatialPrimitives

extension GEOSContext {
  /// The Delaunay triangles of points, each as its three corners, bit for bit; none where all points lie on a line.
  /// O(n log n).
  package func delaunayTriangles(of points: [Point]) throws(Fault) -> [[Point]] {
    guard points.count > 2 else { return [] }
    let all = try unsafe own(line(points), "triangulation")
    let made = try unsafe own(unsafe all.with { unsafe GEOSDelaunayTriangulation_r($0, $1, 0, 0) }, "triangulation")
    return try made.parts().polygons.map { Array($0.exterior.points.dropLast()) }
  }

  /// The polygons that lines enclose, once they are cut where they cross.
  package func polygonized(_ lines: [[Point]]) throws(Fault) -> [Polygon] {
    var parts: [OpaquePointer?] = unsafe []
    for points in lines where points.count > 1 { unsafe parts.append(line(points)) }
    let kind = Int32(GEOS_MULTILINESTRING.rawValue)
    let all = try unsafe own(GEOSGeom_createCollection_r(handle, kind, &parts, UInt32(parts.count)), "polygonizing")
    let noded = try unsafe own(unsafe all.with { unsafe GEOSUnaryUnion_r($0, $1) }, "polygonizing")
    let made = unsafe noded.with { handle, geometry in
      var single: OpaquePointer? = unsafe geometry
      return unsafe withUnsafePointer(to: &single) { unsafe GEOSPolygonize_r(handle, $0, 1) }
    }
    return try unsafe own(made, "polygonizing").parts().polygons
  }

  private func line(_ points: [Point]) -> OpaquePointer? {
    let sequence = unsafe points.withUnsafeBytes {
      unsafe GEOSCoordSeq_copyFromBuffer_r(
        handle, $0.assumingMemoryBound(to: Double.self).baseAddress, UInt32(points.count), 0, 0)
    }
    return unsafe sequence.flatMap { unsafe GEOSGeom_createLineString_r(handle, $0) }
  }
}
