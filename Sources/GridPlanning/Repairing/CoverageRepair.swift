import AreaIndex
import CoverageTopology
public import Diagnostics
import SpatialPrimitives

/// Mends the borders of the areas of a file, a draft or an edition: overlaps and gaps, areas that reach beyond those above
/// them, parts too thin to be meant, rings that are not valid.
///
/// All levels are cut into faces together, once; then, from the top, each face is given to one area of each level. Areas
/// put together from faces share every vertex with their neighbours, and with what is above and below them. No vertex is
/// invented but where borders crossed. Areas that nothing is wrong with keep their coordinates bit for bit.
public enum CoverageRepair {
  /// - Parameter listener: is told how far the work is.
  /// - Throws: what keeps coordinates from being measured.
  public static func run(
    _ subject: CheckSubject, _ request: RepairRequest = RepairRequest(), threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) -> RepairResult {
    let before = try AreaCheck.run(
      subject, limits: request.limits, level: request.level, allowed: request.allowed, threads: threads,
      listener: listener)
    var result = RepairResult()
    result.tolerance = request.tolerance
    result.areas = before.areas
    result.findingsBefore = before.findings.count { $0.isOfBorders }
    guard result.findingsBefore > 0 else { return result }
    let flaws = before.findings.reduce(into: [Int: Text]()) { flaws, finding in
      if finding.kind == .invalidGeometry, let ordinal = finding.ordinals.first { flaws[ordinal] = finding.message }
    }
    let outcome = try decide(subject, request, flaws, to: &result, threads: threads, listener: listener)
    var repaired = subject
    for (ordinal, geometry) in result.geometries { repaired.areas[ordinal].geometry = geometry }
    let after = try AreaCheck.run(
      repaired, limits: request.limits, level: request.level, allowed: request.allowed, threads: threads,
      listener: listener)
    for finding in after.findings where finding.isOfBorders {
      result.remainders.append(
        RepairResult.Remainder(finding: finding, reason: reason(finding, subject, request, outcome.levels)))
    }
    return result
  }

  /// Who owns which face.
  struct Outcome {
    var work: RepairWork
    var levels: [LevelRepair]
  }

  /// What spikes a decision leaves is known when areas are put together again; it is then taken back, and the spikes are
  /// cut off with the others. So often at most.
  private static let mostCuts = 4

  /// Decides all levels, until no area has a spike that it did not have before.
  private static func decide(
    _ subject: CheckSubject, _ request: RepairRequest, _ flaws: [Int: Text], to result: inout RepairResult,
    threads: Int, listener: Listener
  ) throws(Fault) -> Outcome {
    let measure = try FaceMeasure(subject.coordinateSystem)
    let borders = try BorderShift(subject, measure, tolerance: request.tolerance, threads: threads)
    let given = subject.areas.indices.filter { ordinal in
      let level = subject.areas[ordinal].level
      let isOwn = level.map { subject.ownLevels?.contains($0) ?? true } ?? true
      return isOwn && (request.level == nil || level == request.level) && flaws[ordinal] == nil
    }
    var cuts = SpikeCuts()
    _ = cuts.find(
      in: Dictionary(uniqueKeysWithValues: given.map { ($0, subject.areas[$0].geometry) }), measure,
      request)
    let before = result
    for round in 1...mostCuts {
      let outcome = decide(subject, request, cuts, measure, borders, listener)
      result = before
      RepairedAreas(outcome, flaws).write(to: &result)
      let isLast = round == mostCuts
      if isLast || !cuts.find(in: result.geometries, measure, request) { return outcome }
    }
    preconditionFailure("the last round returns")
  }

  /// Decides all levels, again with patches cut into triangles where those could not be given away whole.
  private static func decide(
    _ subject: CheckSubject, _ request: RepairRequest, _ cuts: SpikeCuts, _ measure: FaceMeasure,
    _ borders: BorderShift, _ listener: Listener
  ) -> Outcome {
    func tell(_ english: String, _ chinese: String) {
      listener.progress(
        ProgressReport(stage: Text(english, zh: chinese), done: 0, total: nil, unit: "levels"))
    }
    tell("cutting borders", "切分边界")
    var overlay = Overlay(subject.areas.map(\.geometry), cutBy: cuts.lines, reach: .exact)
    tell("settling faces", "裁定地块")
    // What is decided at one level may open patches at the next.
    for round in 0...Level.allCases.count + 1 {
      let isLast = round > Level.allCases.count
      let work = RepairWork(subject, request, overlay, measure, borders, cuts.spikes, mayDivide: !isLast)
      let levels = repairs(work)
      let undivided = levels.flatMap(\.undivided)
      if undivided.isEmpty || isLast { return Outcome(work: work, levels: levels) }
      let divided = overlay.dividing(Array(Set(undivided)).sorted())
      // Faces that cannot be cut are decided whole.
      if divided.outside == overlay.outside {
        let last = RepairWork(subject, request, overlay, measure, borders, cuts.spikes, mayDivide: false)
        return Outcome(work: last, levels: repairs(last))
      }
      overlay = divided
    }
    preconditionFailure("the last round returns")
  }

  private static func repairs(_ work: RepairWork) -> [LevelRepair] {
    let subject = work.subject
    let levels = Dictionary(grouping: subject.areas.indices) { subject.areas[$0].level }
      .sorted { ($0.key?.rawValue ?? 0) < ($1.key?.rawValue ?? 0) }
    var above: [(level: Level, owners: FaceOwners, members: [Int])] = []
    var repairs: [LevelRepair] = []
    for (level, members) in levels {
      let linked = Set(members.compactMap { subject.areas[$0].parent.flatMap { subject.areas[$0].level } })
      let concerned = above.enumerated().filter { position, upper in
        subject.hasParents && (position == above.count - 1 || linked.contains(upper.level))
      }.map(\.element)
      // As the check has it: where few areas above have any below, the others need none.
      let withChildren = Set(members.compactMap { subject.areas[$0].parent })
      let nearest = concerned.last?.members ?? []
      let isPartial = nearest.count { withChildren.contains($0) } * 2 < nearest.count
      var repair = LevelRepair(
        work, members: members, uppers: concerned.map { ($0.level, $0.owners) },
        needsCover: isPartial ? withChildren : nil)
      let isOwn = level.map { subject.ownLevels?.contains($0) ?? true } ?? true
      if isOwn, work.request.level == nil || level == work.request.level {
        repair.run()
        repairs.append(repair)
      }
      if let level { above.append((level, repair.owners, members)) }
    }
    return repairs
  }

  private static func reason(
    _ finding: Finding, _ subject: CheckSubject, _ request: RepairRequest, _ levels: [LevelRepair]
  ) -> Text {
    // What is enclosed is always put together anew, whatever becomes of the ground.
    if finding.kind == .invalidGeometry {
      let cancels = finding.ordinals.contains { subject.areas[$0].geometry.planarArea > 0 }
      return cancels
        ? Text(
          "its rings cover one another: every place is in an even number of them", zh: "其环相互覆盖：每一处都在偶数个环内")
        : Text("nothing is enclosed", zh: "没有围成任何面积")
    }
    if let place = finding.place,
      let refusal = levels.lazy.flatMap(\.refusals).first(where: { $0.covers(place) })
    {
      return refusal.reason
    }
    if !levels.allSatisfy(\.isSettled) {
      let rounds = LevelRepair.mostRounds
      return Text("not settled in \(rounds) rounds", zh: "\(rounds) 轮内未能裁定")
    }
    let isThin = finding.kind == .sliver && (finding.greatestWidth ?? 0) <= request.tolerance
    return isThin ? Text("the area would be lost", zh: "区域将会消失") : Text("beyond the tolerance", zh: "超出容差")
  }
}

extension Finding {
  /// Whether it is about where borders run, and therefore for a repair to mend.
  var isOfBorders: Bool {
    switch kind {
    case .invalidGeometry, .overlap, .gap, .outsideParent, .parentNotCovered, .sliver, .duplicateGeometry:
      severity == .error
    case .duplicateCode, .badCode, .missingParent, .multipart: false
    }
  }
}
