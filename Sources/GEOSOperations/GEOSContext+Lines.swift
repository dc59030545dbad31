internal import CGEOS
package import Diagnostics
package import SpatialPrimitives

extension GEOSContext {
  /// The corners of the Delaunay triangles of points, three after three, bit for bit; none where all points lie on a
  /// line. O(n log n).
  package func delaunayCorners(of points: [Point]) throws(Fault) -> [Point] {
    guard points.count > 2 else { return [] }
    let all = try unsafe own(line(points), "triangulation")
    let made = try unsafe own(unsafe all.with { unsafe GEOSDelaunayTriangulation_r($0, $1, 0, 0) }, "triangulation")
    var corners: [Point] = []
    var isWhole = true
    unsafe made.with { handle, geometry in
      let count = unsafe max(0, GEOSGetNumGeometries_r(handle, geometry))
      corners.reserveCapacity(Int(count) * 3)
      var ring = [Point](repeating: Point(0, 0), count: 4)
      for index in 0..<count {
        var size: UInt32 = 0
        guard let triangle = unsafe GEOSGetGeometryN_r(handle, geometry, index),
          let shell = unsafe GEOSGetExteriorRing_r(handle, triangle),
          let sequence = unsafe GEOSGeom_getCoordSeq_r(handle, shell),
          unsafe GEOSCoordSeq_getSize_r(handle, sequence, &size) == 1, size == 4,
          unsafe ring.withUnsafeMutableBytes({
            unsafe GEOSCoordSeq_copyToBuffer_r(
              handle, sequence, $0.assumingMemoryBound(to: Double.self).baseAddress, 0, 0)
          }) == 1
        else {
          isWhole = false
          return
        }
        corners += ring[..<3]
      }
    }
    guard isWhole else { throw failure("triangulation") }
    return corners
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
