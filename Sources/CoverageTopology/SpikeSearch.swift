public import SpatialPrimitives

/// A part of an area that sticks out of it, long and thin: a ring goes out and comes back beside itself.
public struct Spike: Sendable, Hashable {
  /// The part, counter-clockwise, with the base as its last edge.
  public var outline: Polygon
  /// Along the longer side, in metres.
  public var length: Double

  /// Where it hangs on the rest of the area: a place on either side. At least one of them is a vertex of the ring.
  public var base: (from: Point, to: Point) {
    let points = outline.exterior.points
    return (points[points.count - 2], points[0])
  }
}

extension Polygon {
  /// The spikes of a valid polygon whose exterior runs counter-clockwise and whose holes run clockwise.
  ///
  /// From each place where a ring turns back, both sides are followed together, vertex by vertex, as long as each lies no
  /// farther than `width` from the other side. Where they part, the ring has to open: a corner, however acute, whose sides
  /// only run on straight is no spike, and nothing that is shorter than `width` or than four times as wide as its base.
  ///
  /// - Parameters:
  ///   - width: in metres, of the base and of what follows it.
  ///   - metric: metres around the polygon.
  /// - Complexity: O(n), and for each turn the vertices of the spike there.
  public func spikes(narrowerThan width: Double, metric: LocalMetric) -> [Spike] {
    rings.flatMap { ring -> [Spike] in
      guard let search = SpikeSearch(ring, width, metric) else { return [] }
      return search.spikes()
    }
  }
}

/// One ring, its lengths in metres.
private struct SpikeSearch {
  /// The first one stands again as the last.
  private let points: [Point]
  private let count: Int
  private let scale: (x: Double, y: Double)
  private let width: Double

  init?(_ ring: Ring, _ width: Double, _ metric: LocalMetric) {
    guard ring.points.count > 4, width > 0 else { return nil }
    points = ring.points
    count = points.count - 1
    scale = (metric.metresPerX, metric.metresPerY)
    self.width = width
  }

  func spikes() -> [Spike] {
    var spikes: [Spike] = []
    var before = way(points[count - 1], points[0])
    for first in 0..<count {
      let after = way(points[first], points[first + 1])
      defer { before = after }
      guard mayTurnBack(before, after), let last = turn(from: first), let spike = spike(from: first, to: last)
      else { continue }
      // The same one is not told again from another vertex of its end.
      if !spikes.contains(where: { $0.outline == spike.outline }) { spikes.append(spike) }
    }
    return spikes
  }

  // MARK: Where the ring turns back

  private typealias Way = (x: Double, y: Double)

  private func way(_ a: Point, _ b: Point) -> Way { ((b.x - a.x) * scale.x, (b.y - a.y) * scale.y) }

  private func distance(_ a: Point, _ b: Point) -> Double {
    let way = way(a, b)
    return (way.x * way.x + way.y * way.y).squareRoot()
  }

  /// A vertex by a number that may lie one turn before the first or behind the last.
  private func place(_ number: Int) -> Point {
    points[number < 0 ? number + count : number < count ? number : number - count]
  }

  private func isBack(_ before: Way, _ after: Way) -> Bool {
    let product = before.x * after.x + before.y * after.y
    guard product < 0 else { return false }
    return 4 * product * product > (before.x * before.x + before.y * before.y) * (after.x * after.x + after.y * after.y)
  }

  /// Whether a vertex turns left, and back or into an edge so short that the end of a spike may be.
  private func mayTurnBack(_ before: Way, _ after: Way) -> Bool {
    guard before.x * after.y - before.y * after.x >= 0 else { return false }
    return isBack(before, after) || after.x * after.x + after.y * after.y <= 4 * width * width
  }

  /// - Returns: the vertex from which on the ring runs back, by more than 120° against the edge that comes to `first`, and no
  ///   more than twice the width further on; `nil` where it does not turn back.
  private func turn(from first: Int) -> Int? {
    let before = way(place(first - 1), place(first))
    var (last, walked) = (first, 0.0)
    while last < first + count - 2 {
      let after = way(place(last), place(last + 1))
      if isBack(before, after) { return last }
      walked += (after.x * after.x + after.y * after.y).squareRoot()
      guard walked <= 2 * width else { return nil }
      last += 1
    }
    return nil
  }

  // MARK: How far it goes

  /// How much of a ring belongs to a spike, and where it hangs.
  private struct Reach {
    /// The last vertices that belong to it, against the ring's direction and along it.
    var back: Int
    var forth: Int
    /// The base: one of these vertices, and a place on the edge beyond the other.
    var left: Point
    var right: Point
    var length = 0.0
  }

  private func spike(from first: Int, to last: Int) -> Spike? {
    var reach = Reach(back: first, forth: last, left: place(first), right: place(last))
    var (wayBack, wayForth) = (0.0, 0.0)
    while reach.forth - reach.back < count - 2 {
      let (end, start) = (place(reach.back), place(reach.forth))
      let (previous, next) = (place(reach.back - 1), place(reach.forth + 1))
      let (further, farther) = (wayBack + distance(end, previous), wayForth + distance(start, next))
      if further <= farther {
        let foot = foot(of: previous, on: start, next)
        guard distance(previous, foot) <= width else { break }
        (reach.back, reach.left, reach.right, wayBack) = (reach.back - 1, previous, foot, further)
      } else {
        let foot = foot(of: next, on: end, previous)
        guard distance(next, foot) <= width else { break }
        (reach.forth, reach.left, reach.right, wayForth) = (reach.forth + 1, foot, next, farther)
      }
      reach.length = max(wayBack, wayForth)
    }
    guard reach.length >= max(width, 4 * distance(reach.left, reach.right)), opens(at: reach) else { return nil }
    let outline = outline(reach)
    let size = outline.exterior.doubledSignedArea
    // A ring that is thin all round is a sliver, and hangs on nothing.
    guard size > 0, 2 * size < Ring(points).doubledSignedArea.magnitude else { return nil }
    return Spike(outline: outline, length: reach.length)
  }

  private func foot(of point: Point, on a: Point, _ b: Point) -> Point {
    Segment.nearestPoint(to: point, from: a, b, scaleX: scale.x, scaleY: scale.y)
  }

  /// Whether beyond the base the sides part faster than those of an acute corner: by half the way along them.
  private func opens(at reach: Reach) -> Bool {
    let base = distance(reach.left, reach.right)
    let step = 2 * max(width, base)
    let left = walk(from: reach.left, toward: reach.back - 1, by: -1, step)
    let right = walk(from: reach.right, toward: reach.forth + 1, by: 1, step)
    return distance(left, right) >= base + step / 2
  }

  /// The place that lies so many metres further on along the ring.
  private func walk(from start: Point, toward vertex: Int, by direction: Int, _ metres: Double) -> Point {
    var (here, next, rest) = (start, vertex, metres)
    for _ in 0..<count {
      let far = place((next + count) % count)
      let length = distance(here, far)
      if length >= rest {
        let part = length > 0 ? rest / length : 0
        return Point(here.x + part * (far.x - here.x), here.y + part * (far.y - here.y))
      }
      rest -= length
      (here, next) = (far, next + direction)
    }
    return here
  }

  private func outline(_ reach: Reach) -> Polygon {
    var ring = (reach.back...reach.forth).map(place)
    if ring[0] != reach.left { ring.insert(reach.left, at: 0) }
    if ring[ring.count - 1] != reach.right { ring.append(reach.right) }
    ring.append(ring[0])
    return Polygon(Ring(ring))
  }
}
