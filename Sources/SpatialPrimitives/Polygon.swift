/// A closed ring: its first point stands again as its last. An empty ring has no points.
public struct Ring: Sendable, Hashable {
  public var points: [Point]

  /// - Parameter points: taken as they are, even where they are not closed or too few.
  public init(_ points: [Point]) { self.points = points }

  public var isClosed: Bool { points.count >= 4 && points.first == points.last }
  public var box: Box { Box(around: points) }

  /// Twice the area enclosed, positive where the ring runs counter-clockwise, in squared units of the
  /// coordinates. Summed about the first point, so that large coordinates lose no digits.
  public var doubledSignedArea: Double {
    guard let origin = points.first else { return 0 }
    var sum = 0.0
    var previous = Point(0, 0)
    for point in points.dropFirst() {
      let current = Point(point.x - origin.x, point.y - origin.y)
      sum += previous.x * current.y - current.x * previous.y
      previous = current
    }
    return sum
  }
}

/// An exterior ring and the holes in it.
public struct Polygon: Sendable, Hashable {
  public var exterior: Ring
  public var holes: [Ring]

  public init(_ exterior: Ring, holes: [Ring] = []) {
    self.exterior = exterior
    self.holes = holes
  }

  public var box: Box { exterior.box }
  public var rings: [Ring] { [exterior] + holes }

  /// Area in squared units of the coordinates, holes taken off.
  public var planarArea: Double {
    holes.reduce(exterior.doubledSignedArea.magnitude) { $0 - $1.doubledSignedArea.magnitude } / 2
  }
}

/// The geometry of every area: any number of polygons.
public struct MultiPolygon: Sendable, Hashable {
  public var polygons: [Polygon]

  public init(_ polygons: [Polygon]) { self.polygons = polygons }

  public var isEmpty: Bool { polygons.allSatisfy { $0.exterior.points.isEmpty } }

  public var box: Box {
    var box = Box.empty
    for polygon in polygons { box.formUnion(polygon.box) }
    return box
  }

  public var planarArea: Double { polygons.reduce(0) { $0 + $1.planarArea } }

  public var pointCount: Int {
    polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.points.count } }
  }

  /// The same polygons with each point replaced by what `transform` makes of its ring's points.
  public func mapRings<E: Error>(_ transform: (Ring) throws(E) -> Ring) throws(E) -> MultiPolygon {
    var result: [Polygon] = []
    result.reserveCapacity(polygons.count)
    for polygon in polygons {
      var holes: [Ring] = []
      for hole in polygon.holes { holes.append(try transform(hole)) }
      result.append(Polygon(try transform(polygon.exterior), holes: holes))
    }
    return MultiPolygon(result)
  }
}
