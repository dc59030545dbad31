import AreaIndex
public import CityStore
public import CivilTime
public import Diagnostics
import SpatialPrimitives

extension GridFit {
  /// Lays saved cases on these grids, whatever grids they were assigned to: what would the period have meant for each?
  ///
  /// - Parameter period: cases reported in it; `nil`: all.
  public mutating func replay(
    _ edition: Edition, in city: CityDatabase, period: Range<Instant>? = nil, threads: Int = 1
  ) throws(Fault) {
    var shapes: [AreaShape] = []
    var middles: [Point] = []
    try city.forEachArea(in: edition, level: level) { (record) throws(Fault) in
      shapes.append(AreaShape(level: level, code: record.code, geometry: record.geometry))
      middles.append(record.geometry.interiorPoint ?? record.geometry.box.center)
    }
    let index = try AreaIndex(shapes, threads: threads)
    let metrics = middles.map { city.metric(around: $0) }
    var loads = [CaseLoad](repeating: CaseLoad(), count: grids.count)
    var outside = 0
    let offset = Int64(city.settings.utcOffset.minutes) * 60_000
    try city.forEachCaseReport(in: period) { (place, time) throws(Fault) in
      let grid = Int(index.assign(place).area(at: level))
      guard grid >= 0 else {
        outside += 1
        return
      }
      loads[grid].cases += 1
      loads[grid].longestWalk = max(loads[grid].longestWalk, metrics[grid].distance(from: middles[grid], to: place))
      if let time {
        let day: Int64 = 86_400_000
        let inDay = ((time.milliseconds + offset) % day + day) % day
        loads[grid].byHour[Int(inDay / 3_600_000)] += 1
      }
    }
    for grid in grids.indices { grids[grid].load = loads[grid] }
    casesOutside = outside
  }
}
