import CityStore
import Diagnostics
import GEOSOperations
import SpatialPrimitives

extension CityDatabase {
  /// The codes of a draft that its base does not have, but editions before it had for areas elsewhere.
  func revived(in draft: Edition, since base: Edition) throws(Fault) -> [AreaKey] {
    var revived: Set<AreaKey> = []
    let geos = try GEOSContext()
    try forEachFormerBearer(of: draft, since: base) { (level, code, now, then) throws(Fault) in
      if try geos.isElsewhere(now, then) { revived.insert(AreaKey(level: level, code: code)) }
    }
    return Array(revived)
  }
}

extension GEOSContext {
  /// Whether two areas have less in common than a tenth of the smaller one.
  fileprivate func isElsewhere(_ a: MultiPolygon, _ b: MultiPolygon) throws(Fault) -> Bool {
    guard !a.isEmpty, !b.isEmpty, a != b else { return false }
    guard a.box.intersects(b.box) else { return true }
    let (first, second) = (try sound(a), try sound(b))
    return try intersectionArea(first, second) < 0.1 * min(first.planarArea, second.planarArea)
  }

  private func sound(_ geometry: MultiPolygon) throws(Fault) -> MultiPolygon {
    try flaw(in: geometry) == nil ? geometry : makeValid(geometry).geometry
  }
}
