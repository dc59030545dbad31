import Diagnostics
import SpatialPrimitives

/// What had to be put right while rings were put together.
struct RingTally {
  /// Rings that did not end where they began, and were closed.
  var closed = 0
  /// Outer rings that run counter-clockwise and holes that run clockwise, against the shapefile's rule.
  var reversed = 0

  func notices(at place: Place) -> [Notice] {
    var notices: [Notice] = []
    if closed > 0 { notices.append(.closedRings(closed, at: place)) }
    if reversed > 0 {
      notices.append(
        Notice(
          .note, code: "rings-reversed",
          Text(
            "\(Text.counted(reversed, "ring runs", "rings run")) the wrong way round; holes were told by where they lie",
            zh: "\(reversed) 个环的方向不合规范，已按位置判断孔洞"), at: place))
    }
    return notices
  }
}

/// Puts the rings of a shapefile's polygon together to polygons with holes.
///
/// A ring is a hole of the smallest ring that contains it, unless that is a hole itself. Writers get the direction
/// wrong often enough, so that it decides only where containment does not: rings that merely touch along their whole
/// length, or that cut each other.
enum RingAssembly {
  /// - Complexity: O(r² + v) box tests and edge visits for r rings, times the depth of nesting.
  static func geometry(of parts: [[Point]], tally: inout RingTally) -> Geometry {
    var rings: [Ring] = []
    rings.reserveCapacity(parts.count)
    for part in parts {
      if part.first != part.last {
        tally.closed += 1
        rings.append(Ring(part + [part[0]]))
      } else {
        rings.append(Ring(part))
      }
    }
    let areas = rings.map(\.doubledSignedArea)
    guard rings.count > 1 else {
      if areas[0] > 0 { tally.reversed += 1 }
      return .polygon(Polygon(rings[0]))
    }
    let hosts = hosts(of: rings, areas: areas)
    var polygons: [Polygon] = []
    var place = [Int](repeating: -1, count: rings.count)
    for ring in rings.indices where hosts[ring] == nil {
      place[ring] = polygons.count
      polygons.append(Polygon(rings[ring]))
      if areas[ring] > 0 { tally.reversed += 1 }
    }
    for ring in rings.indices {
      guard let host = hosts[ring] else { continue }
      polygons[place[host]].holes.append(rings[ring])
      if areas[ring] < 0 { tally.reversed += 1 }
    }
    return polygons.count == 1 ? .polygon(polygons[0]) : .multiPolygon(MultiPolygon(polygons))
  }

  /// For each ring the outer ring whose hole it is; `nil` for an outer ring.
  private static func hosts(of rings: [Ring], areas: [Double]) -> [Int?] {
    let boxes = rings.map(\.box)
    let byArea = rings.indices.sorted { areas[$0].magnitude > areas[$1].magnitude }
    var hosts = [Int?](repeating: nil, count: rings.count)
    for (rank, ring) in byArea.enumerated() {
      // The smallest container: the nearest before it.
      let container = byArea[..<rank].last { larger in
        boxes[larger].minX <= boxes[ring].minX && boxes[larger].maxX >= boxes[ring].maxX
          && boxes[larger].minY <= boxes[ring].minY && boxes[larger].maxY >= boxes[ring].maxY
          && contains(rings[larger], rings[ring], areOpposite: (areas[larger] < 0) != (areas[ring] < 0))
      }
      // Within an outer ring it is a hole; within a hole it is an island, and an outer ring again.
      if let container, hosts[container] == nil { hosts[ring] = container }
    }
    return hosts
  }

  private static func contains(_ outer: Ring, _ inner: Ring, areOpposite: Bool) -> Bool {
    var isInside = false
    for point in inner.points {
      switch outer.location(of: point) {
      case .outside: return false
      case .inside:
        // Running the right way, one point tells. Running the wrong way, it may be a part that overlaps another.
        if areOpposite { return true }
        isInside = true
      case .boundary: break
      }
    }
    if isInside { return true }
    for (a, b) in zip(inner.points, inner.points.dropFirst()) {
      switch outer.location(of: Point(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2)) {
      case .outside: return false
      case .inside: return true
      case .boundary: break
      }
    }
    return areOpposite
  }
}
