import Diagnostics
import SpatialPrimitives

/// The rings of all areas in one array of points, by rank. Every ring is closed, and no point stands twice in a row,
/// so that each pair of neighbours in a ring is an edge of some length. (A ring of one place only is kept as two equal
/// points: that place is still boundary.)
struct RingStore: Sendable {
  private(set) var points: [Point] = []
  /// Ring `r` is `points[ringStarts[r]..<ringStarts[r + 1]]`.
  private(set) var ringStarts: [Int] = [0]
  /// Area `k` has the rings `areaStarts[k]..<areaStarts[k + 1]`.
  private(set) var areaStarts: [Int] = [0]
  /// By rank.
  private(set) var boxes: [Box] = []

  /// Coordinates beyond this would leave the range of the grid's arithmetic.
  static let largestCoordinate = 1e300

  init(_ areas: [AreaShape], _ roster: Roster) throws(Fault) {
    points.reserveCapacity(areas.reduce(0) { $0 + $1.geometry.pointCount })
    for member in roster.members {
      let area = areas[Int(member.ordinal)]
      let start = points.count
      for polygon in area.geometry.polygons {
        append(polygon.exterior)
        for hole in polygon.holes { append(hole) }
      }
      var box = Box.empty
      for point in points[start...] {
        guard point.x.magnitude <= Self.largestCoordinate, point.y.magnitude <= Self.largestCoordinate else {
          throw Fault(
            .data, code: "bad-coordinate",
            Text(
              "area \(area.code) (\(area.level)) has a coordinate that is no number, or beyond 1e300",
              zh: "区域 \(area.code)（\(area.level)）含有非数值坐标，或坐标超出 1e300"))
        }
        box.extend(to: point)
      }
      boxes.append(box)
      areaStarts.append(ringStarts.count - 1)
    }
  }

  private mutating func append(_ ring: Ring) {
    let start = points.count
    for point in ring.points where points.count == start || points[points.count - 1] != point { points.append(point) }
    if points.count == start { return }
    if points.count == start + 1 || points[points.count - 1] != points[start] { points.append(points[start]) }
    ringStarts.append(points.count)
  }

  /// The ranges of points of the area's rings.
  func rings(of rank: Int) -> some Sequence<Range<Int>> {
    (areaStarts[rank]..<areaStarts[rank + 1]).lazy.map { ringStarts[$0]..<ringStarts[$0 + 1] }
  }

  /// Exact, by looking at every edge of the area.
  func location(of point: Point, in rank: Int) -> Location {
    guard boxes[rank].contains(point) else { return .outside }
    var crossings = Crossings(of: point)
    for ring in rings(of: rank) {
      for index in ring.dropLast() { crossings.addEdge(points[index], points[index + 1]) }
    }
    return crossings.location
  }
}
