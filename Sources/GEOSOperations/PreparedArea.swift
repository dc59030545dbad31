internal import CGEOS
package import Diagnostics
package import SpatialPrimitives

/// A geometry with an index over its edges, for many questions to the same one.
@safe package final class PreparedArea {
  let object: GEOSObject
  private let pointer: OpaquePointer

  package convenience init(_ geometry: MultiPolygon, in context: GEOSContext) throws(Fault) {
    try self.init(context.object(geometry))
  }

  init(_ object: GEOSObject) throws(Fault) {
    guard let pointer = unsafe object.with({ unsafe GEOSPrepare_r($0, $1) }) else {
      throw object.context.failure("preparation")
    }
    self.object = object
    unsafe self.pointer = unsafe pointer
  }

  deinit { unsafe GEOSPreparedGeom_destroy_r(object.context.handle, pointer) }

  /// Whether the point lies in the interior or on the border.
  package func intersects(_ point: Point) throws(Fault) -> Bool {
    try unsafe ask(point, "intersects") { unsafe GEOSPreparedIntersects_r($0, $1, $2) }
  }

  /// Whether the point lies in the interior.
  package func contains(_ point: Point) throws(Fault) -> Bool {
    try unsafe ask(point, "contains") { unsafe GEOSPreparedContains_r($0, $1, $2) }
  }

  func intersects(_ other: GEOSObject) throws(Fault) -> Bool {
    let code = unsafe other.with { unsafe GEOSPreparedIntersects_r($0, pointer, $1) }
    return try object.context.answer(code, "intersects")
  }

  private func ask(
    _ point: Point, _ name: StaticString,
    _ predicate: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> CChar
  ) throws(Fault) -> Bool {
    let context = object.context
    let place = try unsafe context.own(GEOSGeom_createPointFromXY_r(context.handle, point.x, point.y), name)
    return try context.answer(unsafe place.with { unsafe predicate($0, pointer, $1) }, name)
  }
}
