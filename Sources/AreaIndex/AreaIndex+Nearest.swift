public import SpatialPrimitives

extension AreaIndex {
  /// A place on an area, and how far it is.
  public struct Nearest: Sendable, Hashable {
    public var ordinal: Int32
    /// By the metric that was given; see `LocalMetric` for how good that is. `point` allows a better measure.
    public var metres: Double
    /// The nearest place of the area: the point asked, where the area holds it.
    public var point: Point
  }

  /// The area of `level` nearest to `point`, if one lies within `metres`; of equally near ones the first in the order
  /// of the tie rule.
  ///
  /// - Parameters:
  ///   - metric: of the place of `point`.
  ///   - excluded: an ordinal that does not count, e.g. that of the chosen area, to find the runner-up.
  public func nearest(
    to point: Point, level: Level, within metres: Double, metric: LocalMetric, excluding excluded: Int32 = -1
  ) -> Nearest? {
    guard point.isFinite else { return nil }
    var best: Nearest?
    var reach = metres
    for rank in roster.ranges[Int(level.rawValue)] {
      let ordinal = roster.members[rank].ordinal
      guard ordinal != excluded, metric.lowerBound(from: point, to: rings.boxes[rank]) <= reach else { continue }
      if rings.location(of: point, in: rank) != .outside { return Nearest(ordinal: ordinal, metres: 0, point: point) }
      let border = nearestBorder(to: point, rank: rank, metric: metric)
      if let border, border.metres < reach || (best == nil && border.metres <= reach) {
        best = border
        reach = border.metres
      }
    }
    return best
  }

  /// The nearest other area of the same level as `ordinal`: the one that would be right if the point lay a little
  /// elsewhere. 0 metres where it holds the point too.
  public func runnerUp(
    to point: Point, besides ordinal: Int32, within metres: Double, metric: LocalMetric
  ) -> Nearest? {
    let level = Level(rawValue: roster.members[Int(roster.ranks[Int(ordinal)])].level)!
    return nearest(to: point, level: level, within: metres, metric: metric, excluding: ordinal)
  }

  /// The place on the border of an area that is nearest to a point inside or outside; `nil` if the area is empty.
  public func nearestBorder(from point: Point, of ordinal: Int32, metric: LocalMetric) -> Nearest? {
    nearestBorder(to: point, rank: Int(roster.ranks[Int(ordinal)]), metric: metric)
  }

  /// Metres from a point to the border of an area; infinite if the area is empty.
  public func borderDistance(from point: Point, of ordinal: Int32, metric: LocalMetric) -> Double {
    nearestBorder(from: point, of: ordinal, metric: metric)?.metres ?? .infinity
  }

  private func nearestBorder(to point: Point, rank: Int, metric: LocalMetric) -> Nearest? {
    var best: Nearest?
    for ring in rings.rings(of: rank) {
      for index in ring.dropLast() {
        let place = Segment.nearestPoint(
          to: point, from: rings.points[index], rings.points[index + 1], scaleX: metric.metresPerX,
          scaleY: metric.metresPerY)
        let metres = metric.distance(from: point, to: place)
        if metres < best?.metres ?? .infinity {
          best = Nearest(ordinal: roster.members[rank].ordinal, metres: metres, point: place)
        }
      }
    }
    return best
  }
}
