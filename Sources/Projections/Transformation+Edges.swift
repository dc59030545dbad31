internal import Glibc
package import Diagnostics
package import SpatialPrimitives

extension Transformation {
  /// The geometry in the target system with every straight edge where it was: vertices are added to an edge
  /// where the line between its ends' images would leave the image of the edge by more than `tolerance`.
  ///
  /// Each vertex has the image that it has by itself, and what is added to an edge depends on the edge alone,
  /// in either direction, so borders that neighbours share stay shared, vertex for vertex.
  ///
  /// - Parameter tolerance: metres on the ground.
  /// - Returns: the geometry and the number of vertices that were added; the geometry itself, bit for bit,
  ///   where the transformation is the identity.
  /// - Throws: `outside-crs` (data), naming a vertex that has no image.
  /// - Complexity: one transformation for each vertex, and one more for each edge that is long enough to bend
  ///   and for each added vertex.
  package func transform(
    _ geometry: MultiPolygon, tolerance: Double = 0.001
  ) throws(Fault) -> (geometry: MultiPolygon, added: Int) {
    if isIdentity { return (geometry, 0) }
    var added = 0
    let result = try geometry.mapRings { (ring) throws(Fault) -> Ring in
      let moved = try transformPath(ring.points, tolerance: tolerance)
      added += moved.count - ring.points.count
      return Ring(moved)
    }
    return (result, added)
  }

  /// The images of a line's points, with those that keep its edges true to `tolerance` metres between them.
  package func transformPath(_ points: [Point], tolerance: Double = 0.001) throws(Fault) -> [Point] {
    if isIdentity { return points }
    var images = points
    transformEach(&images)
    for (index, image) in images.enumerated() where !image.isFinite { throw outside(points[index]) }
    var result: [Point]?
    for index in points.indices.dropLast() {
      let between = try additions(
        points[index], points[index + 1], images[index], images[index + 1], tolerance: tolerance)
      if !between.isEmpty && result == nil {
        result = Array(images[...index])
      } else {
        result?.append(images[index])
      }
      result?.append(contentsOf: between)
    }
    if let last = images.last { result?.append(last) }
    return result ?? images
  }

  /// What stands between the images of an edge's ends, in the direction of the edge.
  private func additions(
    _ a: Point, _ b: Point, _ imageA: Point, _ imageB: Point, tolerance: Double
  ) throws(Fault) -> [Point] {
    if cells.bound(a, b, under: self) <= tolerance { return [] }
    // Every edge is halved in the same direction, so that rounding falls the same way for both neighbours.
    let forward = (a.x, a.y) < (b.x, b.y)
    var between: [Point] = []
    try forward
      ? halve(End(a, imageA), End(b, imageB), tolerance, depth: 0, into: &between)
      : halve(End(b, imageB), End(a, imageA), tolerance, depth: 0, into: &between)
    return forward ? between : between.reversed()
  }

  private struct End {
    var source: Point
    var image: Point

    init(_ source: Point, _ image: Point) {
      self.source = source
      self.image = image
    }
  }

  /// An edge is halved where its middle has left the line; a long one, which may bend both ways and yet have its
  /// middle on the line, also where a quarter has. Four fifths of the tolerance are used, for what lies between
  /// the samples. At a seam of the transformation no halving helps; the depth ends it.
  private func halve(
    _ a: End, _ b: End, _ tolerance: Double, depth: Int, into between: inout [Point]
  ) throws(Fault) {
    if depth > 0 && cells.bound(a.source, b.source, under: self) <= tolerance || depth == 20 { return }
    let middle = try end(Self.middle(a.source, b.source))
    let hasLeft = { (image: Point) in self.groundDistance(from: image, toEdge: a.image, b.image) > 0.8 * tolerance }
    if !hasLeft(middle.image) {
      guard cells.isLong(a.source, b.source) else { return }
      let quarters = [try end(Self.middle(a.source, middle.source)), try end(Self.middle(middle.source, b.source))]
      guard quarters.contains(where: { hasLeft($0.image) }) else { return }
    }
    try halve(a, middle, tolerance, depth: depth + 1, into: &between)
    between.append(middle.image)
    try halve(middle, b, tolerance, depth: depth + 1, into: &between)
  }

  private func end(_ source: Point) throws(Fault) -> End {
    guard let image = transform(source) else { throw outside(source) }
    return End(source, image)
  }

  private static func middle(_ a: Point, _ b: Point) -> Point {
    Point(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2)
  }

  /// The length of a small difference of target coordinates on the ground, in metres, never too short by more
  /// than a percent.
  func groundLength(_ x: Double, _ y: Double, at place: Point) -> Double {
    let unit = target.metresPerUnit
    if target.kind == .projected { return hypot(x * unit, y * unit) }
    let radians = unit / CoordinateSystem.metresPerRadian
    return hypot(x * unit * cos(place.y * radians), y * unit) * 1.005
  }

  private func groundDistance(from point: Point, toEdge a: Point, _ b: Point) -> Double {
    let (scaleX, scaleY) = (groundLength(1, 0, at: point), groundLength(0, 1, at: point))
    let (ux, uy) = ((b.x - a.x) * scaleX, (b.y - a.y) * scaleY)
    let (vx, vy) = ((point.x - a.x) * scaleX, (point.y - a.y) * scaleY)
    let squared = ux * ux + uy * uy
    let along = squared > 0 ? min(max((ux * vx + uy * vy) / squared, 0), 1) : 0
    return hypot(vx - along * ux, vy - along * uy)
  }
}
