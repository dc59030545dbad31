internal import CGEOS
package import Diagnostics
package import SpatialPrimitives

// Overlays keep the parts that have an area. They throw `geometry-failure` (data) with GEOS's own words where an
// operand is not valid. Areas are in squared units of the coordinates.
extension GEOSContext {
  package func intersection(_ a: MultiPolygon, _ b: MultiPolygon) throws(Fault) -> MultiPolygon {
    try unsafe overlay(a, b, "intersection") { unsafe GEOSIntersection_r($0, $1, $2) }
  }

  package func union(_ a: MultiPolygon, _ b: MultiPolygon) throws(Fault) -> MultiPolygon {
    try unsafe overlay(a, b, "union") { unsafe GEOSUnion_r($0, $1, $2) }
  }

  /// Everything that any of `geometries` holds.
  package func union(_ geometries: [MultiPolygon]) throws(Fault) -> MultiPolygon {
    let all = try object(MultiPolygon(geometries.flatMap(\.polygons)))
    let united = try unsafe own(unsafe all.with { unsafe GEOSUnaryUnion_r($0, $1) }, "union")
    return MultiPolygon(try united.parts().polygons)
  }

  package func difference(_ a: MultiPolygon, _ b: MultiPolygon) throws(Fault) -> MultiPolygon {
    try unsafe overlay(a, b, "difference") { unsafe GEOSDifference_r($0, $1, $2) }
  }

  package func intersectionArea(_ a: MultiPolygon, _ b: MultiPolygon) throws(Fault) -> Double {
    try intersectionArea(object(a), object(b))
  }

  func intersectionArea(_ a: GEOSObject, _ b: GEOSObject) throws(Fault) -> Double {
    try unsafe own(unsafe a.with(b) { unsafe GEOSIntersection_r($0, $1, $2) }, "intersection").area()
  }

  /// Whether no point of `b` lies outside `a`.
  package func covers(_ a: MultiPolygon, _ b: MultiPolygon) throws(Fault) -> Bool {
    let (outer, inner) = (try object(a), try object(b))
    return try answer(unsafe outer.with(inner) { unsafe GEOSCovers_r($0, $1, $2) }, "covers")
  }

  private func overlay(
    _ a: MultiPolygon, _ b: MultiPolygon, _ name: StaticString,
    _ operation: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> OpaquePointer?
  ) throws(Fault) -> MultiPolygon {
    let (first, second) = (try object(a), try object(b))
    let result = try unsafe own(unsafe first.with(second, operation), name)
    return MultiPolygon(try result.parts().polygons)
  }
}
