public import CityStore
public import CivilTime
public import Diagnostics

/// Puts an edition into force, after what has to be right about it was looked at: its codes, what became of the areas of
/// the edition before, codes that mean another area now, golden cases.
public struct EditionActivation: Sendable {
  /// From when it is in force; overrules what the draft says.
  public var validFrom: Instant?
  /// Until when it was in force: a period that is over is corrected, and the active edition stays.
  public var validTo: Instant?
  /// Lets findings pass: duplicate and blank codes, areas that vanish, codes that are used again. Golden cases never.
  public var acceptsFindings = false
  /// A file of golden cases, which are remembered and asked from then on.
  public var golden: String?
  /// How far a border may move, in metres, that is only drawn anew.
  public var tolerance = 1.0
  public var threads = 1

  public init() {}

  /// What was done besides.
  public struct Report: Sendable {
    /// The edition as it is now.
    public var edition: Edition
    /// The edges of lineage that the ground told, and that were written.
    public var lineage: [LineageEdge] = []
    /// How many golden cases were asked.
    public var golden = 0
  }

  /// Does it in one transaction: where anything is refused, nothing has changed.
  ///
  /// What became of the areas of the edition before is read off the ground, and written as lineage for every area of which
  /// the draft does not say it yet. An area that is there no more, and whose ground mostly went to nobody, has vanished:
  /// that is refused, unless the lineage of the draft says that it was abolished.
  ///
  /// A correction of the past is held against what was believed of it until now; it is nobody's successor, and gets a
  /// lineage only where it began as a copy of just that.
  ///
  /// - Throws: `duplicate-code`, `blank-code`, `vanished-areas`, `code-reused`, `golden-case-failed` (65), each listing
  ///   what it found; what `CityDatabase.activate` and `correct` throw.
  public func run(
    _ edition: Edition, in city: CityDatabase, listener: Listener = .silent, now: Instant = .now()
  ) throws(Fault) -> Report {
    try city.transaction { () throws(Fault) in
      var report = Report(edition: edition)
      let start = validFrom ?? (edition.state == .draft ? edition.validFrom : nil)
      let base =
        try validTo == nil
        ? edition.basedOn.map(city.edition)
        : city.edition(of: edition.scheme, at: start ?? Instant(milliseconds: .min))
      if let base, edition.state == .draft {
        if !acceptsFindings { try city.requireSoundCodes(in: edition) }
        report.lineage = try settle(edition, since: base, in: city, listener)
      }
      if let golden {
        try city.add(try city.goldenCases(reading: golden, listener: listener), to: edition.scheme, now: now)
      }
      let cases = try city.goldenCases(of: edition.scheme)
      report.golden = cases.count
      try city.requireGolden(cases, in: edition, threads: threads, listener: listener)
      report.edition =
        if let validTo {
          try city.correct(edition, from: start, to: validTo, acceptFindings: acceptsFindings, now: now)
        } else {
          try city.activate(edition, validFrom: validFrom, acceptFindings: acceptsFindings, now: now)
        }
      return report
    }
  }

  /// - Returns: the lineage that was written.
  private func settle(
    _ draft: Edition, since base: Edition, in city: CityDatabase, _ listener: Listener
  ) throws(Fault) -> [LineageEdge] {
    var comparison = try EditionComparison(
      of: base, with: draft, in: city, tolerance: tolerance, threads: threads, listener: listener)
    let told = try city.lineage(of: draft)
    let known = Set(told.compactMap(\.fromArea))
    let founded = Set(told.compactMap(\.toArea))
    func isNews(_ edge: LineageEdge) -> Bool {
      edge.fromArea.map { !known.contains($0) } ?? edge.toArea.map { !founded.contains($0) } ?? false
    }
    if !acceptsFindings {
      try refuse(vanished: comparison.vanished.filter { !known.contains($0) }, of: draft, city)
      try refuse(reused: comparison.relocated + city.revived(in: draft, since: base), of: draft, city)
    }
    guard base.id == draft.basedOn, comparison.lineage.contains(where: isNews) else { return [] }
    try comparison.countCases(of: base, with: draft, in: city, threads: threads, listener: listener)
    let news = comparison.lineage.filter(isNews)
    try city.writeLineage(news, of: draft)
    return news
  }
}
