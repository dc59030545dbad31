import CityStore
import SpatialPrimitives

extension Geometry {
  /// Its lines, and the rings of its polygons.
  var paths: [[Point]] {
    switch self {
    case .point, .multiPoint: []
    case .lineString(let line): [line]
    case .multiLineString(let lines): lines
    case .polygon(let polygon): polygon.rings.map(\.points)
    case .multiPolygon(let shape): shape.polygons.flatMap { $0.rings.map(\.points) }
    case .collection(let parts): parts.flatMap(\.paths)
    }
  }

  /// The ground of bridges: polygons as they are, lines six metres wide, points twenty metres square.
  func bridges(_ metric: LocalMetric) -> [MultiPolygon] {
    func box(_ corners: [Point]) -> MultiPolygon { MultiPolygon([Polygon(Ring(corners + [corners[0]]))]) }
    if let shape = asMultiPolygon { return shape.polygons.map { MultiPolygon([$0]) } }
    if case .collection(let parts) = self { return parts.flatMap { $0.bridges(metric) } }
    let squares = paths.isEmpty ? points : []
    return squares.map { $0.square(10, metric) }
      + paths.flatMap { zip($0, $0.dropFirst()) }.compactMap { a, b in
        let (dx, dy) = ((b.x - a.x) * metric.metresPerX, (b.y - a.y) * metric.metresPerY)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return nil }
        let (x, y) = (-3 * dy / length / metric.metresPerX, 3 * dx / length / metric.metresPerY)
        return box([
          Point(a.x - x, a.y - y), Point(b.x - x, b.y - y), Point(b.x + x, b.y + y), Point(a.x + x, a.y + y),
        ])
      }
  }
}

extension Point {
  /// The square around it, so many metres to each side.
  func square(_ reach: Double, _ metric: LocalMetric) -> MultiPolygon {
    let (dx, dy) = (reach / metric.metresPerX, reach / metric.metresPerY)
    let corners = [(-dx, -dy), (dx, -dy), (dx, dy), (-dx, dy), (-dx, -dy)]
    return MultiPolygon([Polygon(Ring(corners.map { Point(x + $0.0, y + $0.1) }))])
  }
}
