import AreaIndex
import CityStore
import Diagnostics
import Projections
import SpatialPrimitives

/// Turns the index's answer for a point into what is said of an event: the match, the nearest area where none holds it,
/// how close the next one is. One per thread.
final class AreaFinder {
  private let catalog: AreaCatalog
  private let number: Int32
  /// The lowest level asked that has areas here.
  private let matchLevel: Level?
  private let levels: [Level]
  private let request: Request
  private let ground: GroundMeasure
  private let isGeographic: Bool
  private let metresPerUnit: Double
  /// Whether the metric of a place and the geodesic tell nearly the same lengths.
  private let isTrueToScale: Bool
  /// Where borders are found fast, once many have been asked for.
  private let maps: BorderMaps
  private var map: BorderMap?
  private var asked = 0
  /// How near a border is a doubtful event's, in units of the coordinates; `nil` where that is no matter of distance alone.
  private var margin: (x: Double, y: Double)?

  /// What is asked beyond the areas themselves; lengths in metres.
  struct Request: Sendable {
    var snap: Double?
    var doubtful: Double?
    var explains = false
  }

  /// How far `explains` looks for the runner-up where `doubtful` does not say.
  static let explainedReach = 100.0

  /// - Parameter maps: shared with other threads.
  init(
    _ catalog: AreaCatalog, number: Int, levels: [Level], request: Request, system: CoordinateSystem,
    maps: BorderMaps = BorderMaps()
  ) throws(Fault) {
    self.maps = maps
    self.catalog = catalog
    self.number = Int32(number)
    self.levels = levels
    self.request = request
    matchLevel = levels.last { catalog.levels.contains($0) }
    ground = try GroundMeasure(system)
    isGeographic = system.kind == .geographic
    metresPerUnit = system.metresPerUnit
    isTrueToScale = ground.isTrueToScale(isGeographic ? nil : metresPerUnit, over: catalog.index.extent)
  }

  /// What an answer says.
  func finding(of answer: Answer) -> Finding {
    var finding = Finding()
    finding.catalog = number
    for level in Level.allCases { finding.areas[Int(level.rawValue)] = answer.area(at: level) }
    guard let matchLevel else { return finding }
    if answer.area(at: matchLevel) >= 0 { finding.match = answer.isBoundary(matchLevel) ? .boundary : .inside }
    return finding
  }

  /// Whether the text of a finding is all that there is to say, but for events near a border (`findsBorders`).
  func isComplete(_ finding: Finding) -> Bool {
    !request.explains && (request.snap == nil || finding.match != .outside)
  }

  /// Whether events near a border are told.
  var findsBorders: Bool { request.doubtful != nil || request.explains }

  /// Finds what options ask for; `nil` where nothing is to be told.
  ///
  /// - Parameters:
  ///   - finding: what `answer` says of `point`, which is in the city's system; snapping changes it.
  ///   - isSettled: whether the point is on no border for certain.
  func details(of finding: inout Finding, at point: Point, _ answer: Answer, isSettled: Bool) -> Finding.Details? {
    guard let matchLevel, findsBorders || !isComplete(finding) else { return nil }
    let metric = isGeographic ? LocalMetric.geographic(latitude: point.y) : .planar(metresPerUnit: metresPerUnit)
    var details = Finding.Details()
    if finding.match == .outside, let snap = request.snap {
      details.snapDistance = self.snap(&finding, point, within: snap, metric, matchLevel)
    }
    let area = finding.area(at: matchLevel)
    if area >= 0, finding.match != .snapped, findsBorders {
      let reach = request.doubtful ?? AreaFinder.explainedReach
      let isAlone = isSettled && !answer.isOverlap(matchLevel)
      if isAlone, let found = surroundings(of: point, in: area, within: reach * AreaFinder.slack, metric, matchLevel) {
        take(found, point, area, reach, metric, into: &details)
      } else {
        takeFromTrees(point, area, reach, metric, isOverlap: answer.isOverlap(matchLevel), into: &details)
      }
    }
    if request.explains { details.explanation = explanation(of: finding, point, answer, isSettled: isSettled) }
    return details.isEmpty ? nil : details
  }

  /// What a map of the borders says, as soon as there is one.
  private func surroundings(
    of point: Point, in area: Int32, within reach: Double, _ metric: LocalMetric, _ level: Level
  ) -> BorderMap.Surroundings? {
    guard isTrueToScale else { return nil }
    if map == nil {
      asked += 1
      guard asked >= AreaFinder.askedBeforeMap else { return nil }
      asked = 0
      map = maps.map(of: catalog.index, number: Int(number), level: level)
      margin = map == nil ? nil : margin(at: level)
    }
    return map?.surroundings(of: point, in: area, within: reach, seeksBorder: request.explains, metric: metric)
  }

  /// The greatest that the reach comes to anywhere; `nil` where areas overlap, and others than the border's are told.
  private func margin(at level: Level) -> (x: Double, y: Double)? {
    let index = catalog.index
    guard let reach = request.doubtful, !request.explains,
      !(0..<index.answerCount).contains(where: { index.answer(UInt32($0)).isOverlap(level) })
    else { return nil }
    let metres = reach * AreaFinder.slack * AreaFinder.slack
    guard isGeographic else { return (metres / metresPerUnit, metres / metresPerUnit) }
    let latitude = max(index.extent.minY.magnitude, index.extent.maxY.magnitude)
    guard latitude < 85 else { return nil }
    return (
      metres / LocalMetric.geographic(latitude: latitude).metresPerX,
      metres / LocalMetric.geographic(latitude: 0).metresPerY
    )
  }

  /// Leaves among the odd records of a batch those that may be near a border.
  /// - Returns: whether that is known already; else any may be.
  func pickNear(in batch: EventBatch) -> Bool {
    guard let map, let margin else { return false }
    unsafe batch.oddCount = map.pickNear(
      x: batch.x, y: batch.y, count: batch.count, reachX: margin.x, reachY: margin.y, into: batch.odd)
    return true
  }

  /// Making the map takes as long as finding so many borders without it, about, together on all threads.
  private static let askedBeforeMap = 4000

  private func take(
    _ found: BorderMap.Surroundings, _ point: Point, _ area: Int32, _ reach: Double, _ metric: LocalMetric,
    into details: inout Finding.Details
  ) {
    if let border = found.border {
      let metres = self.metres(from: point, border, reach)
      if request.explains || metres <= reach { details.borderDistance = metres }
      if metres <= reach, let other = found.other, self.metres(from: point, other, reach) <= reach {
        details.runnerUp = other.ordinal
      }
    } else if request.explains, let border = catalog.index.nearestBorder(from: point, of: area, metric: metric) {
      details.borderDistance = metres(from: point, border, reach)
    }
  }

  private func takeFromTrees(
    _ point: Point, _ area: Int32, _ reach: Double, _ metric: LocalMetric, isOverlap: Bool,
    into details: inout Finding.Details
  ) {
    if let border = catalog.index.nearestBorder(from: point, of: area, metric: metric) {
      let metres = self.metres(from: point, border, reach)
      if request.explains || metres <= reach { details.borderDistance = metres }
    }
    guard details.borderDistance ?? .infinity <= reach || isOverlap,
      let other = catalog.index.runnerUp(to: point, besides: area, within: reach * AreaFinder.slack, metric: metric),
      metres(from: point, other, reach) <= reach
    else { return }
    details.runnerUp = other.ordinal
  }

  /// Plane lengths differ from those on the ground by the scale of the projection; the search goes a little farther,
  /// and the geodesic decides.
  private static let slack = 1.01

  /// Takes an event to the nearest area at each level that has none for it.
  private func snap(
    _ finding: inout Finding, _ point: Point, within metres: Double, _ metric: LocalMetric, _ matchLevel: Level
  ) -> Double? {
    var distance: Double?
    for level in catalog.levels where finding.area(at: level) < 0 && level <= matchLevel {
      let reach = metres * AreaFinder.slack
      guard let nearest = catalog.index.nearest(to: point, level: level, within: reach, metric: metric) else {
        continue
      }
      let far = self.metres(from: point, nearest)
      guard far <= metres else { continue }
      finding.areas[Int(level.rawValue)] = nearest.ordinal
      if level == matchLevel {
        finding.match = .snapped
        distance = far
      }
    }
    return distance
  }

  /// True metres, along the geodesic.
  private func metres(from point: Point, _ nearest: AreaIndex.Nearest) -> Double {
    ground.distance(point, nearest.point) ?? nearest.metres
  }

  /// The same, or what is not told from it: of the same millimetre, and on the same side of `reach`.
  private func metres(from point: Point, _ nearest: AreaIndex.Nearest, _ reach: Double) -> Double {
    if isGeographic, isTrueToScale, nearest.metres < 1000, point.y.magnitude < 60 {
      let metres = nearest.metres
      let error = metres * AreaFinder.metricError
      let thousandth = metres * 1000 - (metres * 1000).rounded(.down)
      if (thousandth - 0.5).magnitude > 1000 * error, (metres - reach).magnitude > error { return metres }
    }
    return metres(from: point, nearest)
  }

  /// Of lengths under a kilometre by the metric of the place against the geodesic: ten times what was measured.
  static let metricError = 2e-7

  // MARK: words

  /// Why each level was answered as it was, where that is not plain: `grid: A (boundary), B (boundary)`.
  private func explanation(of finding: Finding, _ point: Point, _ answer: Answer, isSettled: Bool) -> String {
    var parts: [String] = []
    for level in levels where catalog.levels.contains(level) {
      let chosen = finding.area(at: level)
      // Away from borders, and where none overlap, one area holds the point or none.
      if isSettled, !answer.isOverlap(level), answer.area(at: level) >= 0 { continue }
      let candidates = isSettled && answer.area(at: level) < 0 ? [] : catalog.index.candidates(point, at: level)
      if candidates.isEmpty {
        parts.append(chosen >= 0 ? "\(level): none; nearest is \(code(chosen))" : "\(level): none")
        continue
      }
      guard candidates.count > 1 || candidates[0].location == .boundary else { continue }
      let list = candidates.map { "\(code($0.ordinal)) (\($0.location == .boundary ? "boundary" : "inside"))" }
      var words = "\(level): \(list.joined(separator: ", "))"
      if candidates.count > 1 {
        words += "; \(code(chosen)): \(catalog.reason(for: chosen, among: candidates, answer).english)"
      }
      parts.append(words)
    }
    return parts.isEmpty ? AreaFinder.plain : parts.joined(separator: " | ")
  }

  private static let plain = "inside one area at every level"

  private func code(_ ordinal: Int32) -> String {
    let code = catalog.areas[Int(ordinal)].code
    return code.isEmpty ? "(blank)" : code
  }
}
