public import SpatialPrimitives
import SystemFiles

extension AreaIndex {
  /// A place on an area, and how far it is.
  public struct Nearest: Sendable, Hashable {
    public var ordinal: Int32
    /// By the metric that was given; see `LocalMetric` for how good that is. `point` allows a better measure.
    public var metres: Double
    /// The nearest place of the area: the point asked, where the area holds it.
    public var point: Point
  }

  /// The area of `level` nearest to `point`, if one lies within `metres`; of equally near ones the first by code.
  ///
  /// - Parameters:
  ///   - metric: of the place of `point`.
  ///   - excluded: an ordinal that does not count, e.g. that of the chosen area, to find the runner-up.
  /// - Complexity: about the logarithm of the number of edges, unless very many areas overlap.
  public func nearest(
    to point: Point, level: Level, within metres: Double, metric: LocalMetric, excluding excluded: Int32 = -1
  ) -> Nearest? {
    guard point.isFinite else { return nil }
    var best: (rank: Int, metres: Double, point: Point)?
    var reach = metres
    func bound(_ box: Box) -> Double? {
      let metres = metric.lowerBound(from: point, to: box)
      return metres <= reach ? metres : nil
    }
    outlines.forEachArea(at: Int(level.rawValue), bound) { rank in
      if roster.members[rank].ordinal == excluded { return }
      let found: (metres: Double, point: Point)?
      if outlines.location(of: point, in: rank) != .outside {
        found = (0, point)
      } else {
        found = outlines.nearestBorder(to: point, rank: rank, metric: metric, within: reach)
      }
      guard let found, best.map({ (found.metres, rank) < ($0.metres, $0.rank) }) ?? true else { return }
      best = (rank, found.metres, found.point)
      reach = found.metres
    }
    return best.map { Nearest(ordinal: roster.members[$0.rank].ordinal, metres: $0.metres, point: $0.point) }
  }

  /// The nearest other area of the same level as `ordinal`: the one that would be right if the point lay a little
  /// elsewhere. 0 metres where it holds the point too.
  public func runnerUp(
    to point: Point, besides ordinal: Int32, within metres: Double, metric: LocalMetric
  ) -> Nearest? {
    nearest(to: point, level: roster.level(of: ordinal), within: metres, metric: metric, excluding: ordinal)
  }

  /// The place on the border of an area that is nearest to a point inside or outside; `nil` if the area is empty or
  /// the point no place.
  public func nearestBorder(from point: Point, of ordinal: Int32, metric: LocalMetric) -> Nearest? {
    guard point.isFinite else { return nil }
    let rank = Int(roster.ranks[Int(ordinal)])
    return outlines.nearestBorder(to: point, rank: rank, metric: metric, within: .infinity)
      .map { Nearest(ordinal: ordinal, metres: $0.metres, point: $0.point) }
  }

  /// Metres from a point to the border of an area; infinite if the area is empty.
  public func borderDistance(from point: Point, of ordinal: Int32, metric: LocalMetric) -> Double {
    nearestBorder(from: point, of: ordinal, metric: metric)?.metres ?? .infinity
  }
}
