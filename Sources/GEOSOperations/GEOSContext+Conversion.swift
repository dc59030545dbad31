internal import CGEOS
internal import Diagnostics
internal import SpatialPrimitives

// Geometries cross the border to GEOS and back a whole ring of coordinates at a time, bit for bit.
extension GEOSContext {
  /// - Throws: `geometry-failure` (data) for a ring that is not closed or has fewer than four points.
  func object(_ geometry: MultiPolygon) throws(Fault) -> GEOSObject {
    var parts: [OpaquePointer?] = unsafe []
    unsafe parts.reserveCapacity(geometry.polygons.count)
    do throws(Fault) {
      for polygon in geometry.polygons { unsafe parts.append(try pointer(to: polygon)) }
    } catch {
      unsafe destroy(parts)
      throw error
    }
    let kind = Int32(GEOS_MULTIPOLYGON.rawValue)
    return try unsafe own(GEOSGeom_createCollection_r(handle, kind, &parts, UInt32(parts.count)), "conversion")
  }

  private func pointer(to polygon: Polygon) throws(Fault) -> OpaquePointer {
    var rings: [OpaquePointer?] = unsafe []
    do throws(Fault) {
      for hole in polygon.holes { unsafe rings.append(try pointer(to: hole)) }
      let shell = try unsafe pointer(to: polygon.exterior)
      // The polygon takes its rings over, whether it comes to be or not.
      let made = unsafe GEOSGeom_createPolygon_r(handle, shell, &rings, UInt32(rings.count))
      unsafe rings.removeAll()
      guard let made = unsafe made else { throw failure("conversion") }
      return unsafe made
    } catch {
      unsafe destroy(rings)
      throw error
    }
  }

  private func pointer(to ring: Ring) throws(Fault) -> OpaquePointer {
    let sequence = unsafe ring.points.withUnsafeBytes {
      unsafe GEOSCoordSeq_copyFromBuffer_r(
        handle, $0.assumingMemoryBound(to: Double.self).baseAddress, UInt32(ring.points.count), 0, 0)
    }
    guard let sequence = unsafe sequence, let made = unsafe GEOSGeom_createLinearRing_r(handle, sequence) else {
      throw failure("conversion")
    }
    return unsafe made
  }

  private func destroy(_ pointers: [OpaquePointer?]) {
    unsafe pointers.forEach { unsafe GEOSGeom_destroy_r(handle, $0) }
  }
}

/// What a result of GEOS's is made of.
struct Parts {
  var polygons: [Polygon] = []
  var lines = 0
  var points = 0
}

extension GEOSObject {
  /// Its polygons as values, and how many lines and points stand beside them.
  func parts() throws(Fault) -> Parts {
    var parts = Parts()
    let isWhole = unsafe with { handle, geometry in unsafe collect(handle, geometry, into: &parts) }
    guard isWhole else { throw context.failure("conversion") }
    return parts
  }

  private func collect(_ handle: GEOSContextHandle_t, _ geometry: OpaquePointer, into parts: inout Parts) -> Bool {
    if unsafe GEOSisEmpty_r(handle, geometry) == 1 { return true }
    let kind = unsafe GEOSGeomTypeId_r(handle, geometry)
    switch UInt32(bitPattern: kind) {
    case GEOS_POINT.rawValue: parts.points += 1
    case GEOS_LINESTRING.rawValue, GEOS_LINEARRING.rawValue: parts.lines += 1
    case GEOS_POLYGON.rawValue:
      guard let polygon = unsafe polygon(handle, geometry) else { return false }
      parts.polygons.append(polygon)
    default:
      for index in 0..<(unsafe GEOSGetNumGeometries_r(handle, geometry)) {
        guard let part = unsafe GEOSGetGeometryN_r(handle, geometry, index),
          unsafe collect(handle, part, into: &parts)
        else { return false }
      }
    }
    return true
  }

  private func polygon(_ handle: GEOSContextHandle_t, _ geometry: OpaquePointer) -> Polygon? {
    guard let shell = unsafe ring(handle, GEOSGetExteriorRing_r(handle, geometry)) else { return nil }
    var holes: [Ring] = []
    for index in 0..<max(0, unsafe GEOSGetNumInteriorRings_r(handle, geometry)) {
      guard let hole = unsafe ring(handle, GEOSGetInteriorRingN_r(handle, geometry, index)) else { return nil }
      holes.append(hole)
    }
    return Polygon(shell, holes: holes)
  }

  private func ring(_ handle: GEOSContextHandle_t, _ geometry: OpaquePointer?) -> Ring? {
    var count: UInt32 = 0
    guard let geometry = unsafe geometry, let sequence = unsafe GEOSGeom_getCoordSeq_r(handle, geometry),
      unsafe GEOSCoordSeq_getSize_r(handle, sequence, &count) == 1
    else { return nil }
    var points = [Point](repeating: Point(0, 0), count: Int(count))
    let copied = unsafe points.withUnsafeMutableBytes {
      unsafe GEOSCoordSeq_copyToBuffer_r(
        handle, sequence, $0.assumingMemoryBound(to: Double.self).baseAddress, 0, 0)
    }
    return copied == 1 ? Ring(points) : nil
  }
}
