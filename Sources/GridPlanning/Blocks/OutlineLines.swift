import CoverageTopology
import SpatialPrimitives

/// Outlines as dividing lines, where they run along a street with that street's label.
///
/// Grids of today were drawn along streets, and the rounding of their points left them a hair beside. Of two such lines
/// only one is kept, and it must be known to be the street's whichever it is.
struct OutlineLines {
  private let streets: [(label: Int, lines: StreetLines)]
  private let outline: Int
  /// How far from a street's line an outline is still the street's, in metres: what a file keeps of a coordinate.
  private static let reach = 0.05

  init(_ ground: BlockGround, _ labels: BorderLabels) {
    outline = labels.outline
    streets = Dictionary(grouping: ground.streets) { labels.street($0.weight) }.sorted { $0.key < $1.key }.map {
      (label: $0.key, lines: StreetLines($0.value.map(\.points), width: OutlineLines.reach, metric: ground.metric))
    }
  }

  func lines(of area: MultiPolygon) -> [DividingLine] {
    area.polygons.flatMap(\.rings).flatMap { lines(along: $0.points) }
  }

  private func lines(along points: [Point]) -> [DividingLine] {
    var result: [DividingLine] = []
    var run = Array(points.prefix(1))
    var last = outline
    for (from, to) in zip(points, points.dropFirst()) {
      let label = streets.first { $0.lines.follows(from, to) }?.label ?? outline
      if label != last, run.count > 1 {
        result.append(DividingLine(run, label: last))
        run = [from]
      }
      last = label
      run.append(to)
    }
    if run.count > 1 { result.append(DividingLine(run, label: last)) }
    return result
  }
}
