import SpatialIndexing
import SpatialPrimitives

/// A city object's shape, prepared for questions: the finest of its geometries, and of those that are as fine one that closes.
struct CityObjectShape {
  var faces = FaceSet()
  /// Where there are several solids, the faces of each: they may overlap, as a door's leaf and its frame do.
  private var solids: [FaceSet] = []
  /// Lines, and points as lines of one place.
  var lines: [[Point3]] = []
  /// Whether the faces divide space into inside and outside.
  var isClosed = false
  private(set) var box = Box3.empty

  /// `nil` where the object has no shape of its own.
  init?(_ object: CityObject) {
    let ranked = object.geometries.filter { !$0.indices.isEmpty }
      .sorted { ($0.kind.hasSolids ? 1 : 0, $0.lod ?? "") > ($1.kind.hasSolids ? 1 : 0, $1.lod ?? "") }
    guard let finest = ranked.first else { return nil }
    self.init(finest)
    if isClosed || ranked.count == 1 { return }
    // A solid that does not close may stand beside surfaces that do.
    for other in ranked.dropFirst() {
      let shape = CityObjectShape(other)
      if shape.isClosed {
        self = shape
        return
      }
    }
  }

  init(_ geometry: CityGeometry) {
    box = geometry.box
    switch geometry.kind {
    case .multiPoint: lines = geometry.indices.map { [geometry.points[Int($0)]] }
    case .multiLineString: lines = geometry.rings.indices.map { geometry.points(ofRing: $0) }
    default:
      for surface in geometry.surfaces.indices {
        faces.append(geometry.rings(ofSurface: surface).map { geometry.points(ofRing: $0) })
      }
      isClosed = faces.isClosed
      guard isClosed, geometry.solids.count > 1 else { return }
      solids = geometry.solids.indices.map { solid in
        var own = FaceSet()
        for surface in geometry.surfaces(ofSolid: solid) {
          own.append(geometry.rings(ofSurface: surface).map { geometry.points(ofRing: $0) })
        }
        return own
      }
      // Solids that are only together closed have no insides of their own.
      if !solids.allSatisfy(\.isClosed) { solids = [] }
    }
  }

  /// Whether a point is inside or on the shape, which must close.
  func holds(_ point: Point3) -> Bool {
    if solids.isEmpty { return faces.location(of: point) != .outside }
    return solids.contains { $0.location(of: point) != .outside }
  }

  /// Whether faces are on both sides of a point along two of the three axes: it is then in a tube or a box, and not under a
  /// table.
  func surrounds(_ point: Point3) -> Bool {
    var (shape, place, axes) = (faces, point, 0)
    for axis in 0..<3 {
      let heights = shape.heights(at: place.inPlane)
      if let least = heights.first, let most = heights.last, least < place.z, place.z < most { axes += 1 }
      if axis == 2 { break }
      var turned = FaceSet()
      shape.forEachFace { rings in turned.append(rings.map { ring in ring.map(\.turned) }) }
      (shape, place) = (turned, place.turned)
    }
    return axes >= 2
  }

  /// Calls `body` with the ends of every edge and piece of a line.
  func forEachSegment(_ body: (Point3, Point3) -> Void) {
    faces.forEachEdge(body)
    for line in lines {
      if line.count == 1 { body(line[0], line[0]) }
      for (a, b) in zip(line, line.dropFirst()) { body(a, b) }
    }
  }

  /// In metres squared; 0 on the shape and, where it closes, inside.
  func squaredDistance(to point: Point3) -> Double {
    if isClosed, holds(point) { return 0 }
    var best = faces.squaredDistance(to: point)
    for line in lines {
      if line.count == 1 { best = min(best, FaceSet.squaredDistance(from: point, line[0], line[0])) }
      for (a, b) in zip(line, line.dropFirst()) { best = min(best, FaceSet.squaredDistance(from: point, a, b)) }
    }
    return best
  }

  /// Between two shapes: 0 where they meet or one is inside the other.
  func squaredDistance(to other: CityObjectShape) -> Double {
    for (outer, inner) in [(self, other), (other, self)] where outer.isClosed {
      if let corner = inner.anyCorner, outer.holds(corner) { return 0 }
    }
    var best = Double.infinity
    forEachSegment { a, b in if best > 0 { best = min(best, other.faces.squaredDistance(toSegment: a, b)) } }
    other.forEachSegment { a, b in if best > 0 { best = min(best, faces.squaredDistance(toSegment: a, b)) } }
    return best
  }

  private var anyCorner: Point3? {
    if let first = lines.first?.first { return first }
    var corner: Point3?
    faces.forEachEdge { a, _ in corner = corner ?? a }
    return corner
  }
}

extension Point3 {
  /// The axes in a circle: x upright in the place of z.
  fileprivate var turned: Point3 { Point3(y, z, x) }
}
