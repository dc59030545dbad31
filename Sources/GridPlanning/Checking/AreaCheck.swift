public import AreaIndex
public import Diagnostics
import SpatialPrimitives
import SystemFiles

/// Checks the areas of a file, a draft or an edition, at all levels together.
public enum AreaCheck {
  /// Every finding, in a fixed order, whatever the number of threads.
  ///
  /// ```swift
  /// let subject = try CheckSubject(file: "grids.geojson")
  /// let result = try AreaCheck.run(subject)
  /// for finding in result.findings { print(finding.kind, finding.message.english) }
  /// ```
  ///
  /// - Parameters:
  ///   - level: only what is found at this one.
  ///   - allowed: what is meant to be as it is; its findings become notes.
  ///   - roads: those that findings may run along.
  public static func run(
    _ subject: CheckSubject, limits: CheckLimits = CheckLimits(), level: Level? = nil, allowed: AllowList = AllowList(),
    roads: NamedRoads = NamedRoads([]), threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) -> CheckResult {
    let plan = CheckPlan(subject, limits, level: level, threads: threads, listener: listener)
    var findings = try plan.findings()
    var roads = roads
    for position in findings.indices { findings[position].tellSurroundings(subject, &roads) }
    findings = allowed.applied(to: findings, listener: listener)
    findings.sort(by: precedes)
    return CheckResult(
      findings: findings, areas: plan.areaCount, title: subject.title, editionID: subject.editionID, limits: limits)
  }

  private static func precedes(_ a: Finding, _ b: Finding) -> Bool {
    func rank(_ finding: Finding) -> (Int, Int, Int) {
      (
        finding.level.map { Int($0.rawValue) } ?? 0, finding.severity == .error ? 0 : 1,
        Finding.Kind.allCases.firstIndex(of: finding.kind) ?? 0
      )
    }
    let (first, second) = (rank(a), rank(b))
    if first != second { return first < second }
    let (codes, others) = (a.areas.map(\.code), b.areas.map(\.code))
    if codes != others { return codes.lexicographicallyPrecedes(others) }
    let (p, q) = (a.place ?? Point(0, 0), b.place ?? Point(0, 0))
    return (p.x, p.y) < (q.x, q.y)
  }
}

/// What has to be looked at, cut into tasks that threads can share.
private struct CheckPlan {
  private let subject: CheckSubject
  private let limits: CheckLimits
  private let only: Level?
  private let threads: Int
  private let listener: Listener
  /// The ordinals of each level's areas, from the top; the level is `nil` for a file whose level was not said.
  private let levels: [(level: Level?, ordinals: [Int])]

  private typealias Task = @Sendable () -> Result<[Finding], Fault>

  init(_ subject: CheckSubject, _ limits: CheckLimits, level: Level?, threads: Int, listener: Listener) {
    self.subject = subject
    self.limits = limits
    only = level
    self.threads = threads
    self.listener = listener
    levels = Dictionary(grouping: subject.areas.indices) { subject.areas[$0].level }
      .sorted { ($0.key?.rawValue ?? 0) < ($1.key?.rawValue ?? 0) }.map { ($0.key, $0.value) }
  }

  /// How many areas were looked at for themselves.
  var areaCount: Int { reported.reduce(0) { $0 + $1.ordinals.count } }

  /// The levels whose findings are wanted.
  private var reported: [(level: Level?, ordinals: [Int])] {
    levels.filter { entry in
      (only == nil || entry.level == only) && (entry.level.map { subject.ownLevels?.contains($0) ?? true } ?? true)
    }
  }

  func findings() throws(Fault) -> [Finding] {
    let (sound, flaws) = try geometry()
    listener.progress(
      ProgressReport(stage: Text("comparing borders", zh: "比对边界"), done: 0, total: nil, unit: "levels"))
    var tasks: [Task] = []
    for (_, ordinals) in reported.sorted(by: { $0.ordinals.count > $1.ordinals.count }) {
      tasks.append { [subject, limits] in
        attempt { () throws(Fault) in
          try LevelCheck(subject: subject, ordinals: ordinals, isSound: sound, limits: limits).run()
        }
      }
      tasks.append { [subject] in
        attempt { () throws(Fault) in
          try CodeCheck(subject: subject, ordinals: ordinals).run()
            + DuplicateGeometryCheck(subject: subject, ordinals: ordinals).run()
        }
      }
    }
    if subject.hasParents { tasks += nesting(sound) }
    var findings = flaws
    for outcome in Workers.map(tasks.count, threads: threads, { [tasks] in tasks[$0]() }) {
      findings += try outcome.get()
    }
    let wanted = reported.map(\.level)
    return findings.filter { wanted.contains($0.level) }
  }

  /// Each area by itself, in chunks.
  private func geometry() throws(Fault) -> (isSound: [Bool], findings: [Finding]) {
    let chunk = 512
    let count = subject.areas.count
    let outcomes = Workers.map((count + chunk - 1) / chunk, threads: threads) { [subject, limits, listener] number in
      let first = number * chunk
      if number.isMultiple(of: 4) {
        listener.progress(
          ProgressReport(stage: Text("checking geometry", zh: "检查几何"), done: first, total: count, unit: "areas"))
      }
      return attempt { () throws(Fault) in
        try GeometryCheck(subject: subject, limits: limits).run(first..<min(first + chunk, count))
      }
    }
    var (isSound, findings): ([Bool], [Finding]) = ([], [])
    for outcome in outcomes {
      let outcome = try outcome.get()
      isSound += outcome.isSound
      findings += outcome.findings
    }
    return (isSound, findings)
  }

  /// Each level against those above it: links to the nearest level are the rule, but any level may be linked to.
  private func nesting(_ sound: [Bool]) -> [Task] {
    var tasks: [Task] = []
    for (position, lower) in levels.enumerated() where position > 0 {
      let linked = Set(lower.ordinals.compactMap { subject.areas[$0].parent.flatMap { subject.areas[$0].level } })
      for (above, upper) in levels[..<position].enumerated() {
        let isNearest = above == position - 1
        guard isNearest || upper.level.map(linked.contains) ?? false else { continue }
        tasks.append { [subject, limits] in
          attempt { () throws(Fault) in
            try NestingCheck(
              subject: subject, uppers: upper.ordinals, lowers: lower.ordinals, findsUncovered: isNearest,
              isSound: sound, limits: limits
            ).run()
          }
        }
      }
      tasks.append { [subject] in
        attempt { () throws(Fault) in try MissingParentCheck(subject: subject, ordinals: lower.ordinals).run() }
      }
    }
    return tasks
  }
}

/// What `body` gives or throws, to be handed from a thread to its caller.
func attempt<Value>(_ body: () throws(Fault) -> Value) -> Result<Value, Fault> {
  do { return .success(try body()) } catch { return .failure(error) }
}

/// Areas that belong to none above.
private struct MissingParentCheck {
  let subject: CheckSubject
  let ordinals: [Int]

  func run() throws(Fault) -> [Finding] {
    let measure = try FaceMeasure(subject.coordinateSystem)
    return ordinals.filter { subject.areas[$0].parent == nil }.map { ordinal in
      let area = subject.areas[ordinal]
      let name = area.label.text
      var finding = Finding(
        .missingParent, .error, level: area.level, areas: [area.label],
        message: Text("\(name.english) belongs to no area above", zh: "\(name.chinese) 没有上级区域"))
      finding.place = area.geometry.middle(measure)
      finding.ordinals = [ordinal]
      return finding
    }
  }
}
