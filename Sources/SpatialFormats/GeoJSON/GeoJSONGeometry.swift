import Diagnostics
import SpatialPrimitives

/// Makes geometries of GeoJSON objects (RFC 7946, 3.1).
struct GeoJSONGeometry {
  /// Rings that did not end where they began, and were closed.
  private(set) var closedRings = 0
  /// Lists of coordinates read from text, and whether each was the one behind the last.
  private(set) var listsRead = 0
  private(set) var isInOrder = true
  private var scratch: [Point] = []

  static let kinds: Set<String> = [
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
  ]

  /// - Parameters:
  ///   - piece: where the coordinates are that were left out of `node`; `nil` where it has them.
  ///   - list: the first of the record's lists of coordinates in the piece.
  /// - Returns: `nil` for none, for null and for a geometry without coordinates.
  /// - Throws: `bad-geometry` (65); the caller adds the place.
  mutating func geometry(
    _ node: JSONNode?, in piece: GeoJSONPiece? = nil, from list: Int = 0
  ) throws(Fault) -> Geometry? {
    listsRead = 0
    isInOrder = true
    return if let node { try read(node, piece, list) } else { nil }
  }

  private mutating func read(_ node: JSONNode, _ piece: GeoJSONPiece?, _ list: Int) throws(Fault) -> Geometry? {
    if node.kind == .null { return nil }
    guard let type = node.member("type")?.string else { throw bad("it has no type", zh: "缺少 type") }
    if type == "GeometryCollection" {
      guard let members = node.member("geometries"), members.kind == .array else {
        throw bad("a collection without geometries", zh: "集合缺少 geometries")
      }
      var parts: [Geometry] = []
      var part = members.first
      while part.kind != .end {
        if let made = try read(part, piece, list) { parts.append(made) }
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
    let made: Geometry?
    if let piece {
      isInOrder = isInOrder && coordinates.first.kind == .integer && coordinates.first.integer == list + listsRead
      listsRead += 1
      guard isInOrder, list + listsRead <= piece.coordinates.count else { return nil }
      var text = piece.text(list + listsRead - 1)
      if text.isEmptyList { return nil }
      made = geometry(type, &text)
    } else {
      made = geometry(type, coordinates)
    }
    guard let made else { throw bad("its coordinates are no \(type)", zh: "坐标不符合 \(type)") }
    return made
  }

  // MARK: of parsed coordinates

  private mutating func geometry(_ type: String, _ coordinates: JSONNode) -> Geometry? {
    switch type {
    case "Point": return coordinates.point.map(Geometry.point)
    case "MultiPoint": return coordinates.points.map(Geometry.multiPoint)
    case "LineString": return coordinates.points.map(Geometry.lineString)
    case "MultiLineString": return lists(coordinates).map(Geometry.multiLineString)
    case "Polygon": return lists(coordinates).map { .polygon(polygon($0)) }
    default:
      var polygons: [Polygon] = []
      polygons.reserveCapacity(coordinates.count)
      var node = coordinates.first
      while node.kind != .end {
        guard let rings = lists(node) else { return nil }
        polygons.append(polygon(rings))
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

  // MARK: of the text

  private mutating func geometry(_ type: String, _ text: inout CoordinateText) -> Geometry? {
    switch type {
    case "Point": return text.whole { $0.point() }.map(Geometry.point)
    case "MultiPoint": return text.whole { $0.points(&scratch) }.map(Geometry.multiPoint)
    case "LineString": return text.whole { $0.points(&scratch) }.map(Geometry.lineString)
    case "MultiLineString": return text.whole { $0.lists(&scratch) }.map(Geometry.multiLineString)
    case "Polygon":
      guard let rings = text.whole({ $0.lists(&scratch) }) else { return nil }
      return .polygon(polygon(rings))
    default:
      guard let lists = text.whole({ $0.listsOfLists(&scratch) }) else { return nil }
      return .multiPolygon(MultiPolygon(lists.map { polygon($0) }))
    }
  }

  // MARK: rings

  private mutating func polygon(_ lists: [[Point]]) -> Polygon {
    guard let exterior = lists.first else { return Polygon(Ring([])) }
    let ring = closed(exterior)
    var holes: [Ring] = []
    for hole in lists.dropFirst() { holes.append(closed(hole)) }
    return Polygon(ring, holes: holes)
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
