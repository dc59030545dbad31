/// Where a point lies relative to an area.
public enum Location: UInt8, Sendable, CaseIterable {
  case inside, boundary, outside
}

/// Containment is by the even-odd rule over all rings, decided exactly on the coordinates as they are. A point is on
/// the boundary if it lies exactly on an edge or a vertex of any ring. A ring that is not closed is closed by an edge
/// from its last point to its first. Each function looks at every edge: O(n), nothing is prepared.
extension Ring {
  public func location(of point: Point) -> Location {
    var crossings = Crossings(of: point)
    crossings.add(self)
    return crossings.location
  }
}

extension Polygon {
  public func location(of point: Point) -> Location {
    var crossings = Crossings(of: point)
    crossings.add(self)
    return crossings.location
  }
}

extension MultiPolygon {
  public func location(of point: Point) -> Location {
    var crossings = Crossings(of: point)
    for polygon in polygons { crossings.add(polygon) }
    return crossings.location
  }
}

/// Counts how often a ray from a point to the right meets edges, offered one by one.
@frozen @usableFromInline package struct Crossings {
  @usableFromInline let point: Point
  @usableFromInline var isOdd = false
  @usableFromInline var isOnEdge = false

  @inlinable package init(of point: Point) { self.point = point }

  @inlinable package var location: Location { isOnEdge ? .boundary : isOdd ? .inside : .outside }

  fileprivate mutating func add(_ polygon: Polygon) {
    add(polygon.exterior)
    for hole in polygon.holes { add(hole) }
  }

  fileprivate mutating func add(_ ring: Ring) {
    guard point.isFinite, var previous = ring.points.last else { return }
    for current in ring.points {
      addEdge(previous, current)
      previous = current
    }
  }

  /// An edge counts where its ends lie on different sides of the ray, a point level with it counting as below.
  @inlinable package mutating func addEdge(_ a: Point, _ b: Point) {
    let low = min(a.y, b.y)
    let high = max(a.y, b.y)
    guard low <= point.y, point.y <= high else { return }
    if max(a.x, b.x) < point.x { return }
    let side = Orientation.sign(a, b, point)
    if side == 0 {
      if min(a.x, b.x) <= point.x { isOnEdge = true }
      return
    }
    if (a.y > point.y) != (b.y > point.y), (side > 0) == (b.y > point.y) { isOdd.toggle() }
  }
}
