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

  /// What is asked beyond the areas themselves; lengths in metres.
  struct Request: Sendable {
    var snap: Double?
    var doubtful: Double?
    var explains = false
  }

  /// How far `explains` looks for the runner-up where `doubtful` does not say.
  static let explainedReach = 100.0

  init(
    _ catalog: AreaCatalog, number: Int, levels: [Level], request: Request, system: CoordinateSystem
  ) throws(Fault) {
    self.catalog = catalog
    self.number = Int32(number)
    self.levels = levels
    self.request = request
    matchLevel = levels.last { catalog.levels.contains($0) }
    ground = try GroundMeasure(system)
    isGeographic = system.kind == .geographic
    metresPerUnit = system.metresPerUnit
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

  /// Whether no option asks for more than a finding says.
  func isComplete(_ finding: Finding) -> Bool {
    request.doubtful == nil && !request.explains && (request.snap == nil || finding.match != .outside)
  }

  /// Finds what options ask for; `nil` where they ask for nothing.
  ///
  /// - Parameters:
  ///   - finding: what `answer` says of `point`, which is in the city's system; snapping changes it.
  func details(of finding: inout Finding, at point: Point, _ answer: Answer) -> Finding.Details? {
    guard let matchLevel, !isComplete(finding) else { return nil }
    return details(of: &finding, point, answer, matchLevel)
  }

  private func details(
    of finding: inout Finding, _ point: Point, _ answer: Answer, _ matchLevel: Level
  ) -> Finding.Details {
    let metric = isGeographic ? LocalMetric.geographic(latitude: point.y) : .planar(metresPerUnit: metresPerUnit)
    var details = Finding.Details()
    if finding.match == .outside, let snap = request.snap {
      details.snapDistance = self.snap(&finding, point, within: snap, metric, matchLevel)
    }
    let area = finding.area(at: matchLevel)
    if area >= 0, finding.match != .snapped, request.doubtful != nil || request.explains {
      let reach = request.doubtful ?? AreaFinder.explainedReach
      if let border = catalog.index.nearestBorder(from: point, of: area, metric: metric) {
        let metres = self.metres(from: point, border)
        if request.explains || metres <= reach { details.borderDistance = metres }
      }
      if details.borderDistance ?? .infinity <= reach || answer.isOverlap(matchLevel),
        let other = catalog.index.runnerUp(to: point, besides: area, within: reach * AreaFinder.slack, metric: metric),
        self.metres(from: point, other) <= reach
      {
        details.runnerUp = other.ordinal
      }
    }
    if request.explains { details.explanation = explanation(of: finding, details, point, answer) }
    return details
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

  // MARK: words

  /// Why each level was answered as it was, where that is not plain: `grid: A (boundary), B (boundary)`.
  private func explanation(of finding: Finding, _ details: Finding.Details, _ point: Point, _ answer: Answer) -> String
  {
    var parts: [String] = []
    for level in levels where catalog.levels.contains(level) {
      let chosen = finding.area(at: level)
      let candidates = catalog.index.candidates(point, at: level)
      if candidates.isEmpty {
        if chosen >= 0 {
          parts.append("\(level): none; nearest is \(code(chosen))")
        } else {
          parts.append("\(level): none")
        }
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
    return parts.isEmpty ? "inside one area at every level" : parts.joined(separator: " | ")
  }

  private func code(_ ordinal: Int32) -> String {
    let code = catalog.areas[Int(ordinal)].code
    return code.isEmpty ? "(blank)" : code
  }
}
