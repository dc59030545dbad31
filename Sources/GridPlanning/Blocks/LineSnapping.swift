import CoverageTopology
import SpatialPrimitives

/// Lines led through the points that they pass within a hair of (vertex snapping, as JTS has it).
///
/// What was drawn along a street has points on it that rounding put a hair beside. Left so, the street and the border that
/// follows it would enclose slivers along its whole length; led through the border's points, the two are the same line.
struct LineSnapping {
  private let points: [Point]
  private let cells: BoxCells
  private let metric: LocalMetric
  /// In metres: what a file keeps of a coordinate.
  private static let reach = 0.02

  /// - Parameter areas: those whose points lines are led through.
  init(to areas: [MultiPolygon], _ metric: LocalMetric) {
    points = areas.flatMap(\.polygons).flatMap(\.rings).flatMap(\.points)
    cells = BoxCells(points.map { Box(around: CollectionOfOne($0)) })
    self.metric = metric
  }

  /// - Complexity: O(k log k) for k points near the line.
  func snapped(_ line: [Point]) -> [Point] {
    let line = line.map(nearest)
    var result = Array(line.prefix(1))
    for (from, to) in zip(line, line.dropFirst()) {
      let near = passed(from, to).sorted { ($0.part, $0.point.x, $0.point.y) < ($1.part, $1.point.x, $1.point.y) }
      for point in near.lazy.map(\.point) + [to] where result.last != point { result.append(point) }
    }
    return result
  }

  /// The nearest of the points within reach, else the place itself.
  private func nearest(_ place: Point) -> Point {
    let reached = cells.items(meeting: box(around: place, place)).map { points[Int($0)] }.filter {
      metric.distance(from: place, to: $0) <= LineSnapping.reach
    }
    return reached.min { metric.distance(from: place, to: $0) < metric.distance(from: place, to: $1) } ?? place
  }

  private func box(around a: Point, _ b: Point) -> Box {
    let (x, y) = (LineSnapping.reach / metric.metresPerX, LineSnapping.reach / metric.metresPerY)
    return Box(
      minX: min(a.x, b.x) - x, minY: min(a.y, b.y) - y, maxX: max(a.x, b.x) + x, maxY: max(a.y, b.y) + y)
  }

  /// The points beside a straight piece, and where on it.
  private func passed(_ from: Point, _ to: Point) -> [(part: Double, point: Point)] {
    let (metresPerX, metresPerY) = (metric.metresPerX, metric.metresPerY)
    let (dx, dy) = ((to.x - from.x) * metresPerX, (to.y - from.y) * metresPerY)
    let square = dx * dx + dy * dy
    guard square > 0 else { return [] }
    return cells.items(meeting: box(around: from, to)).compactMap { item in
      let point = points[Int(item)]
      let (x, y) = ((point.x - from.x) * metresPerX, (point.y - from.y) * metresPerY)
      let part = (x * dx + y * dy) / square
      guard part > 0, part < 1 else { return nil }
      let (ex, ey) = (x - part * dx, y - part * dy)
      return ex * ex + ey * ey <= LineSnapping.reach * LineSnapping.reach ? (part, point) : nil
    }
  }
}
