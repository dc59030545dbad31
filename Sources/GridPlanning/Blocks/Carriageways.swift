import CoverageTopology
import Diagnostics
import GEOSOperations
import SpatialPrimitives

extension BlockGround {
  /// The same ground with a line along the middle of every street that is known as an area.
  ///
  /// Its kerbs alone would enclose ground on which nobody lives and on which all blocks along it hang: only one grid could
  /// have it, and no other would get across. Half way between the blocks (see `BuildingGaps`) each of them gets its side of
  /// the street; a street that only leads into a block divides nothing. Areas that cover most of the ground, as parcels do,
  /// are no streets: their outlines are the lines.
  ///
  /// - Throws: `geometry-failure`.
  /// - Complexity: O(n log n) for n metres of kerb, and O(k²) for k blocks.
  func centred() throws(Fault) -> BlockGround {
    if carriageways.isEmpty { return self }
    var result = self
    result.carriageways = []
    let geos = try GEOSContext()
    var paved: [MultiPolygon] = []
    for carriageway in carriageways {
      paved.append(try geos.intersection(carriageway.area, region))
    }
    let blocks = try withoutStrips(geos.difference(region, geos.union(paved)).polygons)
    let open = blocks.reduce(0) { $0 + $1.planarArea }
    guard open > region.planarArea / 2 else {
      result.streets += carriageways.flatMap { carriageway in
        carriageway.area.polygons.flatMap(\.rings).map { Street($0.points, weight: carriageway.weight) }
      }
      return result
    }
    guard blocks.count > 1 else { return result }
    var locator = AreaLocator(carriageways.map(\.area))
    let lines = try BuildingGaps(metric, geos).lines(
      in: region, between: blocks.map { $0.rings.map(\.points) }, straying: 0.1)
    result.streets += lines.map { line in
      let weights = line.flatMap { locator.areas(at: $0) }.map { carriageways[$0].weight }
      return Street(line, weight: weights.max() ?? 1)
    }
    return result
  }

  /// Without what is narrow and uninhabited: islands and green strips in the middle of a street are part of it.
  private func withoutStrips(_ blocks: [Polygon]) -> [Polygon] {
    var locator = AreaLocator(blocks.map { MultiPolygon([$0]) })
    let inhabited = Set(
      buildings.filter { $0.households > 0 && $0.place.isFinite }.flatMap { locator.areas(at: $0.place) })
    return blocks.indices.filter { inhabited.contains($0) || width(of: blocks[$0]) > BlockGround.widestStrip }.map {
      blocks[$0]
    }
  }

  private static let widestStrip = 15.0

  /// The mean width of a long shape in metres: twice its area by its circumference.
  private func width(of polygon: Polygon) -> Double {
    let around = polygon.rings.reduce(0) { sum, ring in
      zip(ring.points, ring.points.dropFirst()).reduce(sum) { $0 + metric.distance(from: $1.0, to: $1.1) }
    }
    return around > 0 ? 2 * polygon.planarArea * metric.metresPerX * metric.metresPerY / around : 0
  }
}
