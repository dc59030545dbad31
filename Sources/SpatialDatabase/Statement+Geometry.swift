package import Diagnostics
package import SpatialPrimitives

/// Geometry columns, read from SpatiaLite's bytes without SpatiaLite.
extension Statement {
  /// - Returns: `nil` for NULL.
  /// - Throws: `bad-geometry`.
  package func geometry(_ column: Int) throws(Fault) -> Geometry? {
    try unsafe withBytes(column) { bytes throws(Fault) in
      unsafe bytes.isEmpty ? nil : try SpatiaLiteBlob.decode(bytes)
    }
  }

  /// An area's geometry; an empty one for NULL.
  /// - Throws: `bad-geometry`, also for anything but polygons.
  package func multiPolygon(_ column: Int) throws(Fault) -> MultiPolygon {
    try unsafe withBytes(column) { bytes throws(Fault) in
      unsafe bytes.isEmpty ? MultiPolygon([]) : try SpatiaLiteBlob.decodeMultiPolygon(bytes)
    }
  }

  /// A place; `nil` for NULL and for any geometry but a point.
  package func point(_ column: Int) throws(Fault) -> Point? {
    guard case .point(let point) = try geometry(column) else { return nil }
    return point
  }
}
