import Diagnostics
import GEOSOperations
import SpatialPrimitives

/// Lines half way between the buildings of a block, out over its border, or between the blocks along a street.
///
/// The chordal axis of the free ground (Prasad, "Morphological analysis of shapes", 1997): outlines are sampled, the
/// closer the nearer the next building is, the samples triangulated (Delaunay), and in every triangle whose corners belong
/// to different buildings a line is led through the middles of its mixed sides; beyond the outermost buildings it goes on
/// along the bisector. Lines may clip a corner that stands between two samples; nothing rests on that, because blocks go
/// round buildings anyway. O(n log n) for n samples, and O(k²) for k buildings.
struct BuildingGaps {
  private let metric: LocalMetric
  private let geos: GEOSContext
  /// Metres between samples, at least and at most.
  private static let steps = 3.0...12.0

  init(_ metric: LocalMetric, _ geos: GEOSContext) {
    self.metric = metric
    self.geos = geos
  }

  /// - Parameters:
  ///   - sites: the buildings that are to be parted, each the rings around it, or a place.
  ///   - share: how far a line may leave the middle to be straighter, as a part of the way to the next site.
  func lines(
    in block: MultiPolygon, between sites: [[[Point]]], straying share: Double = 0.5
  ) throws(Fault) -> [[Point]] {
    let origin = block.box.center
    let plane = { (point: Point) in
      Point((point.x - origin.x) * metric.metresPerX, (point.y - origin.y) * metric.metresPerY)
    }
    let outlines = sites.map { rings in rings.map { $0.map(plane) } }
    let steps = BuildingGaps.steps(outlines.map { Box(around: $0.lazy.flatMap(\.self)) })
    var samples: [Point] = []
    var owners: [Point: Int] = [:]
    for (number, rings) in outlines.enumerated() {
      for ring in rings {
        for point in ring.count == 1 ? ring : BuildingGaps.sampled(ring, steps[number]) where owners[point] == nil {
          owners[point] = number
          samples.append(point)
        }
      }
    }
    let (low, high) = (plane(Point(block.box.minX, block.box.minY)), plane(Point(block.box.maxX, block.box.maxY)))
    let view = Box(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y).expanded(by: 1)
    let reach = 20 * max(view.width, view.height)
    // Far corners that belong to nobody, so that every side of a triangle that matters has one on both sides.
    let frame = [
      (-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0),
    ].map { Point(Double($0.0) * reach, Double($0.1) * reach) }
    var axis = GapAxis()
    let corners = try geos.delaunayCorners(of: samples + frame)
    for first in stride(from: 0, to: corners.count, by: 3) {
      let triangle = Array(corners[first..<first + 3])
      BuildingGaps.add(triangle, owners: triangle.map { owners[$0] ?? -1 }, within: view, to: &axis)
    }
    return axis.lines(straying: share).map { line in
      line.map { Point(origin.x + $0.x / metric.metresPerX, origin.y + $0.y / metric.metresPerY) }
    }
  }

  /// Leads lines through a triangle.
  private static func add(_ corners: [Point], owners: [Int], within view: Box, to axis: inout GapAxis) {
    let middles = [(0, 1), (1, 2), (2, 0)].compactMap { a, b in
      owners[a] >= 0 && owners[b] >= 0 && owners[a] != owners[b]
        ? (
          place: Point((corners[a].x + corners[b].x) / 2, (corners[a].y + corners[b].y) / 2),
          room: LocalMetric.planar(metresPerUnit: 1).distance(from: corners[a], to: corners[b]) / 2
        ) : nil
    }
    if middles.isEmpty { return }
    let center =
      middles.count == 3
      ? Point((corners[0].x + corners[1].x + corners[2].x) / 3, (corners[0].y + corners[1].y + corners[2].y) / 3)
      : circumcenter(corners)
    let node = (place: center, room: middles.reduce(Double.infinity) { min($0, $1.room) })
    let ends = middles.count == 2 ? [(middles[0], middles[1])] : middles.map { ($0, node) }
    for (a, b) in ends {
      guard let (from, to) = view.clipped(a.place, b.place) else { continue }
      axis.add(from: from, room: a.room, to: to, room: b.room)
    }
  }

  /// How closely each building is sampled: by its distance from the next one.
  private static func steps(_ boxes: [Box]) -> [Double] {
    boxes.indices.map { here in
      var nearest = steps.upperBound
      for other in boxes.indices where other != here {
        let x = max(0, boxes[other].minX - boxes[here].maxX, boxes[here].minX - boxes[other].maxX)
        let y = max(0, boxes[other].minY - boxes[here].maxY, boxes[here].minY - boxes[other].maxY)
        nearest = min(nearest, max(x, y))
      }
      return max(steps.lowerBound, nearest)
    }
  }

  /// The ring's points, long edges divided.
  private static func sampled(_ ring: [Point], _ step: Double) -> [Point] {
    var result: [Point] = []
    for (a, b) in zip(ring, ring.dropFirst()) {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let count = max(1, Int(((dx * dx + dy * dy).squareRoot() / step).rounded(.up)))
      for part in 0..<count {
        let share = Double(part) / Double(count)
        result.append(Point(a.x + share * dx, a.y + share * dy))
      }
    }
    return result
  }

  private static func circumcenter(_ corners: [Point]) -> Point {
    let (a, b, c) = (corners[0], corners[1], corners[2])
    let (p, q) = (Point(b.x - a.x, b.y - a.y), Point(c.x - a.x, c.y - a.y))
    let doubled = 2 * (p.x * q.y - p.y * q.x)
    let (s, t) = (p.x * p.x + p.y * p.y, q.x * q.x + q.y * q.y)
    return Point(a.x + (q.y * s - p.y * t) / doubled, a.y + (p.x * t - q.x * s) / doubled)
  }
}

extension Box {
  /// The part of a segment within the box (Liang & Barsky 1984); `nil` where there is none.
  func clipped(_ a: Point, _ b: Point) -> (Point, Point)? {
    guard a.isFinite, b.isFinite else { return nil }
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (first, last) = (0.0, 1.0)
    for (speed, room) in [(-dx, a.x - minX), (dx, maxX - a.x), (-dy, a.y - minY), (dy, maxY - a.y)] {
      if speed == 0 {
        if room < 0 { return nil }
      } else if speed < 0 {
        first = max(first, room / speed)
      } else {
        last = min(last, room / speed)
      }
    }
    guard first < last else { return nil }
    return (
      first == 0 ? a : Point(a.x + first * dx, a.y + first * dy),
      last == 1 ? b : Point(a.x + last * dx, a.y + last * dy)
    )
  }
}
