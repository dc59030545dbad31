internal import CGEOS
package import Diagnostics
package import SpatialPrimitives

/// Why a geometry is not valid, and where.
package struct Flaw: Sendable, Hashable {
  /// GEOS's words, e.g. `Self-intersection`.
  package var reason: String
  package var place: Point

  package init(reason: String, place: Point) {
    self.reason = reason
    self.place = place
  }
}

/// A geometry made valid, and what that took.
package struct Repair: Sendable, Hashable {
  package var geometry: MultiPolygon
  /// Rings whose last point was not their first.
  package var closedRings = 0
  /// Rings that enclosed nothing.
  package var droppedRings = 0
  /// Parts that came out as lines or points, and are no part of an area.
  package var droppedLines = 0
  package var droppedPoints = 0

  /// The repair in words; empty where there is nothing to tell but new borders.
  package var details: Text {
    let counts = [
      (closedRings, "rings closed", "个环被闭合"), (droppedRings, "empty rings dropped", "个空环被丢弃"),
      (droppedLines, "lines dropped", "条线被丢弃"), (droppedPoints, "points dropped", "个点被丢弃"),
    ].filter { $0.0 > 0 }
    return Text(
      counts.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
      zh: counts.map { "\($0.0)\($0.2)" }.joined(separator: "，"))
  }
}

extension GEOSContext {
  /// The first flaw of a geometry by the rules of OGC Simple Features; `nil` where it is valid.
  package func flaw(in geometry: MultiPolygon) throws(Fault) -> Flaw? {
    for polygon in geometry.polygons {
      for ring in polygon.rings where !ring.isClosed && !ring.points.isEmpty {
        let reason = ring.points.first == ring.points.last ? "Too few points in ring" : "Ring is not closed"
        return Flaw(reason: reason, place: ring.points[ring.points.count - 1])
      }
    }
    var reason: UnsafeMutablePointer<CChar>?
    var place: OpaquePointer?
    let code = unsafe try object(geometry).with { handle, geometry in
      unsafe GEOSisValidDetail_r(handle, geometry, 0, &reason, &place)
    }
    defer { unsafe GEOSFree_r(handle, reason) }
    let location = try? unsafe own(place, "validity")
    if try answer(code, "validity") { return nil }
    var point = Point(.nan, .nan)
    unsafe location?.with { handle, geometry in
      _ = unsafe GEOSGeomGetX_r(handle, geometry, &point.x)
      _ = unsafe GEOSGeomGetY_r(handle, geometry, &point.y)
    }
    return Flaw(reason: unsafe reason.map { unsafe String(cString: $0) } ?? "invalid", place: point)
  }

  /// The geometry made valid: open rings closed, then noded so that a place lies inside if an odd number of
  /// rings is round it. Its area parts are kept. A valid geometry comes back bit for bit.
  ///
  /// - Throws: `geometry-failure` (data) where that cannot be done, as with coordinates that are no numbers.
  package func makeValid(_ geometry: MultiPolygon) throws(Fault) -> Repair {
    var repair = closed(geometry)
    if try flaw(in: repair.geometry) == nil { return repair }
    let noded = try object(repair.geometry)
    let valid = try unsafe own(unsafe noded.with { unsafe GEOSMakeValid_r($0, $1) }, "repair")
    let parts = try valid.parts()
    repair.geometry = MultiPolygon(parts.polygons)
    repair.droppedLines = parts.lines
    repair.droppedPoints = parts.points
    return repair
  }

  private func closed(_ geometry: MultiPolygon) -> Repair {
    var repair = Repair(geometry: MultiPolygon([]))
    func closed(_ ring: Ring) -> Ring? {
      if ring.isClosed { return ring }
      var points = ring.points
      if let first = points.first, points.last != first { points.append(first) }
      guard points.count >= 4 else {
        repair.droppedRings += 1
        return nil
      }
      repair.closedRings += 1
      return Ring(points)
    }
    for polygon in geometry.polygons {
      if let exterior = closed(polygon.exterior) {
        repair.geometry.polygons.append(Polygon(exterior, holes: polygon.holes.compactMap(closed)))
      } else {
        repair.droppedRings += polygon.holes.count
      }
    }
    return repair
  }
}
