public import AreaIndex
public import CityStore
import CoverageTopology
public import Diagnostics
import Projections
package import SpatialPrimitives

extension GridFit {
  /// Measures the areas of one level of an edition.
  ///
  /// - Parameters:
  ///   - target: households that each should have; `nil`: the mean of those that are known.
  ///   - streets: lines that borders should follow, in the database's reference system; `nil`: not asked.
  /// - Throws: `missing-level` (64); `no-areas` (65).
  public static func measuring(
    _ edition: Edition, in city: CityDatabase, level: Level = .grid, target: Double? = nil, tolerance: Double = 0.1,
    streets: StreetLines? = nil, threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) -> GridFit {
    try city.requireLevel(level, in: edition)
    let subject = try CheckSubject(edition: edition, in: city, listener: listener)
    var households: [Double?] = []
    try city.forEachArea(in: edition, level: level) { (record) throws(Fault) in households.append(record.households) }
    let members = subject.areas.indices.filter { subject.areas[$0].level == level }
    let known = households.compactMap(\.self)
    let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    var fit = GridFit(
      editionID: edition.id, title: subject.title, level: level, grids: [],
      target: max(target ?? mean, .leastNormalMagnitude), tolerance: tolerance)
    let measure = try FaceMeasure(subject.coordinateSystem)
    for (member, count) in zip(members, households) {
      let area = subject.areas[member]
      let squareMetres = area.geometry.polygons.reduce(0) { $0 + measure.squareMetres(of: $1) }
      fit.grids.append(
        Grid(
          code: area.code, name: area.name, parent: area.parent.map { subject.areas[$0].code }, households: count,
          squareMetres: squareMetres, perimeter: 0, pieces: area.geometry.polygons.count))
    }
    let metric = city.metric(around: members.first.map { subject.areas[$0].geometry.box.center } ?? Point(0, 0))
    fit.addBorders(
      members.map { subject.areas[$0].geometry }, parents: members.map { subject.areas[$0].parent }, metric: metric,
      streets: streets, threads: threads)
    try fit.addNesting(subject, members, threads: threads, listener: listener)
    return fit
  }

  private mutating func addBorders(
    _ areas: [MultiPolygon], parents: [Int?], metric: LocalMetric, streets: StreetLines?, threads: Int
  ) {
    let adjacency = AreaAdjacency(
      areas, threads: threads, length: { metric.distance(from: $0, to: $1) }, along: streets.map { $0.length(of:_:) })
    for grid in grids.indices {
      grids[grid].perimeter = adjacency.openLengths[grid]
      if streets != nil { grids[grid].streetBorder = 0 }
    }
    for border in adjacency.borders {
      for grid in [border.a, border.b] {
        grids[grid].perimeter += border.length
        // Lines between parents are none that grids drew.
        guard parents[border.a] == parents[border.b] else { continue }
        grids[grid].innerBorder += border.length
        grids[grid].streetBorder? += border.along
      }
    }
  }

  /// Asks the check which areas leave their parents.
  private mutating func addNesting(
    _ subject: CheckSubject, _ members: [Int], threads: Int, listener: Listener
  ) throws(Fault) {
    for (grid, member) in members.enumerated() where subject.areas[member].parent != nil { grids[grid].isNested = true }
    let result = try AreaCheck.run(subject, level: level, threads: threads, listener: listener)
    let leaving = Set(result.findings.filter { $0.kind == .outsideParent }.flatMap { $0.areas.map(\.code) })
    for grid in grids.indices where grids[grid].isNested == true && leaving.contains(grids[grid].code) {
      grids[grid].isNested = false
    }
  }
}

extension CityDatabase {
  /// Metres around a place of the database's reference system.
  package func metric(around place: Point) -> LocalMetric {
    coordinateSystem.kind == .geographic
      ? .geographic(latitude: place.y) : .planar(metresPerUnit: coordinateSystem.metresPerUnit)
  }
}
