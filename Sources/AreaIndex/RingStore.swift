import Diagnostics
import SpatialPrimitives
import SystemFiles

/// The rings of all areas in one array of points, by rank. Every ring is closed, and no point stands twice in a row,
/// so that each pair of neighbours in a ring is an edge of some length. (A ring of one place only is kept as two equal
/// points: that place is still boundary.)
struct RingStore: Sendable {
  private(set) var points: [Point] = []
  /// By point: whether it is the last of its ring, where no edge begins.
  private(set) var endsRing: [Bool] = []
  /// Area `k` has the points `areaStarts[k]..<areaStarts[k + 1]`.
  private var areaStarts: [Int] = [0]
  /// By rank.
  private(set) var boxes: [Box] = []

  /// Coordinates beyond this would leave the range of the grid's arithmetic.
  static let largestCoordinate = 1e300

  init(_ areas: [AreaShape], _ roster: Roster) throws(Fault) {
    points.reserveCapacity(areas.reduce(0) { $0 + $1.geometry.pointCount })
    for rank in 0..<roster.count {
      let member = roster.members[rank]
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
      areaStarts.append(points.count)
    }
  }

  private mutating func append(_ ring: Ring) {
    let start = points.count
    for point in ring.points where points.count == start || points[points.count - 1] != point { points.append(point) }
    if points.count == start { return }
    if points.count == start + 1 || points[points.count - 1] != points[start] { points.append(points[start]) }
    endsRing.append(contentsOf: repeatElement(false, count: points.count - start))
    endsRing[points.count - 1] = true
  }

  /// All points of the area.
  func pointRange(of rank: Int) -> Range<Int> { areaStarts[rank]..<areaStarts[rank + 1] }
}
