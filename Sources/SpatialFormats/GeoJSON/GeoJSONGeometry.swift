import Diagnostics
import SpatialPrimitives

/// Makes geometries of GeoJSON objects (RFC 7946, 3.1).
struct GeoJSONGeometry {
  /// Rings that did not end where they began, and were closed.
  private(set) var closedRings = 0

  static let kinds: Set<String> = [
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
  ]

  /// - Returns: `nil` for null and for a geometry without coordinates.
  /// - Throws: `bad-geometry` (65); the caller adds the place.
  mutating func geometry(_ node: JSONNode) throws(Fault) -> Geometry? {
    if node.kind == .null { return nil }
    guard let type = node.member("type")?.string else { throw bad("it has no type", zh: "缺少 type") }
    if type == "GeometryCollection" {
      guard let list = node.member("geometries"), list.kind == .array else {
        throw bad("a collection without geometries", zh: "集合缺少 geometries")
      }
      var parts: [Geometry] = []
      var part = list.first
      while part.kind != .end {
        if let made = try geometry(part) { parts.append(made) }
        part = part.next
      }
      return parts.isEmpty ? nil : .collection(parts)
    }
    guard GeoJSONGeometry.kinds.contains(type) else {
      throw bad("its type “\(type)” is no geometry", zh: "类型“\(type)”不是几何")
    }
    guard let coordinates = node.member("coordinates"), coordinates.kind == .array else {
      throw bad("it has no coordinates", zh: "缺少 coordinates")
    }
    if coordinates.first.kind == .end { return nil }
    guard let made = geometry(type, coordinates) else {
      throw bad("its coordinates are no \(type)", zh: "坐标不符合 \(type)")
    }
    return made
  }

  private mutating func geometry(_ type: String, _ coordinates: JSONNode) -> Geometry? {
    switch type {
    case "Point": return coordinates.point.map(Geometry.point)
    case "MultiPoint": return coordinates.points.map(Geometry.multiPoint)
    case "LineString": return coordinates.points.map(Geometry.lineString)
    case "MultiLineString": return lists(coordinates).map(Geometry.multiLineString)
    case "Polygon": return polygon(coordinates).map(Geometry.polygon)
    default:
      var polygons: [Polygon] = []
      polygons.reserveCapacity(coordinates.count)
      var node = coordinates.first
      while node.kind != .end {
        guard let polygon = polygon(node) else { return nil }
        polygons.append(polygon)
        node = node.next
      }
      return .multiPolygon(MultiPolygon(polygons))
    }
  }

  private func lists(_ node: JSONNode) -> [[Point]]? {
    guard node.kind == .array else { return nil }
    var lists: [[Point]] = []
    lists.reserveCapacity(node.count)
    var list = node.first
    while list.kind != .end {
      guard let points = list.points else { return nil }
      lists.append(points)
      list = list.next
    }
    return lists
  }

  private mutating func polygon(_ node: JSONNode) -> Polygon? {
    guard let lists = lists(node) else { return nil }
    guard let exterior = lists.first else { return Polygon(Ring([])) }
    var holes: [Ring] = []
    for hole in lists.dropFirst() { holes.append(closed(hole)) }
    return Polygon(closed(exterior), holes: holes)
  }

  private mutating func closed(_ points: [Point]) -> Ring {
    guard let first = points.first, points.last != first else { return Ring(points) }
    closedRings += 1
    return Ring(points + [first])
  }

  private func bad(_ what: String, zh chinese: String) -> Fault {
    Fault(.data, code: "bad-geometry", Text("a geometry is no GeoJSON: \(what)", zh: "几何不符合 GeoJSON：\(chinese)"))
  }
}
