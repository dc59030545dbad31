public import SpatialPrimitives

/// The largest circle in a polygon: its diameter is how wide the polygon is at its widest.
///
/// Each of many points on the border is taken as the place where a circle touches from inside, and the circle is shrunk
/// until it is empty (the shrinking ball of Ma, Bae & Choi, "3D medial axis point approximation using nearest neighbors
/// and the normal field", 2012, with edges in place of points). The best is then followed along its edge. Axes must be
/// equal. O(samples × edges); the circle found is inside, and within some per cent of the largest.
public struct InscribedCircle: Sendable, Hashable {
  public var center: Point
  public var radius: Double

  public var diameter: Double { radius * 2 }

  /// - Parameter polygon: with its exterior counter-clockwise and its holes clockwise.
  /// - Returns: `nil` where nothing is enclosed.
  public init?(in polygon: Polygon) {
    let search = CircleSearch(polygon)
    guard let best = search.best() else { return nil }
    self = best
  }

  /// Some circle in the polygon that is wider than `width`; `nil` where the search finds none. Quicker than to look for the
  /// largest: a place is given up as soon as it is seen to be too narrow.
  public init?(in polygon: Polygon, widerThan width: Double) {
    guard let found = CircleSearch(polygon).any(above: width / 2) else { return nil }
    self = found
  }

  init(center: Point, radius: Double) {
    self.center = center
    self.radius = radius
  }
}

private struct CircleSearch {
  private let polygon: Polygon
  private struct Edge {
    var a: Point
    var b: Point
    /// The direction inward, of length one.
    var inward: Point
    var length: Double
  }

  private var edges: [Edge] = []
  private var perimeter = 0.0
  private var reach = 0.0

  init(_ polygon: Polygon) {
    self.polygon = polygon
    for ring in polygon.rings {
      for (a, b) in zip(ring.points, ring.points.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { continue }
        edges.append(Edge(a: a, b: b, inward: Point(-dy / length, dx / length), length: length))
        perimeter += length
      }
    }
    let box = polygon.box
    reach = (box.width * box.width + box.height * box.height).squareRoot()
  }

  /// As many samples as keep the work for one face within some million comparisons.
  private var samples: Int { max(48, min(4 * edges.count, 2_000_000 / edges.count)) }

  /// Of very many edges every so manieth is sampled, so that the work does not grow with their square.
  private var stride: Int { max(1, edges.count * edges.count / 200_000_000) }

  func any(above least: Double) -> InscribedCircle? {
    guard edges.count >= 3 else { return nil }
    for position in Swift.stride(from: 0, to: edges.count, by: stride) where edges[position].length > 1e-7 * perimeter {
      let edge = edges[position]
      let count = samples(on: edge)
      for number in 0..<count {
        if let circle = touching(edge, at: (Double(number) + 0.5) / Double(count), above: least) { return circle }
      }
    }
    return nil
  }

  private func samples(on edge: Edge) -> Int {
    max(edges.count > 4096 ? 1 : 3, Int(edge.length / perimeter * Double(samples)))
  }

  func best() -> InscribedCircle? {
    guard edges.count >= 3 else { return nil }
    var best: (circle: InscribedCircle, edge: Edge, part: Double, step: Double)?
    // What cutting leaves between two crossings may be so short that its direction is rounding.
    for position in Swift.stride(from: 0, to: edges.count, by: stride) where edges[position].length > 1e-7 * perimeter {
      let edge = edges[position]
      let count = samples(on: edge)
      let step = 1 / Double(count)
      for number in 0..<count {
        let part = (Double(number) + 0.5) * step
        guard let circle = touching(edge, at: part, above: best?.circle.radius ?? 0) else { continue }
        best = (circle, edge, part, step)
      }
    }
    guard var best else { return nil }
    while best.step > 0.001 {
      best.step /= 2
      for part in [best.part - best.step, best.part + best.step] where part > 0 && part < 1 {
        guard let circle = touching(best.edge, at: part, above: best.circle.radius) else { continue }
        best = (circle, best.edge, part, best.step)
      }
    }
    return best.circle
  }

  /// The largest empty circle that touches an edge from inside; `nil` as soon as it is seen to be no larger than `least`.
  private func touching(_ edge: Edge, at part: Double, above least: Double) -> InscribedCircle? {
    let foot = Point(edge.a.x + part * (edge.b.x - edge.a.x), edge.a.y + part * (edge.b.y - edge.a.y))
    var radius = reach
    for _ in 0..<32 {
      let center = Point(foot.x + radius * edge.inward.x, foot.y + radius * edge.inward.y)
      var nearest = (square: radius * radius * (1 - 1e-9), point: foot)
      for other in edges {
        let (dx, dy) = (other.b.x - other.a.x, other.b.y - other.a.y)
        let along = ((center.x - other.a.x) * dx + (center.y - other.a.y) * dy) / (other.length * other.length)
        let at = min(max(along, 0), 1)
        let point = Point(other.a.x + at * dx, other.a.y + at * dy)
        let (px, py) = (center.x - point.x, center.y - point.y)
        if px * px + py * py < nearest.square { nearest = (px * px + py * py, point) }
      }
      let (qx, qy) = (nearest.point.x - foot.x, nearest.point.y - foot.y)
      let depth = qx * edge.inward.x + qy * edge.inward.y
      let smaller = depth > 0 ? (qx * qx + qy * qy) / (2 * depth) : radius
      guard smaller > least else { return nil }
      guard smaller < radius * (1 - 1e-6) else {
        return polygon.location(of: center) == .inside ? InscribedCircle(center: center, radius: radius) : nil
      }
      radius = smaller
    }
    return nil
  }
}
